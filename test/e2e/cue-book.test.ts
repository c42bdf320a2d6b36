import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeAgentWav } from '../../practice/agent-microphone';
import { openVoices } from '../../practice/voice-library';
import { appMissing } from '../support/desk-app';
import { LIMIT_MS } from '../support/desk-facts';
import { firstPage, launchApp } from '../support/launch';
import { earsMissing } from '../support/models-missing';

describe.skipIf(appMissing)(`the cue book of a desk${appMissing ? ` (${appMissing})` : ''}`, () => {
  let folder: string;
  let app: ElectronApplication;
  let page: Page;
  const versionsFolder = () => path.join(folder, 'desk', 'cue-books', 'zh');

  async function start(): Promise<void> {
    const fakeMicrophoneWav = path.join(folder, 'microphone.wav');
    const dataFolder = path.join(folder, 'desk');
    app = await launchApp(folder, { language: 'zh', agentName: '小陈', dataFolder, fakeMicrophoneWav });
    page = await firstPage(app);
    await page.getByRole('banner').waitFor();
  }

  async function openEditor(): Promise<void> {
    await page
      .getByRole('tab', { name: '设置' })
      .or(page.getByRole('button', { name: '设置' }))
      .first()
      .click();
    await page.getByRole('button', { name: '编辑提示卡本' }).click();
    await page.getByTestId('book-in-use').waitFor({ timeout: LIMIT_MS });
  }

  const tried = (): Locator => page.getByTestId('tried').getByTestId('tried-card');
  const status = (): Locator => page.getByTestId('cue-status');
  const card = (title: string): Locator => page.getByRole('list', { name: '提示卡' }).getByText(title, { exact: true });
  /** What the window is given at its start: what the next call uses. */
  const ownTitles = () =>
    page.evaluate(async () => {
      const answer = await window.sidetone.bootstrap();
      const own = answer.ok ? answer.value.ownCueBooks.find(({ language }) => language === 'zh') : null;
      return own?.book?.cues.map(({ title }) => title) ?? [];
    });
  const ownScript = () =>
    page.evaluate(async () => {
      const answer = await window.sidetone.bootstrap();
      const own = answer.ok ? answer.value.ownCueBooks.find(({ language }) => language === 'zh') : null;
      return own?.book?.script.map(({ title }) => title) ?? [];
    });

  async function tryLine(text: string): Promise<void> {
    await page.getByText('试一试', { exact: true }).click();
    await page.getByRole('textbox', { name: '这句话' }).fill(text);
  }

  async function roll(number: number): Promise<void> {
    await page.getByText('版本', { exact: true }).click();
    await page.getByRole('button', { name: `回到第 ${String(number)} 版` }).click();
    await status().getByText('已恢复').waitFor({ timeout: LIMIT_MS });
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-cue-book-'));
    await composeAgentWav(path.join(folder, 'microphone.wav'), { language: 'zh', voices: await openVoices() });
    await start();
  }, 120_000);

  afterAll(async () => {
    await app?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes a new card by the keyboard, blocks a save while it is wrong, and says what a sentence would bring up', async () => {
    await openEditor();
    await tryLine('我想把墙刷成蓝色可以吗');
    await page.getByText('什么也不会弹出。').waitFor({ timeout: LIMIT_MS });
    await page.getByRole('button', { name: '新建卡片' }).focus();
    await page.keyboard.press('Enter');
    // The title has the focus, all of it chosen.
    const title = page.getByRole('textbox', { name: '标题', exact: true });
    await expect
      .poll(() => title.evaluate((field) => field === document.activeElement), { timeout: LIMIT_MS })
      .toBe(true);
    await page.keyboard.type('刷墙');
    await status().getByText('先改好再保存').waitFor({ timeout: LIMIT_MS });
    expect(await page.getByRole('button', { name: '保存为新版本' }).isDisabled()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.type('我们有蓝色的漆。');
    await page.keyboard.press('Tab');
    await page.keyboard.type('刷成蓝色');
    await tried().getByText('刷墙').waitFor({ timeout: LIMIT_MS });
    expect(await tried().innerText()).toContain('客户说了“刷成蓝色”');
    await tryLine('刷成蓝吧可以吗');
    await page.getByTestId('near-card').getByText('只说了“刷成蓝色”中的“刷成蓝”').waitFor({ timeout: LIMIT_MS });
  });

  it.skipIf(earsMissing)('hears what is said into the microphone, and tries it', async () => {
    await page.getByRole('button', { name: '重新开始' }).click();
    await page.getByRole('group', { name: '试一句话' }).getByText('坐席', { exact: true }).click();
    await page.getByRole('button', { name: '对着麦克风说' }).click();
    const said = page.getByRole('list', { name: '已经说过' });
    // The microphone is the agent of practice calls.
    await expect.poll(() => said.innerText().catch(() => ''), { timeout: LIMIT_MS }).toMatch(/客服中心|套餐|您好/);
    await page.getByRole('button', { name: '停止' }).click();
    await page.getByTestId('saying').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '重新开始' }).click();
  });

  it('saves a version that the next call uses, and has it after a restart', async () => {
    await page.getByRole('textbox', { name: '改了什么（可不填）' }).fill('新加一张卡');
    await page.keyboard.press('Enter');
    await status().getByText('已保存为第 1 版，从下一通电话起生效').waitFor({ timeout: LIMIT_MS });
    expect(await ownTitles()).toContain('刷墙');
    await app.close();
    await start();
    expect(await ownTitles()).toContain('刷墙');
    await openEditor();
    expect(await page.getByTestId('book-in-use').innerText()).toBe('正在使用本机的第 1 版');
    await card('刷墙').waitFor({ timeout: LIMIT_MS });
    await tryLine('刷成蓝色');
    await tried().getByText('刷墙').waitFor({ timeout: LIMIT_MS });
  });

  it('deletes with a way back, shows what was changed, and rolls back by a further version', async () => {
    await card('刷墙').click();
    await page.getByRole('button', { name: '删除', exact: true }).click();
    await card('刷墙').waitFor({ state: 'detached', timeout: LIMIT_MS });
    await page.getByRole('button', { name: '撤销：删除“刷墙”' }).click();
    await card('刷墙').waitFor({ timeout: LIMIT_MS });
    await page.getByRole('button', { name: '删除', exact: true }).click();
    await page.getByText('版本', { exact: true }).click();
    await page.getByTestId('cue-diff').getByText('刷墙').waitFor({ timeout: LIMIT_MS });
    await page.getByRole('button', { name: '保存为新版本' }).click();
    await status().getByText('已保存为第 2 版').waitFor({ timeout: LIMIT_MS });
    expect(await ownTitles()).not.toContain('刷墙');
    await roll(1);
    await card('刷墙').waitFor({ timeout: LIMIT_MS });
    expect(await ownTitles()).toContain('刷墙');
    expect(await page.getByTestId('cue-version').allInnerTexts()).toEqual([
      expect.stringContaining('回到第 1 版'),
      expect.stringContaining('第 2 版'),
      expect.stringContaining('新加一张卡'),
    ]);
    expect(await readdir(versionsFolder())).toEqual(['000001.json', '000002.json', '000003.json']);
  });

  it('takes a line and a branch into the script, tells its way, saves them, and rolls them back', async () => {
    await page.getByText('试一试', { exact: true }).click();
    await page.locator('.st-cues-left').getByText('话术', { exact: true }).click();
    const lines = page.getByRole('list', { name: '话术步骤' }).getByRole('button');
    const given = await lines.count();
    // By the keyboard: below the second line, with its name chosen to be typed over.
    await lines.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Insert');
    const name = page.getByRole('textbox', { name: '步骤名称' });
    await expect
      .poll(() => name.evaluate((field) => field === document.activeElement), { timeout: LIMIT_MS })
      .toBe(true);
    await page.keyboard.type('报优惠');
    await page.keyboard.press('Tab');
    await page.keyboard.type('今天办理，首年八折。');
    expect(await lines.count()).toBe(given + 1);
    // Where customers find it too expensive, the opening leads there at once.
    await lines.first().click();
    await page.getByRole('button', { name: '添加分支' }).click();
    await page.getByTestId('branches').getByText('分支的条件没填完').waitFor({ timeout: LIMIT_MS });
    await page.getByRole('combobox', { name: '走到' }).click();
    await page.getByRole('option', { name: '3 · 报优惠' }).click();
    await page.getByRole('textbox', { name: '词语，一行一个' }).fill('太贵');
    await status().getByText('检查通过').waitFor({ timeout: LIMIT_MS });
    const next = page.getByTestId('script-next');
    await next.getByText('下一步：说明来意').waitFor({ timeout: LIMIT_MS });
    await page.getByRole('textbox', { name: '这句话' }).fill('听说你们太贵了');
    await next.getByText('下一步：报优惠').waitFor({ timeout: LIMIT_MS });
    expect(await page.locator('[data-followed="true"]').innerText()).toContain('如果客户说到 太贵 → 报优惠 “太贵”');
    await page.getByRole('button', { name: '走到下一步' }).click();
    await expect.poll(() => name.inputValue(), { timeout: LIMIT_MS }).toBe('报优惠');
    await page.getByText('版本', { exact: true }).click();
    const diff = page.getByTestId('cue-diff');
    await diff.getByText('报优惠', { exact: true }).waitFor({ timeout: LIMIT_MS });
    expect(await diff.innerText()).toContain('客户说到 太贵 → 报优惠');
    await page.getByRole('button', { name: '保存为新版本' }).click();
    await status().getByText('已保存为第 4 版').waitFor({ timeout: LIMIT_MS });
    expect(await ownScript()).toContain('报优惠');
    await roll(3);
    await expect.poll(() => lines.count(), { timeout: LIMIT_MS }).toBe(given);
    expect(await ownScript()).not.toContain('报优惠');
    await page.locator('.st-cues-left').getByText('提示卡', { exact: true }).click();
  });

  it('uses the last good version when the newest is damaged, says so, and keeps the file', async () => {
    await app.close();
    const newest = path.join(versionsFolder(), '000005.json');
    const harmed = (await readFile(newest, 'utf8')).slice(0, 2_000);
    await writeFile(newest, harmed);
    await start();
    await page.getByText('本机一个版本的提示卡本已损坏').first().waitFor({ timeout: LIMIT_MS });
    expect(await ownScript()).toContain('报优惠');
    await openEditor();
    expect(await page.getByTestId('book-in-use').innerText()).toBe('正在使用本机的第 4 版');
    await roll(2);
    expect(await ownTitles()).not.toContain('刷墙');
    await roll(1);
    expect(await ownTitles()).toContain('刷墙');
    expect(await readFile(newest, 'utf8')).toBe(harmed);
    expect(await readdir(versionsFolder())).toHaveLength(7);
  });
});
