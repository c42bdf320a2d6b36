import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktopSettingsSchema } from '../../contracts/settings';
import { isOnPath } from '../../build/linux-libraries.mjs';
import { runCommand } from '../../build/run-command.mjs';
import { control, dial, talking, wrapUp } from '../asterisk/agent-hands';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { serverRecords } from '../support/desk-facts';
import { appArguments, launchApp } from '../support/launch';

const LIMIT_MS = 60_000;
/** What the system was asked to show, kept in the main process. */
interface Seen {
  icons: string[];
  tooltips: string[];
  menus: { id?: string; label: string; enabled: boolean }[][];
  notes: { title: string; body: string }[];
}

/** From now on keeps what tray and notifications show. */
async function watchDesktop(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ Tray, Notification }) => {
    const seen = { icons: [], tooltips: [], menus: [], notes: [] } as Record<string, unknown[]>;
    Object.assign(globalThis, { seen });
    const { setImage, setToolTip, setContextMenu } = Tray.prototype;
    Object.assign(Tray.prototype, {
      setImage(this: Electron.Tray, image: Electron.NativeImage) {
        seen.icons?.push(image.toDataURL());
        return setImage.call(this, image);
      },
      setToolTip(this: Electron.Tray, text: string) {
        seen.tooltips?.push(text);
        return setToolTip.call(this, text);
      },
      setContextMenu(this: Electron.Tray, menu: Electron.Menu) {
        Object.assign(globalThis, { trayMenu: menu });
        seen.menus?.push(menu.items.map(({ id, label, enabled }) => ({ id, label, enabled })));
        return setContextMenu.call(this, menu);
      },
    });
    Object.assign(Notification, { isSupported: () => true });
    Object.assign(Notification.prototype, {
      show(this: Electron.Notification) {
        seen.notes?.push({ title: this.title, body: this.body });
        Object.assign(globalThis, { note: this });
      },
    });
  });
}

const seenBy = (app: ElectronApplication) => app.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
const press = (app: ElectronApplication, id: string) =>
  app.evaluate((_electron, item) => {
    (globalThis as unknown as { trayMenu: Electron.Menu }).trayMenu.getMenuItemById(item)?.click();
  }, id);
const windowState = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return { visible: window?.isVisible() ?? false, minimised: window?.isMinimized() ?? false };
  });

