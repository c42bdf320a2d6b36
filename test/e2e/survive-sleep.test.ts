import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultProxy } from '../../practice/faults/fault-proxy';
import { LIMIT_MS, control, dial, meterMoves, talking, wrapUp } from '../asterisk/agent-hands';
import { AGENT, NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, CALLER, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 5 * 60_000;
const reason = appMissing ?? asteriskUnavailable();

describe.skipIf(reason)(
  `a computer that sleeps and a window that is hidden, with Asterisk 22${reason ? ` (${reason})` : ''}`,
  () => {
    let floor: AsteriskFloor;
    let proxy: FaultProxy;
    let desk: AsteriskDesk;
    let page: Page;

    const registered = () => page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
    /** As the operating system says it. */
    const wake = () => desk.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
    const answered = (sinceMs: number) =>
      proxy.message(
        ({ kind, method, direction }) => direction === 'to-desk' && kind === '200' && method === 'REGISTER',
        sinceMs,
      );

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

    it('registers over a new connection as soon as the computer wakes', { timeout: TEST_LIMIT_MS }, async () => {
      const before = (await floor.records()).length;
      proxy.strand();
      const atMs = Date.now();
      await wake();
      const { atMs: registeredAtMs } = await answered(atMs);
      console.info(`registered again ${String(registeredAtMs - atMs)} ms after waking`);
      await registered();
      await floor.asterisk.callAgent(CALLER.callerId);
      await page.getByText(CALLER.name).first().waitFor({ timeout: LIMIT_MS });
      await control(page, '拒接').click();
      await page.getByText('可以拨打下一个电话').waitFor({ timeout: LIMIT_MS });
      expect(await floor.nextRecord(before)).toMatchObject({ cause: 'declined-by-agent', direction: 'inbound' });
    });

    it('keeps a call over a short sleep', { timeout: TEST_LIMIT_MS }, async () => {
      const before = (await floor.records()).length;
      await dial(page, NUMBERS.echo);
      await talking(page);
      await meterMoves(page, 'customer');
      proxy.strand();
      proxy.media?.killPaths();
      const atMs = Date.now();
      await wake();
      await answered(atMs);
      await page
        .getByText(/正在重连/)
        .first()
        .waitFor({ state: 'detached', timeout: LIMIT_MS });
      await meterMoves(page, 'customer');
      await control(page, '挂断').click();
      await wrapUp(page);
      expect(await floor.nextRecord(before)).toMatchObject({ cause: 'agent-hangup', remoteNumber: NUMBERS.echo });
    });

    it('takes a call while its window is hidden', { timeout: TEST_LIMIT_MS }, async () => {
      const before = (await floor.records()).length;
      const { app } = desk;
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
      await floor.asterisk.callAgent(CALLER.callerId);
      // Her name may stand in a list before she rings.
      await control(page, '接听').waitFor({ state: 'attached', timeout: LIMIT_MS });
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.send('desktop:command', 'answer'),
      );
      await talking(page);
      await meterMoves(page, 'customer');
      const timer = page.getByRole('timer');
      const shown = await timer.textContent();
      await expect.poll(() => timer.textContent(), { timeout: LIMIT_MS }).not.toBe(shown);
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(false);
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.send('desktop:command', 'hang-up'),
      );
      await page.getByText('通话结果').first().waitFor({ state: 'attached', timeout: LIMIT_MS });
      await wrapUp(page);
      expect(await floor.nextRecord(before)).toMatchObject({ cause: 'agent-hangup', direction: 'inbound' });
    });
  },
);
