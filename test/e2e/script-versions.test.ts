import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordedScript } from '../../contracts/cues';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS } from '../support/desk-facts';

describe.skipIf(appMissing)(`versions of a script${appMissing ? ` (${appMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;

  beforeAll(async () => {
    // A floor whose calls count as real ones.
    floor = await startFloor({ announced: false });
    desk = await startDesk(floor);
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  }, 120_000);

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  const scriptOnServer = async (): Promise<RecordedScript | null> => {
    const response = await fetch(`${floor.server.url}/v1/records?limit=1`, {
      headers: { authorization: `Bearer ${floor.server.tokens.supervisorToken ?? ''}` },
    });
    const page = (await response.json()) as { records: { record: { script?: RecordedScript } }[] };
    return page.records[0]?.record.script ?? null;
  };

  it('are written in the cue book', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: '设置', exact: true }).click();
    await page.getByRole('button', { name: '编辑提示卡本' }).click();
    await page.locator('.st-cues-left').getByText('话术', { exact: true }).click();
    await page.locator('.st-cues-side').getByText('话术对比', { exact: true }).click();
    await page.getByRole('button', { name: '比较两个版本' }).click();
    await page.getByLabel('“A”的比例').fill('0');
    await page
      .locator('.st-problems')
      .getByText(/合计 50 %/)
      .waitFor({ timeout: LIMIT_MS });
    await page.getByLabel('“B”的比例').fill('100');
    // The new version is shown: its first line is the one that is written.
    await page.getByRole('textbox', { name: '坐席要说的话' }).fill('您好，只打扰一分钟。');
    await page.getByRole('button', { name: '保存为新版本' }).click();
    await page.getByTestId('cue-status').getByText('已保存', { exact: false }).waitFor({ timeout: LIMIT_MS });
  });

  it('are shown in the call, kept in its record, and counted in the cue book', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: '电话', exact: true }).click();
    await page.getByRole('heading', { name: '话术', exact: true }).waitFor({ timeout: LIMIT_MS });
    await page.getByRole('textbox').first().fill('8002');
    await page.getByRole('textbox').first().press('Enter');
    await page.getByRole('heading', { name: '话术 B' }).waitFor({ timeout: LIMIT_MS });
    await page.getByText('您好，只打扰一分钟。').first().waitFor({ timeout: LIMIT_MS });
    await page
      .getByRole('timer')
      .filter({ hasText: /00:(0[2-9]|[1-5]\d)/ })
      .waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('Control+Escape');
    await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('1');
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(scriptOnServer, { timeout: LIMIT_MS })
      .toEqual({ id: expect.any(String), label: 'B', sharePercent: 100 });
    await page.getByRole('heading', { name: '话术', exact: true }).waitFor({ timeout: LIMIT_MS });
    await page.getByRole('button', { name: '设置', exact: true }).click();
    // The editor is still open.
    await page.locator('.st-cues-side').getByText('话术对比', { exact: true }).click();
    await page
      .getByTestId('script-outcomes')
      .getByText(/成交：1 通，100 %/)
      .waitFor({ timeout: LIMIT_MS });
  }, 180_000);
});
