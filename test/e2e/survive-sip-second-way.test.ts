import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FaultProxy, type PassedMessage } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, talking, wrapUp } from '../asterisk/agent-hands';
import { AGENT, NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
const PACKETS_OF_SPEECH = 30;
const reason = appMissing ?? asteriskUnavailable();

const granted = ({ kind, method, direction }: PassedMessage) =>
  kind === '200' && method === 'REGISTER' && direction === 'to-desk';

/** Two ways to one Asterisk, each with a proxy for its signalling and its media. */
describe.skipIf(reason)(`a PBX with a second address, Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let first: FaultProxy;
  let second: FaultProxy;
  let desk: AsteriskDesk;
  let page: Page;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    const target = floor.asterisk.webSocketUrl;
    [first, second] = await Promise.all([
      FaultProxy.start({ target, media: true }),
      FaultProxy.start({ target, media: true }),
    ]);
    desk = await floor.startDesk({ webSocketUrl: first.url, backupWebSocketUrl: second.url });
    page = desk.page;
    await registered();
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close();
    await first?.stop();
    await second?.stop();
    await floor?.stop();
  });

  afterEach(async () => {
    for (const way of [first, second]) {
      way.away = false;
      way.stalled = false;
    }
    if ((await control(page, '挂断').count()) > 0) await control(page, '挂断').click();
    if ((await page.getByText('通话结果').count()) > 0) await wrapUp(page);
    await bothStand();
  });

  const registered = () => page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  const bothStand = () =>
    expect.poll(() => [first.connections, second.connections], { timeout: LIMIT_MS }).toEqual([1, 1]);
  const contacts = async () =>
    (await floor.asterisk.cli('pjsip show contacts'))
      .split('\n')
      .filter((line) => line.includes(`${AGENT.extension}/sip:`));

  /** A call over `used`, which then goes; it must go on over `next`. */
  async function moveACall(used: FaultProxy, next: FaultProxy): Promise<void> {
    await bothStand();
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.echo);
    await talking(page);
    await meterMoves(page, 'customer');
    const atMs = Date.now();
    expect(next.seen.filter((message) => message.atMs > atMs)).toEqual([]);
    const past: Record<string, number> = { ...next.media?.passed };
    used.media?.killPaths();
    used.away = true;
    const restarted = await next.message(
      ({ kind, method, direction }) => kind === '200' && method === 'INVITE' && direction === 'to-desk',
      atMs,
    );
    const flows = () =>
      ['from-desk', 'to-desk'].map((way) => (next.media?.passed[way as 'to-desk'] ?? 0) - (past[way] ?? 0));
    // More than ICE's own checks: half a second of speech each way.
    await expect
      .poll(() => Math.min(...flows()), { timeout: LIMIT_MS, interval: 20 })
      .toBeGreaterThan(PACKETS_OF_SPEECH);
    console.info(
      `re-INVITE over the other way answered after ${String(restarted.atMs - atMs)} ms, half a second of audio each way after ${String(Date.now() - atMs)} ms`,
    );
    await meterMoves(page, 'customer');
    expect(await contacts()).toHaveLength(1);
    await control(page, '挂断').click();
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'agent-hangup', remoteNumber: NUMBERS.echo });
  }

  it('is connected before it is needed, and not registered', { timeout: TEST_LIMIT_MS }, async () => {
    await bothStand();
    expect(first.seen.some(granted)).toBe(true);
    expect(second.seen).toEqual([]);
  });

  it('takes the call over when the first way is lost', { timeout: TEST_LIMIT_MS }, async () => {
    await moveACall(first, second);
  });

  it('moves back when the second way is lost in its turn', { timeout: TEST_LIMIT_MS }, async () => {
    await moveACall(second, first);
  });

  it('leaves a way that is open and silent, and is reached over the other', { timeout: TEST_LIMIT_MS }, async () => {
    await bothStand();
    const atMs = Date.now();
    first.stalled = true;
    const moved = await second.message(granted, atMs);
    console.info(`registered over the other way ${String(moved.atMs - atMs)} ms after the first fell silent`);
    await registered();
    await floor.asterisk.callAgent(CALLER.callerId);
    await control(page, '接听').click({ timeout: LIMIT_MS });
    await talking(page);
    await meterMoves(page, 'customer');
    await control(page, '挂断').click();
    await wrapUp(page);
  });
});
