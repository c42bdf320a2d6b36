import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FaultProxy, type PassedMessage } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, talking, wrapUp } from '../asterisk/agent-hands';
import { AGENT, NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';
import { RegisterWatch } from '../support/register-watch';
import { answerTo, header } from '../support/sip-forgery';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 10 * 60_000;
/** Shorter than the margin that a renewal leaves before the binding ends. */
const IDLE_STEP_SECONDS = 30;
const reason = appMissing ?? asteriskUnavailable();

const isRegister = ({ kind }: PassedMessage) => kind === 'REGISTER';

describe.skipIf(reason)(`the registration of a desk, with Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let proxy: FaultProxy;
  let desk: AsteriskDesk;
  let page: Page;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
    proxy = await FaultProxy.start({ target: floor.asterisk.webSocketUrl });
    desk = await floor.startDesk({ webSocketUrl: proxy.url });
    page = desk.page;
    await registered();
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close();
    await proxy?.stop();
    await floor?.stop();
  });

  afterEach(async () => {
    proxy.judge = () => 'pass';
    proxy.away = false;
    proxy.delayMs = 0;
    proxy.binary = false;
    // A test that failed in the middle of a call leaves no call to the next.
    if ((await control(page, '挂断').count()) > 0) await control(page, '挂断').click();
    if ((await page.getByText('通话结果').count()) > 0) await wrapUp(page);
    await registered();
  });

  const registered = () => page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  const refused = () => page.getByText('注册失败').first().waitFor({ timeout: LIMIT_MS });

  /** The next REGISTER that `which` picks is answered so, and does not reach Asterisk. */
  function refuseNext(status: string, headers: string[] = [], which: (text: string) => boolean = () => true): void {
    let done = false;
    proxy.judge = (message) => {
      if (done || !isRegister(message) || !which(message.text)) return 'pass';
      done = true;
      setImmediate(() => proxy.inject(answerTo(message.text, status, headers)));
      return 'lose';
    };
  }

  it('answers keep-alives, and reads messages that line ends precede', { timeout: TEST_LIMIT_MS }, async () => {
    const before = (await floor.records()).length;
    const sinceMs = Date.now();
    const isPong = ({ kind, direction }: PassedMessage) => kind === 'keep-alive' && direction === 'from-desk';
    proxy.judge = (message) => {
      if (isPong(message)) return 'lose';
      return message.direction === 'to-desk' ? { replaceBy: `\r\n\r\n\r\n${message.text}` } : 'pass';
    };
    for (const binary of [false, true]) {
      proxy.binary = binary;
      for (const pong of ['\r\n', '\n']) proxy.inject(binary ? Buffer.from(pong) : pong);
      const answered = proxy.message(isPong, Date.now());
      proxy.inject(binary ? Buffer.from('\r\n\r\n') : '\r\n\r\n');
      await answered;
      await dial(page, NUMBERS.echo);
      await talking(page);
      proxy.inject(binary ? Buffer.from('\r\n\r\n') : '\r\n\r\n');
      await meterMoves(page, 'customer');
      await control(page, '挂断').click();
      await wrapUp(page);
    }
    const pongs = proxy.seen.filter((message) => message.atMs >= sinceMs && isPong(message));
    expect(pongs.map(({ text }) => text)).toEqual(Array(4).fill('\r\n'));
    expect(await floor.nextRecord(before + 1)).toMatchObject({ cause: 'agent-hangup', remoteNumber: NUMBERS.echo });
  });

  it('asks once at a time while answers are late and the connection flaps', { timeout: TEST_LIMIT_MS }, async () => {
    const watch = new RegisterWatch(proxy);
    proxy.delayMs = 700;
    for (let flap = 0; flap < 4; flap += 1) {
      const asked = proxy.message(isRegister, Date.now());
      proxy.drop();
      await asked;
      await page.evaluate(() => {
        for (let count = 0; count < 5; count += 1) window.dispatchEvent(new Event('online'));
      });
      await page
        .getByText(/未注册|正在注册/)
        .first()
        .waitFor({ timeout: LIMIT_MS });
    }
    await registered();
    await watch.settled();
    watch.stop();
    expect(watch.mostAtOnce).toBe(1);
    expect(await contactsOf(AGENT.extension)).toHaveLength(1);
  });

  it('goes on with the nonce that the registrar calls fresh', { timeout: TEST_LIMIT_MS }, async () => {
    const challenge = proxy.message(({ kind, method }) => kind === '401' && method === 'REGISTER');
    let stale: PassedMessage | null = null;
    proxy.judge = (message) => {
      if (stale || !isRegister(message) || !/^Authorization:/im.test(message.text)) return 'pass';
      stale = message;
      void challenge.then(({ text }) => {
        const fresh = `WWW-Authenticate: ${header(text, 'WWW-Authenticate')},stale=true`;
        proxy.inject(answerTo(message.text, '401 Unauthorized', [fresh]));
      });
      return 'lose';
    };
    const answer = proxy.message(({ kind, method }) => kind === '200' && method === 'REGISTER');
    proxy.drop();
    await answer;
    await registered();
    expect(stale).not.toBeNull();
  });

  it('takes the interval that the registrar demands', { timeout: TEST_LIMIT_MS }, async () => {
    refuseNext('423 Interval Too Brief', ['Min-Expires: 600'], (text) => /^Authorization:/im.test(text));
    const longer = proxy.message((message) => isRegister(message) && header(message.text, 'Expires') === '600');
    proxy.drop();
    await longer;
    await registered();
  });

  it('says that the registrar refuses, and asks again when it was told to', { timeout: TEST_LIMIT_MS }, async () => {
    refuseNext('503 Service Unavailable', ['Retry-After: 4']);
    const first = proxy.message(isRegister);
    proxy.drop();
    const asked = await first;
    await refused();
    await page.getByText('话务台拒绝了注册。').first().waitFor({ timeout: LIMIT_MS });
    const again = await proxy.message(isRegister, asked.atMs + 1);
    expect(again.atMs - asked.atMs).toBeGreaterThanOrEqual(4_000);
    await registered();
  });

  it('shows a refused password, and is registered once it is taken', { timeout: TEST_LIMIT_MS }, async () => {
    refuseNext('403 Forbidden');
    proxy.drop();
    await refused();
    await page.getByText('分机号或密码不正确。').first().waitFor({ timeout: LIMIT_MS });
    await registered();
    await page.getByText('分机号或密码不正确。').first().waitFor({ state: 'detached', timeout: LIMIT_MS });
  });

  it('is not registered when the registrar lists no contact, and asks again', { timeout: TEST_LIMIT_MS }, async () => {
    refuseNext('200 OK', [], (text) => /^Authorization:/im.test(text));
    proxy.drop();
    await page.getByText('未注册').first().waitFor({ timeout: LIMIT_MS });
    await registered();
  });

  it('rings after 72 hours of idling, a day of it asleep', { timeout: TEST_LIMIT_MS }, async () => {
    await page.clock.install();
    await page.reload();
    await registered();
    const watch = new RegisterWatch(proxy);
    let simulatedSeconds = 0;
    let lastGrantSeconds = 0;
    proxy.judge = ({ kind }) => (kind === 'keep-alive' ? 'lose' : 'pass');
    let longestGapSeconds = 0;
    for (const hours of [24, 24]) {
      for (let step = 0; step < (hours * 3_600) / IDLE_STEP_SECONDS; step += 1) {
        const grants = watch.granted.length;
        await page.clock.fastForward(IDLE_STEP_SECONDS * 1000);
        await roundTrip();
        await watch.settled();
        await roundTrip();
        simulatedSeconds += IDLE_STEP_SECONDS;
        if (watch.granted.length === grants) continue;
        longestGapSeconds = Math.max(longestGapSeconds, simulatedSeconds - lastGrantSeconds);
        lastGrantSeconds = simulatedSeconds;
      }
      proxy.away = true;
      await page.clock.fastForward(12 * 3_600_000);
      simulatedSeconds += 12 * 3_600;
      proxy.away = false;
      await registered();
      lastGrantSeconds = simulatedSeconds;
    }
    watch.stop();
    console.info(
      `${String(simulatedSeconds / 3_600)} h: ${String(watch.granted.length)} renewals, ` +
        `at most ${String(longestGapSeconds)} s apart where ${String(Math.min(...watch.granted))} s were granted`,
    );
    expect(watch.mostAtOnce).toBe(1);
    // An answer may be noted one step late.
    expect(longestGapSeconds - IDLE_STEP_SECONDS).toBeLessThan(Math.min(...watch.granted));
    await floor.asterisk.callAgent(CALLER.callerId);
    await control(page, '接听').click({ timeout: LIMIT_MS });
    await talking(page);
    await meterMoves(page, 'customer');
    await control(page, '挂断').click();
    await wrapUp(page);
  });

  /** What the desk sent before its pong has come by, and what came before the ping it has read. */
  function roundTrip(): Promise<void> {
    return new Promise((resolve) => {
      const forget = proxy.onMessage(({ kind, direction }) => {
        if (kind !== 'keep-alive' || direction !== 'from-desk') return;
        forget();
        resolve();
      });
      proxy.inject('\r\n\r\n');
    });
  }

  async function contactsOf(extension: string): Promise<string[]> {
    const list = await floor.asterisk.cli('pjsip show contacts');
    return list.split('\n').filter((line) => line.includes(`${extension}/sip:`));
  }
});
