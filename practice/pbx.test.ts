import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { fakeMedia, fakeSdp, type FakeMediaSession } from './media-fake';
import { PRACTICE_DOMAIN, startPracticePbx, type PracticePbx } from './pbx';
import { headerValue, headerValues, parseNameAddress, type SipRequest, type SipResponse } from './sip-message';
import { constantVoices, customer, eventsOf } from './testing/fixtures';
import { SipAgent, type SentRequest } from './testing/sip-agent';

const customers = [
  customer('8001', { type: 'answer', ringMs: 0 }, [
    { when: { type: 'answered', afterMs: 100 }, say: ['clip'], then: 'go-on' },
    { when: { type: 'dtmf', digit: '9' }, say: [], then: 'hang-up' },
  ]),
  customer('8002', { type: 'answer', ringMs: 600_000 }),
  customer('8101', { type: 'busy' }),
  customer('8102', { type: 'no-answer' }),
  customer('8103', { type: 'decline' }),
  customer('8104', { type: 'voicemail', ringMs: 0 }, [
    { when: { type: 'answered', afterMs: 0 }, say: ['greeting'], then: 'go-on' },
  ]),
  customer('600', { type: 'echo' }),
];
const final = (status: number): boolean => status >= 200;

let pbx: PracticePbx;
let events: ReturnType<typeof eventsOf>;
let sessions: FakeMediaSession[];
let agents: SipAgent[];

async function connect(extension = '1001', password = `practice-${extension}`): Promise<SipAgent> {
  const agent = await SipAgent.connect(pbx.webSocketUrl, extension, password, PRACTICE_DOMAIN);
  agents.push(agent);
  return agent;
}

/** Confirms a call; a round trip later the PBX has seen the ACK. */
async function confirm(agent: SipAgent, invite: SentRequest): Promise<SipResponse> {
  const answer = await invite.response(final);
  agent.ack(invite.request, answer);
  await agent.send('OPTIONS', `sip:${PRACTICE_DOMAIN}`).response(final);
  return answer;
}

beforeEach(async () => {
  const media = fakeMedia();
  sessions = media.sessions;
  agents = [];
  pbx = await startPracticePbx({ host: '127.0.0.1', port: 0, customers, voices: constantVoices, media: media.factory });
  events = eventsOf(pbx);
});

afterEach(async () => {
  await pbx.stop();
  await Promise.all(agents.map((agent) => agent.close()));
});

describe('registration', () => {
  it('succeeds with the right password, by SHA-256 and by MD5', async () => {
    const agent = await connect();
    for (const algorithm of ['SHA-256', 'MD5'] as const) {
      const response = await agent.register({ algorithm });
      expect(response.status).toBe(200);
      expect(headerValue(response, 'Contact')).toBe(`${agent.contact};expires=600`);
    }
  });

  it('is refused for a wrong password (403) and an unknown extension (404)', async () => {
    expect((await (await connect('1001', 'wrong')).register()).status).toBe(403);
    expect((await (await connect('4711', 'any')).register()).status).toBe(404);
  });

  it('ends when the contact is removed, and when the connection closes', async () => {
    const agent = await connect();
    await agent.register();
    const removed = await agent.register({ expiresS: 0 });
    expect(headerValues(removed, 'Contact')).toEqual([]);
    await events.next('unregistered', (event) => event.reason === 'removed');
    await agent.register();
    await agent.close();
    await events.next('unregistered', (event) => event.reason === 'connection-closed');
    await expect(pbx.ringAgent('customer-8001')).rejects.toMatchObject({ code: 'agent-offline', retryable: true });
  });

  it('of the same device replaces its old contact, and removes all by a star', async () => {
    const agent = await connect();
    const device = ';reg-id=1;+sip.instance="<urn:uuid:1>"';
    await agent.register({ contact: `<sip:old@a.invalid>${device}` });
    const response = await agent.register({ contact: `<sip:new@a.invalid>${device}` });
    expect(headerValues(response, 'Contact')).toEqual(['<sip:new@a.invalid>;expires=600']);
    expect(headerValues(await agent.register({ contact: '*', expiresS: 0 }), 'Contact')).toEqual([]);
  });

  it('asks for a longer time where the wanted one is too short', async () => {
    const response = await (await connect()).register({ expiresS: 3 });
    expect(response.status).toBe(423);
    expect(headerValue(response, 'Min-Expires')).toBe('10');
  });
});

