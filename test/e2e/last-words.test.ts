import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMIT_MS, dial, serverRecords } from '../support/desk-facts';
import { startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { earsMissing } from '../support/models-missing';

describe.skipIf(earsMissing)(`the last words of a call${earsMissing ? ` (${earsMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;

  beforeAll(async () => {
    floor = await startFloor();
    desk = await startDesk(floor, { wrapUpSeconds: 0 });
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  });

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  it('are in its record where nobody wraps up, and no longer on the screen', async () => {
    const { page } = desk;
    await dial(page, '8001');
    await page.getByRole('button', { name: '挂断', exact: true }).waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('v');
    // A sentence of hers has begun; nobody has written the whole of it.
    let before = NaN;
    const goesOn = async () => {
      const lines = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.st-caption-line[data-leg=customer]')].map(
          ({ dataset }) => dataset.unfinished !== undefined,
        ),
      );
      before = lines.filter((unfinished) => !unfinished).length;
      return lines.includes(true);
    };
    await expect.poll(goesOn, { timeout: LIMIT_MS, interval: 50 }).toBe(true);
    await page.keyboard.press('Control+Escape');
    await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(1);
    const [stored] = await serverRecords(floor.server);
    expect(stored?.record.wrapUpMs).toBeLessThan(1_000);
    const said = stored?.record.transcript?.lines.filter(({ leg }) => leg === 'customer') ?? [];
    expect(said.length).toBeGreaterThan(before);
    expect(await page.locator('.st-caption-line').count()).toBe(0);
  });
});
