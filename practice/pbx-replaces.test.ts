import { describe, expect, it } from 'vitest';
import { fakeSdp } from './media-fake';
import { headerValue, parseNameAddress, type SipRequest, type SipResponse } from './sip-message';
import type { SentRequest, SipAgent } from './testing/sip-agent';
import { final, PbxUnderTest } from './testing/pbx-under-test';
import { PRACTICE_DOMAIN } from './pbx';

const test = new PbxUnderTest();

function replacing(invite: SipRequest, answer: SipResponse, more = ''): string {
  const tag = (value: string | undefined) => parseNameAddress(value ?? '')?.parameters.get('tag') ?? '';
  const callId = headerValue(invite, 'Call-ID') ?? '';
  return `${callId};to-tag=${tag(headerValue(answer, 'To'))};from-tag=${tag(headerValue(invite, 'From'))}${more}`;
}

function takeBack(agent: SipAgent, replaces: string, require = 'replaces', sdp = fakeSdp()): Promise<SentRequest> {
  return agent.sendAuthenticated('INVITE', `sip:8001@${PRACTICE_DOMAIN}`, {
    headers: [
      ['Contact', agent.contact],
      ['Content-Type', 'application/sdp'],
      ['Require', require],
      ['Replaces', replaces],
    ],
    body: sdp,
  });
}

describe('an INVITE with Replaces (RFC 3891)', () => {
  it('gives the call to the device that comes back: a new audio path, the customer says the cut sentence again', async () => {
    const lost = await test.connect();
    const invite = await lost.dial('8001', fakeSdp());
    const answer = await test.confirm(lost, invite);
    const [before] = test.sessions;
    before?.listener.onConnected();
    before?.pass(120);
    await test.events.next('customer-speaks');
    before?.pass(20);
    expect(before?.playedSamples).toBe(160);
    lost.socket.terminate();

    const back = await test.connect();
    await back.register();
    const again = await takeBack(back, replacing(invite.request, answer));
    const taken = await test.confirm(back, again);
    expect(taken.status).toBe(200);
    expect(taken.body).toContain('m=audio');
    expect(before?.closed).toBe(true);
    const bye = await back.request('BYE');
    expect(headerValue(bye, 'Call-ID')).toBe(headerValue(invite.request, 'Call-ID'));
    const newCallId = headerValue(again.request, 'Call-ID') ?? '';
    expect(await test.events.next('call-taken-over')).toMatchObject({ newCallId });

    const after = test.sessions[1];
    after?.listener.onConnected();
    after?.pass(40);
    expect(after?.playedSamples).toBe(320);
    expect(test.events.seen.filter(({ event }) => event === 'customer-speaks')).toHaveLength(1);
    expect((await back.inDialog('BYE', again.request, taken).response(final)).status).toBe(200);
    expect(await test.events.next('call-ended')).toMatchObject({ callId: newCallId, cause: 'agent-hangup' });
  });

  it('is refused for a dialog that is gone, for another agent, for wrong tags and for what it must not be', async () => {
    const agent = await test.connect();
    const invite = await agent.dial('8001', fakeSdp());
    const answer = await test.confirm(agent, invite);
    const replaces = replacing(invite.request, answer);
    const status = async (who: SipAgent, value: string, require?: string, sdp?: string) =>
      (await (await takeBack(who, value, require, sdp)).response(final)).status;
    const other = await test.connect('1002');
    expect(await status(other, replaces)).toBe(481);
    expect(await status(agent, replaces.replace('to-tag=', 'to-tag=x'))).toBe(481);
    expect(await status(agent, `${replaces};early-only`)).toBe(486);
    expect(await status(agent, 'only-a-call-id')).toBe(400);
    expect(await status(agent, replaces, 'replaces, nonsense')).toBe(420);
    expect(await status(agent, replaces, 'replaces', 'v=0\r\n')).toBe(488);
    // None of them touched the call.
    expect((await agent.inDialog('BYE', invite.request, answer).response(final)).status).toBe(200);
    expect(await status(agent, replaces)).toBe(481);
  });
});