describe('a connection', () => {
  it('must speak the sip subprotocol', async () => {
    const socket = new WebSocket(pbx.webSocketUrl);
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).toContain('401');
  });

  it('gets a CRLF for the keep-alive of two', async () => {
    const agent = await connect();
    const pong = new Promise<string>((resolve) => agent.socket.once('message', (data) => resolve(String(data))));
    agent.socket.send('\r\n\r\n');
    expect(await pong).toBe('\r\n');
  });

  it('survives nonsense, headers missing and unknown methods', async () => {
    const agent = await connect();
    agent.socket.send('nonsense');
    agent.socket.send(Buffer.from([0, 255, 1]));
    agent.socket.send('REGISTER sip:x SIP/2.0\r\nCSeq: x\r\n\r\n');
    agent.socket.send('SIP/2.0 200 OK\r\n\r\n');
    const uri = `sip:${PRACTICE_DOMAIN}`;
    expect((await agent.send('DANCE', uri).response(final)).status).toBe(405);
    expect((await agent.send('BYE', uri, { to: `<${uri}>;tag=none` }).response(final)).status).toBe(481);
    expect((await agent.send('OPTIONS', uri).response(final)).status).toBe(200);
  });
});

describe('a call the agent dials', () => {
  it('is answered, heard, held, resumed and hung up', async () => {
    const agent = await connect();
    const invite = await agent.dial('8001', fakeSdp());
    const answer = await invite.response(final);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('m=audio');
    agent.ack(invite.request, answer);
    const [session] = sessions;
    session?.listener.onConnected();
    const hold = await agent.inDialog('INVITE', invite.request, answer, { body: fakeSdp('sendonly') }).response(final);
    expect(hold.status).toBe(200);
    expect(hold.body).toContain('a=recvonly');
    expect(session?.held).toBe(true);
    const resume = await agent.inDialog('INVITE', invite.request, answer, { body: fakeSdp() }).response(final);
    expect(resume.body).toContain('a=sendrecv');
    expect(session?.held).toBe(false);
    session?.pass(200);
    expect(await events.next('customer-speaks')).toMatchObject({ step: 0 });
    session?.pass(100);
    expect(session?.playedSamples).toBe(320);
    expect((await agent.inDialog('BYE', invite.request, answer).response(final)).status).toBe(200);
    expect(await events.next('call-ended')).toMatchObject({ cause: 'agent-hangup' });
    expect(session?.closed).toBe(true);
  });

  it('ends with a BYE from the customer where the story says so', async () => {
    const agent = await connect();
    const invite = await agent.dial('8001', fakeSdp());
    const answer = await confirm(agent, invite);
    const [session] = sessions;
    session?.listener.onConnected();
    session?.pass(200);
    await events.next('customer-speaks');
    session?.pass(100);
    const info = agent.inDialog('INFO', invite.request, answer, { body: 'Signal=9\r\nDuration=100' });
    expect((await info.response(final)).status).toBe(200);
    const bye = await agent.request('BYE');
    agent.reply(bye, 200);
    expect(bye.uri).toBe(parseNameAddress(agent.contact)?.uri);
    expect(await events.next('call-ended')).toMatchObject({ cause: 'customer-hangup' });
  });

  it('rings until it is cancelled, and then says 487', async () => {
    const agent = await connect();
    const invite = await agent.dial('8002', fakeSdp());
    expect((await invite.response((status) => status === 180)).status).toBe(180);
    expect((await agent.cancel(invite.request).response(final)).status).toBe(200);
    expect((await invite.response(final)).status).toBe(487);
    expect(await events.next('call-ended')).toMatchObject({ cause: 'cancelled', status: 487 });
  });

  it.each([
    ['8101', 486],
    ['8103', 603],
    ['9999', 404],
  ])('to %s ends with %i', async (number, status) => {
    const invite = await (await connect()).dial(number, fakeSdp());
    expect((await invite.response(final)).status).toBe(status);
  });

  it('is refused with 488 where no audio is offered, and with 403 from a stranger', async () => {
    const invite = await (await connect()).dial('8001', 'v=0\r\n');
    expect((await invite.response(final)).status).toBe(488);
    const stranger = await (await connect('4711', 'x')).dial('8001', fakeSdp());
    expect((await stranger.response(final)).status).toBe(403);
  });

  it('to an echo extension sends digits back', async () => {
    const agent = await connect();
    const invite = await agent.dial('600', fakeSdp());
    const answer = await invite.response(final);
    agent.ack(invite.request, answer);
    await agent.inDialog('INFO', invite.request, answer, { body: '5' }).response(final);
    expect(sessions[0]?.digitsSent).toEqual(['5']);
    expect(sessions[0]?.echo).toBe(true);
  });

  it('to a voicemail box plays the greeting and then the beep', async () => {
    const agent = await connect();
    const invite = await agent.dial('8104', fakeSdp());
    await confirm(agent, invite);
    const [session] = sessions;
    session?.listener.onConnected();
    session?.pass(20);
    await events.next('customer-speaks');
    session?.pass(2000);
    expect(session?.playedSamples).toBe(320 + 2000 + 4000);
  });

  it('may be hung up over a new connection after the old one dropped', async () => {
    const agent = await connect();
    const invite = await agent.dial('8001', fakeSdp());
    const answer = await invite.response(final);
    agent.ack(invite.request, answer);
    await agent.close();
    const again = await connect();
    expect((await again.inDialog('BYE', invite.request, answer).response(final)).status).toBe(200);
    await events.next('call-ended');
  });
});

