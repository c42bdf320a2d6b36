import { describe, expect, it } from 'vitest';
import { fakeSdp } from './media-fake';
import { startPracticePbx } from './pbx';
import { parseNameAddress } from './sip-message';
import { constantVoices } from './testing/fixtures';
import { customers, final, PbxUnderTest } from './testing/pbx-under-test';

const test = new PbxUnderTest();

describe('a call the agent dials', () => {
  it('is answered, heard, held, resumed and hung up', async () => {
    const agent = await test.connect();
    const invite = await agent.dial('8001', fakeSdp());
    const answer = await invite.response(final);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('m=audio');
    agent.ack(invite.request, answer);
    const [session] = test.sessions;
    session?.listener.onConnected();
    const hold = await agent.inDialog('INVITE', invite.request, answer, { body: fakeSdp('sendonly') }).response(final);
    expect(hold.status).toBe(200);
    expect(hold.body).toContain('a=recvonly');
    expect(session?.held).toBe(true);
    const resume = await agent.inDialog('INVITE', invite.request, answer, { body: fakeSdp() }).response(final);
    expect(resume.body).toContain('a=sendrecv');
    expect(session?.held).toBe(false);
    session?.pass(200);
    expect(await test.events.next('customer-speaks')).toMatchObject({ step: 0 });
    session?.pass(100);
    expect(session?.playedSamples).toBe(320);
    expect((await agent.inDialog('BYE', invite.request, answer).response(final)).status).toBe(200);
    expect(await test.events.next('call-ended')).toMatchObject({ cause: 'agent-hangup' });
    expect(session?.closed).toBe(true);
  });

  it('ends with a BYE from the customer where the story says so', async () => {
    const agent = await test.connect();
    const invite = await agent.dial('8001', fakeSdp());
    const answer = await test.confirm(agent, invite);
    const [session] = test.sessions;
    session?.listener.onConnected();
    session?.pass(200);
    await test.events.next('customer-speaks');
    session?.pass(100);
    const info = agent.inDialog('INFO', invite.request, answer, { body: 'Signal=9\r\nDuration=100' });
    expect((await info.response(final)).status).toBe(200);
    const bye = await agent.request('BYE');
    agent.reply(bye, 200);
    expect(bye.uri).toBe(parseNameAddress(agent.contact)?.uri);
    expect(await test.events.next('call-ended')).toMatchObject({ cause: 'customer-hangup' });
  });

  it('rings until it is cancelled, and then says 487', async () => {
    const agent = await test.connect();
    const invite = await agent.dial('8002', fakeSdp());
    expect((await invite.response((status) => status === 180)).status).toBe(180);
    expect((await agent.cancel(invite.request).response(final)).status).toBe(200);
    expect((await invite.response(final)).status).toBe(487);
    expect(await test.events.next('call-ended')).toMatchObject({ cause: 'cancelled', status: 487 });
  });

  it.each([
    ['8101', 486],
    ['8105', 503],
    ['8106', 404],
    ['8103', 603],
    ['9999', 404],
  ])('to %s ends with %i', async (number, status) => {
    const invite = await (await test.connect()).dial(number, fakeSdp());
    expect((await invite.response(final)).status).toBe(status);
  });

  it.each(['8101', '8102', '8105', '8106'])('to %s hears the tone of the network before it ends', async (number) => {
    const agent = await test.connect();
    const invite = await agent.dial(number, fakeSdp());
    const progress = await invite.response((status) => status === 183);
    expect(progress.body).toContain('m=audio');
    const [session] = test.sessions;
    session?.listener.onConnected();
    session?.pass(12_000);
    // The tone begins anew when one period is played; the last frame of one may be filled up with silence.
    expect(session?.playedSamples).toBeGreaterThan(0.99 * 12_000 * 8);
    expect((await agent.cancel(invite.request).response(final)).status).toBe(200);
    expect((await invite.response(final)).status).toBe(487);
    expect(session?.closed).toBe(true);
  });

  it('is refused with 488 where no audio is offered, and with 403 from a stranger', async () => {
    const invite = await (await test.connect()).dial('8001', 'v=0\r\n');
    expect((await invite.response(final)).status).toBe(488);
    const stranger = await (await test.connect('4711', 'x')).dial('8001', fakeSdp());
    expect((await stranger.response(final)).status).toBe(403);
  });

  it('to an echo extension sends digits back', async () => {
    const agent = await test.connect();
    const invite = await agent.dial('600', fakeSdp());
    const answer = await invite.response(final);
    agent.ack(invite.request, answer);
    await agent.inDialog('INFO', invite.request, answer, { body: '5' }).response(final);
    expect(test.sessions[0]?.digitsSent).toEqual(['5']);
    expect(test.sessions[0]?.echo).toBe(true);
  });

  it('to a voicemail box plays the greeting and then the beep', async () => {
    const agent = await test.connect();
    const invite = await agent.dial('8104', fakeSdp());
    await test.confirm(agent, invite);
    const [session] = test.sessions;
    session?.listener.onConnected();
    session?.pass(20);
    await test.events.next('customer-speaks');
    session?.pass(2000);
    expect(session?.playedSamples).toBe(320 + 2000 + 4000);
  });

  it('may be hung up over a new connection after the old one dropped', async () => {
    const agent = await test.connect();
    const invite = await agent.dial('8001', fakeSdp());
    const answer = await invite.response(final);
    agent.ack(invite.request, answer);
    await agent.close();
    const again = await test.connect();
    expect((await again.inDialog('BYE', invite.request, answer).response(final)).status).toBe(200);
    await test.events.next('call-ended');
  });
});

describe('the exchange itself', () => {
  it('takes another port where the wanted one is in use', async () => {
    const port = Number(new URL(test.pbx.webSocketUrl).port);
    const second = await startPracticePbx({ host: '127.0.0.1', port, customers, voices: constantVoices });
    expect(second.webSocketUrl).not.toBe(test.pbx.webSocketUrl);
    await second.stop();
  });

  it('ends its calls with a BYE when it stops', async () => {
    const agent = await test.connect();
    const invite = await agent.dial('8001', fakeSdp());
    agent.ack(invite.request, await invite.response(final));
    const bye = agent.request('BYE');
    await test.pbx.stop();
    expect((await bye).method).toBe('BYE');
  });
});
