import { describe, expect, it } from 'vitest';
import { fakeSdp } from './media-fake';
import { PRACTICE_DOMAIN } from './pbx';
import { headerValue, parseNameAddress, type SipRequest } from './sip-message';
import { final, PbxUnderTest } from './testing/pbx-under-test';
import type { SipAgent } from './testing/sip-agent';

const test = new PbxUnderTest();

describe('a call from a customer', () => {
  const sdpHeader = (agent: SipAgent): ReadonlyArray<readonly [string, string]> => [
    ['Contact', agent.contact],
    ['Content-Type', 'application/sdp'],
  ];

  async function ringing(agent: SipAgent): Promise<SipRequest> {
    await agent.register();
    await test.pbx.ringAgent('customer-8001', { extension: agent.extension });
    return agent.request('INVITE');
  }

  it('is answered and ended by the agent', async () => {
    const agent = await test.connect();
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
    expect(await test.events.next('call-ended')).toMatchObject({ cause: 'agent-hangup' });
  });

  it('is declined by the agent', async () => {
    const agent = await test.connect();
    agent.reply(await ringing(agent), 486);
    expect((await agent.request('ACK')).method).toBe('ACK');
    expect(await test.events.next('call-ended')).toMatchObject({ cause: 'busy', status: 486 });
  });

  it('is cancelled when the customer loses patience', async () => {
    const agent = await test.connect();
    await agent.register();
    await test.pbx.ringAgent('customer-8001', { ringTimeoutMs: 50 });
    const invite = await agent.request('INVITE');
    agent.reply(invite, 180);
    agent.reply(await agent.request('CANCEL'), 200);
    agent.reply(invite, 487);
    await agent.request('ACK');
    expect(await test.events.next('call-ended')).toMatchObject({ cause: 'no-answer' });
  });

  it('rings every phone of the extension, and stops on the others when one answers', async () => {
    const [first, second] = [await test.connect(), await test.connect()];
    await first.register();
    const invite = await ringing(second);
    first.reply(await first.request('INVITE'), 180);
    second.reply(invite, 180);
    second.reply(invite, 200, { headers: sdpHeader(second), body: fakeSdp() });
    await second.request('ACK');
    expect(headerValue(await first.request('CANCEL'), 'Reason')).toContain('cause=200');
  });

  it('can be asked for by dialling *77 and the extension', async () => {
    const agent = await test.connect();
    await agent.register();
    expect((await (await agent.dial('*778001', fakeSdp())).response(final)).status).toBe(480);
    const invite = await agent.request('INVITE');
    expect(headerValue(invite, 'From')).toContain('sip:8001@');
    agent.reply(invite, 603);
    expect(await test.events.next('call-ended')).toMatchObject({ cause: 'agent-refused', status: 603 });
  });

  it('cannot come from a customer that does not exist', async () => {
    await expect(test.pbx.ringAgent('nobody')).rejects.toMatchObject({ code: 'practice-customer-unknown' });
  });
});