describe.skipIf(appMissing)(`the app in the operating system${appMissing ? ` (${appMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;

  /** A second start with more arguments; resolves when it has ended. */
  const startAgain = async (...args: string[]) => {
    const configFile = path.join(floor.folder, 'second.json');
    await writeFile(configFile, JSON.stringify({ dataFolder: path.join(floor.folder, 'desk') }));
    const second = spawn(process.env.SIDETONE_ELECTRON ?? '', [...appArguments(configFile), ...args], {
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    second.stderr.on('data', (text: Buffer) => (said += text.toString()));
    await once(second, 'exit');
    return said;
  };

  beforeAll(async () => {
    floor = await startFloor();
    desk = await startDesk(floor, { desktop: desktopSettingsSchema.parse({ closeTo: 'tray' }) });
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    await watchDesktop(desk.app);
  }, 120_000);

  afterAll(async () => {
    await desk?.app.evaluate(({ app }) => app.exit()).catch(() => undefined);
    await floor?.stop();
  });

  it('runs once: a second start shows the window and hands its link over, which waits for a yes', async () => {
    await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    expect(await startAgain('tel:+86-138-0013-8000;ext=1')).toContain('already-running');
    await desk.page.getByTestId('link-asks').waitFor({ timeout: LIMIT_MS });
    expect(await desk.page.getByRole('textbox').first().inputValue()).toBe('+8613800138000');
    expect(await windowState(desk.app)).toMatchObject({ minimised: false });
    // Nobody was called yet.
    expect(await control(desk.page, '挂断').count()).toBe(0);
    await desk.page.getByRole('button', { name: '不拨打' }).click();
    expect(await desk.page.getByRole('textbox').first().inputValue()).toBe('');
  });

  it('calls the number of a link when the agent says yes', async () => {
    await desk.app.evaluate(({ app }) => {
      // As macOS hands a link over.
      app.emit('open-url', { preventDefault: () => undefined }, 'sip:8001@practice.sidetone.local');
    });
    await desk.page.getByTestId('link-asks').waitFor({ timeout: LIMIT_MS });
    await desk.page.getByRole('textbox').first().press('Enter');
    await talking(desk.page);
    expect(await desk.page.getByTestId('link-asks').count()).toBe(0);
    expect(
      await desk.app.evaluate(({ powerSaveBlocker }) => [0, 1, 2, 3].some((id) => powerSaveBlocker.isStarted(id))),
    ).toBe(true);
    await control(desk.page, '挂断').click();
    await wrapUp(desk.page);
    expect(
      await desk.app.evaluate(({ powerSaveBlocker }) => [0, 1, 2, 3].some((id) => powerSaveBlocker.isStarted(id))),
    ).toBe(false);
  });

  it('says of a link without a number that there is none', async () => {
    await startAgain('tel:nobody');
    await desk.page.getByText('号码').first().waitFor();
    await desk.page.locator('.st-notice').first().waitFor({ timeout: LIMIT_MS });
    await desk.page.getByRole('button', { name: '关闭提示' }).first().click();
  });

  it('stays in the tray when its window is closed, rings there, and is answered and ended from its menu', async () => {
    await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(async () => (await windowState(desk.app)).visible).toBe(false);
    const before = await seenBy(desk.app);
    await floor.pbx.ringAgent('zhang-price');
    await expect
      .poll(async () => (await seenBy(desk.app)).notes, { timeout: LIMIT_MS })
      .toEqual([...before.notes, { title: '来电：张女士', body: expect.stringContaining('8001') as string }]);
    const ringing = await seenBy(desk.app);
    expect(ringing.tooltips.at(-1)).toBe('Sidetone · 来电振铃 · 张女士');
    expect(
      ringing.menus
        .at(-1)
        ?.filter(({ enabled, id }) => enabled && id)
        .map(({ label }) => label),
    ).toEqual(['接听', '拒接', '打开免打扰']);
    await press(desk.app, 'answer');
    await talking(desk.page);
    await press(desk.app, 'toggle-mute');
    await expect.poll(async () => (await seenBy(desk.app)).tooltips.at(-1)).toBe('Sidetone · 已静音 · 张女士');
    await press(desk.app, 'toggle-mute');
    await expect.poll(async () => (await seenBy(desk.app)).tooltips.at(-1)).toBe('Sidetone · 通话中 · 张女士');
    await press(desk.app, 'hang-up');
    await desk.page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    // Ringing, in a call, muted and ready look different from each other.
    const icons = (await seenBy(desk.app)).icons.slice(before.icons.length);
    expect(new Set(icons).size).toBeGreaterThanOrEqual(4);
    await wrapUp(desk.page);
  });

  it('shows its window again on a second start, and on a click on the notification', async () => {
    await startAgain();
    await expect.poll(async () => (await windowState(desk.app)).visible).toBe(true);
    await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await desk.app.evaluate(() => (globalThis as unknown as { note: Electron.Notification }).note.emit('click'));
    await expect.poll(async () => (await windowState(desk.app)).visible).toBe(true);
  });

  it('goes on a break and comes back from the tray', async () => {
    await press(desk.app, 'take-break');
    await desk.page.getByText('小休 · 休息').first().waitFor({ timeout: LIMIT_MS });
    await press(desk.app, 'be-ready');
    await desk.page.getByText('可以拨打下一个电话').waitFor({ timeout: LIMIT_MS });
  });

  it('opens the microphone while the space bar is held', async () => {
    const { page } = desk;
    await dial(page, '8001');
    await talking(page);
    await control(page, '静音').click();
    await page.keyboard.down('Space');
    await control(page, '静音').waitFor({ timeout: LIMIT_MS });
    await page.keyboard.up('Space');
    await control(page, '取消静音').waitFor({ timeout: LIMIT_MS });
    await control(page, '挂断').click();
    await wrapUp(page);
  });

  const noKeys = process.platform === 'linux' && isOnPath('xdotool') ? '' : 'xdotool, to press keys, is not there';
  it.skipIf(noKeys)(
    `obeys the shortcuts of the whole system, and push to talk while its keys are held${noKeys && ` (${noKeys})`}`,
    async () => {
      const { page, app } = desk;
      const keys = (...args: string[]) => runCommand('xdotool', args);
      await dial(page, '8001');
      await talking(page);
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
      await keys('key', 'ctrl+shift+F11');
      await control(page, '取消静音').waitFor({ timeout: LIMIT_MS });
      await keys('keydown', 'ctrl', 'keydown', 'shift', 'keydown', 'F12');
      await control(page, '静音').waitFor({ timeout: LIMIT_MS });
      // Held for longer than the system waits before it repeats a key, so that it repeats this one.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(await control(page, '静音').count()).toBe(1);
      await keys('keyup', 'F12', 'keyup', 'shift', 'keyup', 'ctrl');
      await control(page, '取消静音').waitFor({ timeout: LIMIT_MS });
      await keys('key', 'ctrl+shift+F10');
      await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
      await wrapUp(page);
      const { callId } = await floor.pbx.ringAgent('zhang-price');
      await expect.poll(async () => (await seenBy(app)).tooltips.at(-1)).toBe('Sidetone · 来电振铃 · 张女士');
      await keys('key', 'ctrl+shift+F9');
      await talking(page);
      await keys('key', 'ctrl+shift+F10');
      await wrapUp(page);
      // The agent's key ended it, not the customer, who does so half a minute later.
      await expect
        .poll(
          async () => (await serverRecords(floor.server)).find(({ record }) => record.sipCallId === callId)?.record,
          { timeout: LIMIT_MS },
        )
        .toMatchObject({ cause: 'agent-hangup' });
    },
    LIMIT_MS,
  );

  it.skipIf(noKeys)(`obeys a shortcut that is pressed twice within a second${noKeys && ` (${noKeys})`}`, async () => {
    const { page } = desk;
    await dial(page, '8001');
    await talking(page);
    await runCommand('xdotool', ['key', 'ctrl+shift+F11', 'sleep', '0.3', 'key', 'ctrl+shift+F11']);
    await expect
      .poll(async () => (await seenBy(desk.app)).tooltips.slice(-2), { timeout: LIMIT_MS })
      .toEqual(['Sidetone · 已静音 · 张女士', 'Sidetone · 通话中 · 张女士']);
    await control(page, '挂断').click();
    await wrapUp(page);
  });

  it('names the shortcuts that another program has', async () => {
    const other = await launchApp(floor.folder, { language: 'zh', dataFolder: path.join(floor.folder, 'other') });
    try {
      const page = await other.firstWindow();
      await page.getByRole('button', { name: '设置', exact: true }).click();
      await page.getByText('已被其他程序占用，请换一个').first().waitFor({ timeout: LIMIT_MS });
      expect(await page.getByText('已被其他程序占用，请换一个').count()).toBe(4);
      // Other keys are free, and are had as soon as they are saved.
      const field = page.getByRole('textbox', { name: '接听' });
      await field.click();
      await page.keyboard.press('Control+Alt+F7');
      await page.getByRole('button', { name: '保存', exact: true }).click();
      await expect.poll(() => page.getByText('已被其他程序占用，请换一个').count(), { timeout: LIMIT_MS }).toBe(3);
      expect(await other.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('CommandOrControl+Alt+F7'))).toBe(
        true,
      );
    } finally {
      await other.close();
    }
  });

  it('answers for the links of the system when told to, and no longer when told not to', async () => {
    const { page, app } = desk;
    await app.evaluate(({ app: electronApp }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      electronApp.setAsDefaultProtocolClient = (scheme) => asked.push(`+${scheme}`) > 0;
      electronApp.removeAsDefaultProtocolClient = (scheme) => asked.push(`-${scheme}`) > 0;
    });
    const asked = () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
    await page.getByRole('button', { name: '设置', exact: true }).click();
    for (const signs of [
      ['+tel', '+sip', '+callto'],
      ['-tel', '-sip', '-callto'],
    ]) {
      const before = (await asked()).length;
      await page.getByLabel('用 Sidetone 打开电话链接').click();
      await page.getByRole('button', { name: '保存', exact: true }).click();
      await expect.poll(async () => (await asked()).slice(before), { timeout: LIMIT_MS }).toEqual(signs);
    }
  });

  it('dials a link at once where the settings say so', async () => {
    const { page } = desk;
    await page.getByLabel('点链接后立即拨打').click();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('更改保存后生效').waitFor({ timeout: LIMIT_MS });
    await startAgain('callto:8001');
    await page.getByRole('button', { name: '电话', exact: true }).click();
    await talking(page);
    await control(page, '挂断').click();
    await wrapUp(page);
  });
});
