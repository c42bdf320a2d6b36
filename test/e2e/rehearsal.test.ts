import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { earsMissing } from '../support/models-missing';

const LIMIT_MS = 60_000;

describe.skipIf(appMissing)(`a rehearsal with the practice PBX${appMissing ? ` (${appMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;

  beforeAll(async () => {
    floor = await startFloor();
    desk = await startDesk(floor);
  });

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  const ask = async (path: string) => {
    const headers = { authorization: `Bearer ${floor.server.tokens.supervisorToken ?? ''}` };
    return (await fetch(`${floor.server.url}${path}`, { headers })).json();
  };

  it('is opened and begun by the keyboard alone', async () => {
    const { page } = desk;
    await page.getByText(/1001 已注册 · 练习话务台/).waitFor({ timeout: LIMIT_MS });
    await page.getByRole('button', { name: /^演练/ }).waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('p');
    const people = page.getByRole('list', { name: '客户' }).getByRole('button');
    await people.first().waitFor({ timeout: LIMIT_MS });
    const names = await people.evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')));
    expect(names).toHaveLength(15);
    const zhang = names.findIndex((name) => name?.includes('张女士'));
    expect(names[zhang]).toBe('呼叫张女士，中文，3 张提示卡，还没练过。觉得价格太贵，想要便宜一点，最后说要考虑一下。');
    const said = new Promise<void>((resolve) => {
      floor.pbx.events.on('event', (event) => event.event === 'customer-speaks' && resolve());
    });
    for (let step = 0; step < zhang; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await said;
  });

  it.skipIf(earsMissing)(
    `brings up the card that the story asks for${earsMissing ? ` (${earsMissing})` : ''}`,
    async () => {
      const { page } = desk;
      await page.locator('.st-heard', { hasText: '太贵' }).first().waitFor({ timeout: LIMIT_MS });
      await page.keyboard.press('v');
      await page.getByRole('log', { name: '字幕' }).getByText(/贵/).first().waitFor({ timeout: LIMIT_MS });
    },
  );

  it('is reported on after its wrap-up', async () => {
    const { page } = desk;
    // What is shorter is not scored.
    await page
      .getByRole('timer')
      .filter({ hasText: /00:(1[2-9]|[2-5]\d)/ })
      .waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('Control+Escape');
    await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('2');
    await page.keyboard.press('Control+Enter');
    const report = page.getByTestId('rehearsal-report');
    await report.getByText('张女士').first().waitFor({ timeout: LIMIT_MS });
    await report.getByText('质检得分').waitFor({ timeout: LIMIT_MS });
  });

  it.skipIf(earsMissing)(
    `tells what became of each card, and where${earsMissing ? ` (${earsMissing})` : ''}`,
    async () => {
      const cards = desk.page.getByTestId('rehearsal-cards').locator('li');
      const outcomes = await cards.evaluateAll((items) => items.map((item) => item.getAttribute('data-outcome')));
      expect(outcomes).toEqual(['unused', expect.any(String), expect.any(String)]);
      await desk.page.locator('.st-advice li', { hasText: '嫌贵' }).first().waitFor({ timeout: LIMIT_MS });
      expect(await desk.page.getByTestId('rehearsal-items').locator('li').count()).toBeGreaterThan(0);
    },
  );

  it('is marked as practice in its record, here and on the server, and counts as no call', async () => {
    const { page } = desk;
    type Page = { records: { record: { remoteNumber: string; practice?: unknown } }[] };
    const records = async () => ((await ask('/v1/records?limit=10')) as Page).records.map(({ record }) => record);
    await expect.poll(async () => (await records()).length, { timeout: LIMIT_MS }).toBe(1);
    expect((await records())[0]).toMatchObject({
      remoteNumber: '8001',
      practice: { expected: [{ phrase: '太贵' }, { phrase: '便宜' }, { phrase: '考虑一下' }] },
    });
    await page.getByRole('button', { name: '监控' }).click();
    await page
      .locator('.st-feed li', { hasText: '张女士' })
      .getByText('练习', { exact: true })
      .waitFor({ timeout: LIMIT_MS });
    expect(await page.locator('.st-counts dd').first().textContent()).toBe('0');
    await page.getByRole('button', { name: '通话记录' }).click();
    await page.locator('tr', { hasText: '张女士' }).getByText('练习', { exact: true }).waitFor({ timeout: LIMIT_MS });
    await page.getByRole('button', { name: '电话', exact: true }).click();
  });

  it('is counted in the progress, and still is after the app was started again', async () => {
    const again = async () => {
      const progress = desk.page.getByTestId('rehearsal-progress');
      await desk.page.getByText('进步', { exact: true }).click();
      await progress.getByRole('row', { name: /张女士/ }).waitFor({ timeout: LIMIT_MS });
      expect(await progress.getByTestId('day-chart').locator('g').count()).toBe(1);
    };
    await again();
    await desk.app.close();
    desk = await startDesk(floor);
    await desk.page.getByRole('button', { name: /^演练/ }).click({ timeout: LIMIT_MS });
    await again();
  });
});
