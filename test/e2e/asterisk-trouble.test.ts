import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMIT_MS, control, dial, talking, wrapUp } from '../asterisk/agent-hands';
import { AGENT, AGENTS, NUMBERS } from '../asterisk/configuration';
import { AsteriskFloor, type AsteriskDesk } from '../asterisk/floor';
import { asteriskUnavailable } from '../asterisk/install';
import { startAsterisk } from '../asterisk/start';
import { appMissing } from '../support/desk-app';

const BUILD_LIMIT_MS = 15 * 60_000;
const TEST_LIMIT_MS = 6 * 60_000;
/** WebRTC gives a connection up after some 15 to 30 s without an answer (RFC 7675), and the desk then ends the call. */
const MEDIA_LOST_LIMIT_MS = 120_000;
const reason = appMissing ?? asteriskUnavailable();

describe.skipIf(reason)(`trouble with a real Asterisk 22${reason ? ` (${reason})` : ''}`, () => {
  let floor: AsteriskFloor;
  let desk: AsteriskDesk | null = null;
  let page: Page;

  beforeAll(async () => {
    floor = await AsteriskFloor.start();
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  async function signOn(): Promise<void> {
    desk = await floor.startDesk();
    page = desk.page;
    await page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
  }

  it('says that the password is wrong, and what to do', { timeout: TEST_LIMIT_MS }, async () => {
    const stranger = await floor.startDesk({ agent: { ...AGENT, password: 'wrong' } });
    await stranger.page.getByText('注册失败').waitFor({ timeout: LIMIT_MS });
    await stranger.page.getByText('分机号或密码不正确。').first().waitFor({ timeout: LIMIT_MS });
    await stranger.page.getByText('重新输入密码；仍不行请联系管理员。').first().waitFor({ timeout: LIMIT_MS });
    expect(await floor.asterisk.cli('pjsip show contacts')).not.toContain(`${AGENT.extension}/sip:`);
    await stranger.app.close();
  });

  it('says that there is no common codec, and that a number does not exist', { timeout: TEST_LIMIT_MS }, async () => {
    const { app, page: screen } = await floor.startDesk({ agent: AGENTS.gsm });
    await screen.getByText(`分机 ${AGENTS.gsm.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
    const before = (await floor.records()).length;
    await dial(screen, NUMBERS.echo);
    await screen.getByText('编码不兼容').first().waitFor({ timeout: LIMIT_MS });
    await wrapUp(screen);
    expect(await floor.nextRecord(before)).toMatchObject({ cause: 'no-common-codec', sipCode: 488, answeredAt: null });
    await dial(screen, '699');
    await screen.getByText('空号').first().waitFor({ timeout: LIMIT_MS });
    await wrapUp(screen);
    expect(await floor.nextRecord(before + 1)).toMatchObject({ cause: 'not-found', sipCode: 404, talkMs: 0 });
    await app.close();
  });

  it(
    'says that the call is lost when Asterisk dies, writes it down, and registers when Asterisk is back',
    { timeout: TEST_LIMIT_MS },
    async () => {
      await signOn();
      const before = (await floor.records()).length;
      await dial(page, NUMBERS.echo);
      await talking(page);
      const port = Number(new URL(floor.asterisk.webSocketUrl).port);
      await floor.asterisk.kill();
      await page
        .getByText(/正在重连/)
        .first()
        .waitFor({ timeout: LIMIT_MS });
      await page.getByText('未注册').first().waitFor({ timeout: LIMIT_MS });
      await page.getByText(/网络中断 · 通话/).waitFor({ timeout: MEDIA_LOST_LIMIT_MS });
      await page.keyboard.press('9');
      await page.keyboard.press('Control+Enter');
      const record = await floor.nextRecord(before);
      expect(record).toMatchObject({ cause: 'network', remoteNumber: NUMBERS.echo, direction: 'outbound' });
      expect(record.answeredAt).not.toBeNull();
      floor.asterisk = await startAsterisk({ wsPort: port });
      await page.getByText(`分机 ${AGENT.extension} 已注册`).waitFor({ timeout: LIMIT_MS });
      await dial(page, NUMBERS.echo);
      await talking(page);
      await control(page, '挂断').click();
      await wrapUp(page);
      expect(await floor.nextRecord(before + 1)).toMatchObject({ cause: 'agent-hangup' });
    },
  );

  it(
    'finishes a call that SIGKILL of the app cut short and that is over meanwhile, and sends it',
    { timeout: TEST_LIMIT_MS },
    async () => {
      if (!desk) await signOn();
      const before = (await floor.records()).length;
      await dial(page, NUMBERS.listener);
      await talking(page);
      // A second of the call is measured: its answer is on the disk.
      await page.locator('[data-testid=quality]:not([data-quality=unknown])').waitFor({ timeout: LIMIT_MS });
      const main = desk?.app.process();
      const ended = new Promise((resolve) => main?.once('exit', resolve));
      main?.kill('SIGKILL');
      await ended;
      expect(await floor.records()).toHaveLength(before);
      await floor.asterisk.cli('channel request hangup all');
      await signOn();
      const record = await floor.nextRecord(before);
      expect(record).toMatchObject({ cause: 'interrupted', remoteNumber: NUMBERS.listener, disposition: null });
      expect(record.answeredAt).not.toBeNull();
      await page.getByText('上次意外退出时未写完的 1 条通话已补记。').waitFor({ timeout: LIMIT_MS });
    },
  );
});
