import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SummaryRewrite } from '../../contracts/summary';
import { startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { startLanguageModel } from '../support/language-model';
import { earsMissing } from '../support/models-missing';

const LIMIT_MS = 60_000;
const KEY = 'key-that-stays-in-the-keychain';

describe.skipIf(earsMissing)(`a summary rewritten by a language model${earsMissing ? ` (${earsMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;
  let model: Awaited<ReturnType<typeof startLanguageModel>>;

  beforeAll(async () => {
    // What the customer said is quoted; the rest of the answer is made up.
    model = await startLanguageModel((lines) => {
      const index = lines.findIndex((line) => / 客户: /u.test(line));
      const said = lines[index]?.replace(/^\d+ 客户: /u, '').replace(/[。，？！、]+$/u, '') ?? '';
      return {
        sentences: [
          { text: `客户先说“${said}”。`, cites: [index + 1] },
          { text: '客户答应付690元。', cites: [index + 1] },
          { text: '客户很满意。', cites: [] },
        ],
      };
    });
    floor = await startFloor();
    desk = await startDesk(floor, { wrapUpSeconds: 120 });
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  });

  afterAll(async () => {
    model?.stop();
    await desk?.app.close();
    await floor?.stop();
  });

  const tab = (name: string) => desk.page.getByRole('button', { name, exact: true }).click();
  const rewriteOnServer = async (): Promise<SummaryRewrite | null> => {
    const response = await fetch(`${floor.server.url}/v1/records?limit=1`, {
      headers: { authorization: `Bearer ${floor.server.tokens.supervisorToken ?? ''}` },
    });
    const page = (await response.json()) as { records: { record: { review?: { rewrite?: SummaryRewrite } } }[] };
    return page.records[0]?.record.review?.rewrite ?? null;
  };

  it('is off until an address is set, tested and saved; the key is in no file of the desk', async () => {
    const { page } = desk;
    await tab('设置');
    await page.getByLabel('地址（OpenAI 兼容）').fill('http://models.example.com/v1');
    await page.getByText('以 https:// 开头').waitFor({ timeout: LIMIT_MS });
    await page.getByLabel('地址（OpenAI 兼容）').fill(model.baseUrl);
    await page.getByLabel('模型名称').fill('small-model');
    await page.getByLabel('API 密钥', { exact: true }).fill(KEY);
    await page.locator('#settings-rewrite').getByRole('button', { name: '测试' }).click();
    await page.getByTestId('rewrite-test').getByText('可用', { exact: false }).waitFor({ timeout: LIMIT_MS });
    expect(model.asked[0]?.authorization).toBe(`Bearer ${KEY}`);
    await page.getByRole('switch', { name: '由语言模型改写通话小结' }).click();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('button', { name: '删除密钥' }).waitFor({ timeout: LIMIT_MS });
    const data = path.join(floor.folder, 'desk');
    const saved = JSON.parse(await readFile(path.join(data, 'settings.json'), 'utf8')) as { rewrite: object };
    expect(saved.rewrite).toEqual({ on: true, baseUrl: model.baseUrl, model: 'small-model', timeLimitSeconds: 20 });
    for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = await readFile(path.join(entry.parentPath, entry.name), 'latin1').catch(() => '');
      expect(text.includes(KEY), entry.name).toBe(false);
    }
    // The window itself has no way to it.
    await expect(page.evaluate((url) => fetch(url), `${model.baseUrl}/chat/completions`)).rejects.toThrow();
    await tab('电话');
  });

  it('takes the place of the rules where it can be checked, can be undone, and says so in the record', async () => {
    const { page } = desk;
    await page.getByRole('textbox').first().fill('8006');
    await page.getByRole('textbox').first().press('Enter');
    await page.getByTestId('form').getByText(/明天/).first().waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('Control+Escape');
    const summary = page.getByTestId('summary');
    // A card that leads is put away first.
    const shown = async () => {
      await page.locator('body').press('Escape');
      return summary.isVisible();
    };
    await expect.poll(shown, { timeout: LIMIT_MS }).toBe(true);
    await summary.getByText('由语言模型改写', { exact: true }).waitFor({ timeout: LIMIT_MS });
    expect(model.asked).toHaveLength(2);
    expect(model.asked[1]?.authorization).toBe(`Bearer ${KEY}`);
    expect(model.asked[1]?.body).not.toContain('刘');
    await summary.getByText('客户先说“', { exact: false }).waitFor();
    expect(await summary.textContent()).not.toMatch(/690|很满意/u);
    expect(await summary.textContent()).toContain('结果：');
    await summary.getByRole('button', { name: '撤销' }).click();
    await summary.getByRole('button', { name: '用改写的' }).waitFor();
    expect(await summary.textContent()).not.toContain('客户先说“');
    await summary.getByRole('button', { name: '用改写的' }).click();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('3');
    await page.keyboard.press('Control+Enter');
    await expect.poll(rewriteOnServer, { timeout: LIMIT_MS }).toMatchObject({
      model: 'small-model',
      outcome: 'shown',
      sentences: [{ text: expect.stringContaining('客户先说') as unknown }],
    });
    await tab('通话记录');
    await page.locator('tr', { hasText: '刘先生' }).first().click();
    await page
      .getByTestId('review')
      .getByText(/发送给 small-model 前隐去 \d+ 处/)
      .waitFor({ timeout: LIMIT_MS });
  }, 240_000);
});
