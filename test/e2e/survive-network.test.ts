import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FaultProxy } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, talking, wrapUp } from '../asterisk/agent-hands';
import { AGENT, NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
const reason = appMissing ?? asteriskUnavailable();

/** The agent speaks all the time and Asterisk echoes: a moving meter of the customer is audio both ways. */
describe.skipIf(reason)(`a network that fails in a call, with Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let proxy: FaultProxy;
  let desk: AsteriskDesk;
  let page: Page;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    proxy = await FaultProxy.start({ target: floor.asterisk.webSocketUrl, media: true });
    desk = await floor.startDesk({ webSocketUrl: proxy.url });
    page = desk.page;
    await registered();
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close();
    await proxy?.stop();
    await floor?.stop();
  });

  beforeEach(() => {
    proxy.judge = () => 'pass';
    proxy.away = false;
    proxy.stalled = false;
  });

  afterEach(async () => {
    await registered();
  });

  const registered = () => page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  const reconnecting = () => page.getByText(/正在重连/).first();
  const channels = () => floor.asterisk.cli('core show channels count');

  async function callTheEcho(): Promise<number> {
    const before = (await floor.records()).length;
    await dial(page, NUMBERS.echo);
    await talking(page);
    await meterMoves(page, 'customer');
    return before;
  }

  async function hangUp(before: number): Promise<void> {
    await control(page, '挂断').click();
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'agent-hangup', remoteNumber: NUMBERS.echo });
  }

  it('brings audio back both ways when the desk changes networks in a call', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await callTheEcho();
    const atMs = Date.now();
    proxy.media?.killPaths();
    proxy.drop();
    await reconnecting().waitFor({ timeout: LIMIT_MS });
    await reconnecting().waitFor({ state: 'detached', timeout: LIMIT_MS });
    console.info(`audio both ways again after ${String(Date.now() - atMs)} ms`);
    await meterMoves(page, 'customer');
    const offers = proxy.seen.filter(({ atMs: seenMs, kind }) => seenMs >= atMs && kind === 'INVITE');
    expect(offers.length).toBeGreaterThan(0);
    await hangUp(before);
  });

  it('makes the path anew when only the media died', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await callTheEcho();
    proxy.media?.killPaths();
    await reconnecting().waitFor({ timeout: LIMIT_MS });
    await reconnecting().waitFor({ state: 'detached', timeout: LIMIT_MS });
    await meterMoves(page, 'customer');
    await hangUp(before);
  });

  it(
    'checks the media after the socket is back, and makes it anew when it is not',
    { timeout: TEST_LIMIT_MS },
    async () => {
      const before = await callTheEcho();
      // The first offer after the drop gets a path that dies as well: only counting packets can tell.
      proxy.drop();
      await proxy.message(
        ({ kind, method, direction }) => direction === 'to-desk' && kind === '200' && method === 'INVITE',
      );
      proxy.media?.killPaths();
      await reconnecting().waitFor({ timeout: LIMIT_MS });
      await reconnecting().waitFor({ state: 'detached', timeout: LIMIT_MS });
      await meterMoves(page, 'customer');
      await hangUp(before);
    },
  );

  it('hears that the other side hung up while the desk was away', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await callTheEcho();
    proxy.away = true;
    await floor.asterisk.cli('channel request hangup all');
    proxy.away = false;
    await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    await wrapUp(page);
    expect((await floor.nextRecord(before)).answeredAt).not.toBeNull();
  });

  it('delivers a hang-up that was pressed while the PBX was out of reach', { timeout: TEST_LIMIT_MS }, async () => {
    const before = await callTheEcho();
    proxy.away = true;
    await reconnecting().waitFor({ timeout: LIMIT_MS });
    await control(page, '挂断').click();
    expect(await channels()).toContain('1 active call');
    const bye = proxy.message(({ kind, direction }) => kind === 'BYE' && direction === 'from-desk');
    proxy.away = false;
    await bye;
    await proxy.message(({ kind, method }) => kind === '200' && method === 'BYE', Date.now() - 5_000);
    expect(await channels()).toContain('0 active calls');
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'agent-hangup' });
  });

  it('fails a call cleanly whose socket dies between ringing and answer', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    proxy.judge = ({ kind, method }) => (kind === '200' && method === 'INVITE' ? 'cut-before' : 'pass');
    await dial(page, NUMBERS.echo);
    await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    proxy.judge = () => 'pass';
    await wrapUp(page);
    await registered();
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'network', answeredAt: null });
    // Asterisk never gets its ACK and ends its half.
    await expect.poll(channels, { timeout: LIMIT_MS, interval: 500 }).toContain('0 active calls');
  });

  it('stops ringing when the connection that rang is dead', { timeout: TEST_LIMIT_MS }, async () => {
    await floor.asterisk.callAgent(CALLER.callerId);
    await control(page, '接听').waitFor({ timeout: LIMIT_MS });
    proxy.drop();
    await control(page, '接听').waitFor({ state: 'detached', timeout: LIMIT_MS });
    await registered();
  });

  it('finds a half-open socket and registers over a new one', { timeout: TEST_LIMIT_MS }, async () => {
    const atMs = Date.now();
    proxy.stalled = true;
    await page.getByText('未注册').first().waitFor({ timeout: LIMIT_MS });
    console.info(`half-open socket found after ${String(Date.now() - atMs)} ms`);
    proxy.stalled = false;
    await registered();
  });

  it('releases both ends of a call that was answered and never had a path', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    if (proxy.media) proxy.media.faults.loss = { 'from-desk': 1, 'to-desk': 1 };
    await dial(page, NUMBERS.echo);
    await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    if (proxy.media) proxy.media.faults.loss = { 'from-desk': 0, 'to-desk': 0 };
    await wrapUp(page);
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'media-failure' });
    await expect.poll(channels, { timeout: LIMIT_MS, interval: 500 }).toContain('0 active calls');
  });
});
