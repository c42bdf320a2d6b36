import { describe, expect, it } from 'vitest';
import { fakeSdp } from './media-fake';
import { PRACTICE_DOMAIN } from './pbx';
import { headerValue, parseNameAddress, type SipMessage, type SipRequest, type SipResponse } from './sip-message';
import { final, PbxUnderTest } from './testing/pbx-under-test';
import type { SipAgent } from './testing/sip-agent';

const test = new PbxUnderTest();

async function call(agent: SipAgent, number = '8001') {
  const invite = await agent.dial(number, fakeSdp());
  return { invite: invite.request, answer: await test.confirm(agent, invite) };
}

const refer = (agent: SipAgent, invite: SipRequest, answer: SipResponse, to: string) =>
  agent.inDialog('REFER', invite, answer, { headers: [['Refer-To', to]] }).response(final);

/** What was read: an agent of the tests keeps all that it was told. */
const read = new Set<SipMessage>();

/** What the NOTIFYs say until the last. */
async function told(agent: SipAgent): Promise<string[]> {
  const lines: string[] = [];
  for (;;) {
    const notify = await agent.message(
      (message): message is SipRequest =>
        message.kind === 'request' && message.method === 'NOTIFY' && !read.has(message),
    );
    read.add(notify);
    agent.reply(notify, 200);
    expect(headerValue(notify, 'Event')).toMatch(/^refer;id=\d+$/);
    lines.push(notify.body.split('\r\n')[0] ?? '');
    if (/^terminated/.test(headerValue(notify, 'Subscription-State') ?? '')) return lines;
  }
}

describe('a REFER (RFC 3515)', () => {
  it('tells each step of a transfer that is answered', async () => {
    const agent = await test.connect();
    const { invite, answer } = await call(agent);
    expect((await refer(agent, invite, answer, `<sip:600@${PRACTICE_DOMAIN}>`)).status).toBe(202);
    expect(await told(agent)).toEqual(['SIP/2.0 100 Trying', 'SIP/2.0 200 OK']);
    expect((await agent.inDialog('BYE', invite, answer).response(final)).status).toBe(200);
  });

  it('leaves the customer with the agent when the target is busy, declines or is nobody', async () => {
    const agent = await test.connect();
    const { invite, answer } = await call(agent);
    for (const [number, last] of [
      ['8101', 'SIP/2.0 486 Busy Here'],
      ['8103', 'SIP/2.0 603 Decline'],
      ['4711', 'SIP/2.0 404 Not Found'],
    ] as const) {
      await refer(agent, invite, answer, `<sip:${number}@${PRACTICE_DOMAIN}>`);
      expect((await told(agent)).at(-1)).toBe(last);
    }
    expect(test.events.seen.some(({ event }) => event === 'call-ended')).toBe(false);
    expect((await agent.inDialog('BYE', invite, answer).response(final)).status).toBe(200);
  });

  it('joins two calls of the agent by Replaces, and of nobody else', async () => {
    const agent = await test.connect();
    const held = await call(agent);
    const asked = await call(agent, '600');
    const tag = (value: string | undefined) => parseNameAddress(value ?? '')?.parameters.get('tag') ?? '';
    const theirs = tag(headerValue(asked.answer, 'To'));
    const replaces = (toTag: string) =>
      encodeURIComponent(
        `${headerValue(asked.invite, 'Call-ID') ?? ''};to-tag=${toTag};from-tag=${tag(headerValue(asked.invite, 'From'))}`,
      );
    const to = (toTag: string) => `<sip:600@${PRACTICE_DOMAIN}?Replaces=${replaces(toTag)}>`;
    await refer(agent, held.invite, held.answer, to('another'));
    expect((await told(agent)).at(-1)).toBe('SIP/2.0 481 Call/Transaction Does Not Exist');
    await refer(agent, held.invite, held.answer, to(theirs));
    expect((await told(agent)).at(-1)).toBe('SIP/2.0 200 OK');
  });

  it('refuses what names nobody', async () => {
    const agent = await test.connect();
    const { invite, answer } = await call(agent);
    expect((await refer(agent, invite, answer, 'nobody')).status).toBe(400);
    expect((await agent.inDialog('REFER', invite, answer).response(final)).status).toBe(400);
  });
});
