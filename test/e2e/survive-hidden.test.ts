import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultProxy, type PassedMessage, type Verdict } from '../../practice/faults/fault-proxy';
import { control, dial, meterMoves, talking } from '../asterisk/agent-hands';
import { LIMIT_MS } from '../support/desk-facts';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';

/** The shortest session that RFC 4028 section 4 allows is 90 s; JsSIP takes 60, and half of it is waited for. */
const SESSION_SECONDS = 60;
const BINDING_SECONDS = 20;
const WRAP_UP_SECONDS = 5;
const TICK_MS = 100;

/** The PBX as it is, but for how long it lets things be. */
function hurried({ direction, kind, method, text }: PassedMessage): Verdict {
  if (direction !== 'to-desk' || kind !== '200') return 'pass';
  if (method === 'REGISTER') return { replaceBy: text.replace(/expires=\d+/gi, `expires=${String(BINDING_SECONDS)}`) };
  if (method !== 'INVITE') return 'pass';
  const timer = `Require: timer\r\nSession-Expires: ${String(SESSION_SECONDS)};refresher=uac\r\n`;
  return { replaceBy: text.replace(/^Content-Length:/im, `${timer}Content-Length:`) };
}

describe.skipIf(appMissing)(`a window that is hidden for a call${appMissing ? ` (${appMissing})` : ''}`, () => {
  let floor: Floor;
  let proxy: FaultProxy;
  let desk: DeskApp;

  beforeAll(async () => {
    floor = await startFloor();
    proxy = await FaultProxy.start({ target: `${floor.pbx.webSocketUrl}/` });
    proxy.judge = hurried;
    desk = await startDesk(floor, {
      pbx: {
        webSocketUrl: proxy.url,
        domain: floor.pbx.domain,
        extension: '1001',
        displayName: '',
        iceServers: [],
        dtmf: 'rfc4733',
      },
      wrapUpSeconds: WRAP_UP_SECONDS,
    });
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  }, 300_000);

  afterAll(async () => {
    await desk?.app.close();
    await proxy?.stop();
    await floor?.stop();
  });

  it('keeps every timer: session, registration, call time and countdown', { timeout: 5 * 60_000 }, async () => {
    const { app, page } = desk;
    await dial(page, '600');
    await talking(page);
    const answeredAtMs = Date.now();
    await meterMoves(page, 'customer');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const hiddenAtMs = Date.now();
    // A window that Chromium throttles gets one tick a second, whatever it asks for.
    await page.evaluate((everyMs) => {
      const ticks = { count: 0 };
      setInterval(() => (ticks.count += 1), everyMs);
      Object.assign(window, { ticks });
    }, TICK_MS);
    const refresh = await proxy.message(
      ({ direction, kind, text }) =>
        direction === 'from-desk' && (kind === 'UPDATE' || (kind === 'INVITE' && /^To:[^\r\n]*tag=/im.test(text))),
      answeredAtMs,
    );
    const seconds = (Date.now() - hiddenAtMs) / 1000;
    const refreshAfterS = (refresh.atMs - answeredAtMs) / 1000;
    const ticks = await page.evaluate(() => (window as unknown as { ticks: { count: number } }).ticks.count);
    const shown = (await page.getByRole('timer').textContent()) ?? '';
    const talkedS = (Date.now() - answeredAtMs) / 1000;
    const [minutes = 0, rest = 0] = shown.split(':').map(Number);
    const granted = proxy.seen.filter(
      ({ direction, kind, method }) => direction === 'to-desk' && kind === '200' && method === 'REGISTER',
    );
    const renewals = granted.filter(({ atMs }) => atMs >= hiddenAtMs);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(false);
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('desktop:command', 'hang-up'),
    );
    await page.getByText('通话结果').first().waitFor({ state: 'attached', timeout: LIMIT_MS });
    const endedAtMs = Date.now();
    await page.getByText('可以拨打下一个电话').waitFor({ state: 'attached', timeout: LIMIT_MS });
    const countdownS = (Date.now() - endedAtMs) / 1000;
    console.info(
      `hidden for ${seconds.toFixed(1)} s: session refreshed after ${refreshAfterS.toFixed(1)} s (due after ${String(SESSION_SECONDS / 2)}), ` +
        `${String(renewals.length)} renewals of a binding of ${String(BINDING_SECONDS)} s, ` +
        `timer ${shown} after ${talkedS.toFixed(1)} s, ${String(WRAP_UP_SECONDS)} s of wrap-up took ${countdownS.toFixed(1)} s, ` +
        `${String(ticks)} ticks of ${String(TICK_MS)} ms`,
    );
    expect(refreshAfterS).toBeLessThan(SESSION_SECONDS);
    expect(renewals.length).toBeGreaterThanOrEqual(1);
    expect(await control(page, '挂断').count()).toBe(0);
    expect(Math.abs(minutes * 60 + rest - talkedS)).toBeLessThan(5);
    // Throttled it would be one a second.
    expect(ticks).toBeGreaterThan(3 * seconds);
    // No binding was ever let run out.
    const gaps = granted.slice(1).map(({ atMs }, index) => atMs - (granted[index]?.atMs ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(BINDING_SECONDS * 1000);
  });
});
