import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { earsMissing } from '../support/models-missing';

const LIMIT_MS = 60_000;

describe.skipIf(earsMissing)(`the form of a call${earsMissing ? ` (${earsMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;

  beforeAll(async () => {
    floor = await startFloor();
    desk = await startDesk(floor);
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  });

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  const field = (label: string) => desk.page.getByTestId('form').getByLabel(label, { exact: true });
  const tomorrow = () => {
    const day = new Date(Date.now() + 86_400_000);
    return `${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
  };
  const fieldsOnServer = async () => {
    const response = await fetch(`${floor.server.url}/v1/records?limit=1`, {
      headers: { authorization: `Bearer ${floor.server.tokens.supervisorToken ?? ''}` },
    });
    const page = (await response.json()) as { records: { record: { form?: { fields: { key: string }[] } } }[] };
    return page.records[0]?.record.form?.fields ?? null;
  };

  it('is filled with what a customer says, and confirmed by Enter', async () => {
    const { page } = desk;
    await page.getByRole('textbox').first().fill('8006');
    await page.getByRole('textbox').first().press('Enter');
    // 明天下午再打给我
    await expect.poll(() => field('回电时间').inputValue(), { timeout: LIMIT_MS }).toContain(tomorrow());
    await page.getByTestId('form').getByText(/明天/).first().waitFor({ timeout: LIMIT_MS });
    await page.locator('body').press('f');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('form-callback-date');
    await page.keyboard.press('Enter');
    await page.locator('[data-mark="confirmed"] #form-callback-date').waitFor({ timeout: LIMIT_MS });
  });

  it('takes what is typed, and says why a value cannot be', async () => {
    const { page } = desk;
    await field('年龄').fill('200');
    await field('年龄').press('Enter');
    await page.getByText(/“200”，不在 18 到 100 之间/).waitFor({ timeout: LIMIT_MS });
    await field('年龄').fill('35');
    await field('年龄').press('Enter');
    await field('姓名').fill('刘明');
    await field('姓名').press('Enter');
    await page.locator('[data-mark="typed"] #form-name').waitFor({ timeout: LIMIT_MS });
  });

  it('reaches the record and the server, the name stays on this desk', async () => {
    const { page } = desk;
    await page.keyboard.press('Control+Escape');
    await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    // Beside the wrap-up it is still there.
    expect(await field('年龄').inputValue()).toBe('35');
    await page.locator('body').press('Escape');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('3');
    await page.keyboard.press('Control+Enter');
    await expect.poll(fieldsOnServer, { timeout: LIMIT_MS }).not.toBeNull();
    const sent = await fieldsOnServer();
    expect(sent).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: 'name', value: null, withheld: 'name', source: null }),
        expect.objectContaining({ key: 'age', value: { type: 'age', value: 35 }, source: null }),
        expect.objectContaining({
          key: 'callback-date',
          value: expect.objectContaining({ value: expect.stringContaining(tomorrow()) as unknown }) as unknown,
          source: expect.objectContaining({ leg: 'customer' }) as unknown,
        }),
      ]),
    );
    expect(JSON.stringify(sent)).not.toContain('刘明');
    await page.getByRole('button', { name: '通话记录' }).click();
    await page.locator('tr', { hasText: '刘先生' }).first().click();
    await page.getByTestId('record-form').getByText('刘明').waitFor({ timeout: LIMIT_MS });
  });

  it('is there again, as it was, when SIGKILL cut the program short, and in larger text', async () => {
    await desk.page.getByRole('button', { name: '电话', exact: true }).click();
    const answered = new Promise<void>((resolve) => {
      floor.pbx.events.on('event', (event) => event.event === 'media-connected' && resolve());
    });
    await desk.page.getByRole('textbox').first().fill('8002');
    await desk.page.getByRole('textbox').first().press('Enter');
    await answered;
    await field('年龄').fill('41');
    await field('年龄').press('Enter');
    await desk.page.locator('[data-mark="typed"] #form-age').waitFor({ timeout: LIMIT_MS });
    // The journal of an answered call is on the disk some seconds later.
    await desk.page
      .getByRole('timer')
      .filter({ hasText: /00:(0[2-9]|[1-5]\d)/ })
      .waitFor({ timeout: LIMIT_MS });
    const ended = new Promise((resolve) => desk.app.process().once('exit', resolve));
    desk.app.process().kill('SIGKILL');
    await ended;
    desk = await startDesk(floor, { display: { textSizePercent: 130, screenReaderFirst: false } });
    await desk.page.locator('[data-mark="typed"] #form-age').waitFor({ timeout: LIMIT_MS });
    expect(await field('年龄').inputValue()).toBe('41');
    expect(await desk.page.evaluate(() => window.devicePixelRatio)).toBeCloseTo(1.3);
    await desk.page.getByRole('button', { name: '挂断', exact: true }).click({ timeout: LIMIT_MS });
  });
});