describe('a call from a customer', () => {
  const sdpHeader = (agent: SipAgent): ReadonlyArray<readonly [string, string]> => [
    ['Contact', agent.contact],
    ['Content-Type', 'application/sdp'],
  ];

  async function ringing(agent: SipAgent): Promise<SipRequest> {
    await agent.register();
    await pbx.ringAgent('customer-8001', { extension: agent.extension });
    return agent.request('INVITE');
  }

  it('is answered and ended by the agent', async () => {
    const agent = await connect();
    const invite = await ringing(agent);
    expect(parseNameAddress(headerValue(invite, 'From') ?? '')?.displayName).toBe('测试 "8001"');
    agent.reply(invite, 180);
    const answer = agent.reply(invite, 200, { headers: sdpHeader(agent), body: fakeSdp() });
    await agent.request('ACK');
    const bye = agent.send('BYE', `sip:8001@${PRACTICE_DOMAIN}`, {
      from: headerValue(answer, 'To') ?? '',
      to: headerValue(invite, 'From') ?? '',
      callId: headerValue(invite, 'Call-ID') ?? '',
    });
    expect((await bye.response(final)).status).toBe(200);
    expect(await events.next('call-ended')).toMatchObject({ cause: 'agent-hangup' });
  });

  it('is declined by the agent', async () => {
    const agent = await connect();
    agent.reply(await ringing(agent), 486);
    expect((await agent.request('ACK')).method).toBe('ACK');
    expect(await events.next('call-ended')).toMatchObject({ cause: 'busy', status: 486 });
  });

  it('is cancelled when the customer loses patience', async () => {
    const agent = await connect();
    await agent.register();
    await pbx.ringAgent('customer-8001', { ringTimeoutMs: 50 });
    const invite = await agent.request('INVITE');
    agent.reply(invite, 180);
    agent.reply(await agent.request('CANCEL'), 200);
    agent.reply(invite, 487);
    await agent.request('ACK');
    expect(await events.next('call-ended')).toMatchObject({ cause: 'no-answer' });
  });

  it('rings every phone of the extension, and stops on the others when one answers', async () => {
    const [first, second] = [await connect(), await connect()];
    await first.register();
    const invite = await ringing(second);
    first.reply(await first.request('INVITE'), 180);
    second.reply(invite, 180);
    second.reply(invite, 200, { headers: sdpHeader(second), body: fakeSdp() });
    await second.request('ACK');
    expect(headerValue(await first.request('CANCEL'), 'Reason')).toContain('cause=200');
  });

  it('can be asked for by dialling *77 and the extension', async () => {
    const agent = await connect();
    await agent.register();
    expect((await (await agent.dial('*778001', fakeSdp())).response(final)).status).toBe(480);
    const invite = await agent.request('INVITE');
    expect(headerValue(invite, 'From')).toContain('sip:8001@');
    agent.reply(invite, 603);
    expect(await events.next('call-ended')).toMatchObject({ cause: 'agent-refused', status: 603 });
  });

  it('cannot come from a customer that does not exist', async () => {
    await expect(pbx.ringAgent('nobody')).rejects.toMatchObject({ code: 'practice-customer-unknown' });
  });
});

describe('the exchange itself', () => {
  it('takes another port where the wanted one is in use', async () => {
    const port = Number(new URL(pbx.webSocketUrl).port);
    const second = await startPracticePbx({ host: '127.0.0.1', port, customers, voices: constantVoices });
    expect(second.webSocketUrl).not.toBe(pbx.webSocketUrl);
    await second.stop();
  });

  it('ends its calls with a BYE when it stops', async () => {
    const agent = await connect();
    const invite = await agent.dial('8001', fakeSdp());
    agent.ack(invite.request, await invite.response(final));
    const bye = agent.request('BYE');
    await pbx.stop();
    expect((await bye).method).toBe('BYE');
  });
});
