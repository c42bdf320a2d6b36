import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FaultProxy, type PassedMessage } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, talking, wrapUp } from '../asterisk/agent-hands';
import { AGENT, NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { FORGED_BRANCH, PbxVoice, header } from '../support/sip-forgery';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
const reason = appMissing ?? asteriskUnavailable();

/** The same message, its description with a codec that no browser has in place of its own. */
function onlyG729(message: string): string {
  const [head = '', body = ''] = message.split('\r\n\r\n');
  const sdp = body.replace(/^(m=audio \d+ \S+) .*$/m, '$1 18').replace(/^a=(?:rtpmap|fmtp|rtcp-fb):.*\r\n/gm, '');
  const length = `Content-Length: ${String(Buffer.byteLength(sdp))}`;
  return `${head.replace(/^Content-Length:.*$/im, length)}\r\n\r\n${sdp}`;
}

describe.skipIf(reason)(`descriptions without a codec of ours, Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let proxy: FaultProxy;
  let desk: AsteriskDesk;
  let page: Page;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    proxy = await FaultProxy.start({ target: floor.asterisk.webSocketUrl });
    desk = await floor.startDesk({ webSocketUrl: proxy.url });
    page = desk.page;
    await page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close();
    await proxy?.stop();
    await floor?.stop();
  });

  afterEach(() => {
    proxy.judge = () => 'pass';
  });

  const channels = () => floor.asterisk.cli('core show channels count');
  /** The next description of such a message has none. */
  const spoil = (which: (message: PassedMessage) => boolean) => {
    proxy.judge = (message) =>
      message.direction === 'to-desk' && which(message) ? { replaceBy: onlyG729(message.text) } : 'pass';
  };

  it('ends a call that is answered so, at both ends, and says why', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    spoil(({ kind, method }) => kind === '200' && method === 'INVITE');
    await dial(page, NUMBERS.echo);
    await page.getByText('编码不兼容').first().waitFor({ timeout: LIMIT_MS });
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'no-common-codec', answeredAt: null });
    await expect.poll(channels, { timeout: LIMIT_MS, interval: 500 }).toContain('0 active calls');
  });

  it('does not answer a call that is offered so, and says why', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    spoil(({ kind }) => kind === 'INVITE');
    await floor.asterisk.callAgent(CALLER.callerId);
    await control(page, '接听').click({ timeout: LIMIT_MS });
    await page.getByText('来电的语音格式无法识别，没有接通。').waitFor({ timeout: LIMIT_MS });
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'no-common-codec', direction: 'inbound' });
    await expect.poll(channels, { timeout: LIMIT_MS, interval: 500 }).toContain('0 active calls');
  });

  it(
    'keeps the call when a later offer has none, and its next change gets through',
    { timeout: TEST_LIMIT_MS },
    async () => {
      const before = (await floor.records()).length;
      await dial(page, NUMBERS.echo);
      await talking(page);
      await meterMoves(page, 'customer');
      // What the desk answers to the forged offer is not for Asterisk.
      proxy.judge = ({ direction, text }) =>
        direction === 'from-desk' && text.includes(FORGED_BRANCH) ? 'lose' : 'pass';
      const request = onlyG729(new PbxVoice(proxy.seen).reinvite('sendrecv'));
      const answer = proxy.message(
        ({ kind, text, direction }) =>
          direction === 'from-desk' && Number(kind) >= 200 && header(text, 'Via') === header(request, 'Via'),
      );
      proxy.inject(request);
      expect((await answer).kind).toBe('488');
      await meterMoves(page, 'customer');
      await control(page, '保持').click();
      await control(page, '恢复').click({ timeout: LIMIT_MS });
      await talking(page);
      await control(page, '挂断').click();
      await wrapUp(page);
      expect(await floor.nextRecord(before)).toMatchObject({ cause: 'agent-hangup', remoteNumber: NUMBERS.echo });
    },
  );
});
