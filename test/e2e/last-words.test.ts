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
    // Her first sentence has begun, and nobody has written the whole of it.
    await page.locator('.st-caption-line[data-leg=customer][data-unfinished]').first().waitFor({ timeout: LIMIT_MS });
    expect(await page.locator('.st-caption-line[data-leg=customer]:not([data-unfinished])').count()).toBe(0);
    await page.keyboard.press('Control+Escape');
    await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(1);
    const [stored] = await serverRecords(floor.server);
    expect(stored?.record.wrapUpMs).toBeLessThan(1_000);
    const said = stored?.record.transcript?.lines.filter(({ leg }) => leg === 'customer') ?? [];
    expect(said.map(({ text }) => text).join('')).toMatch(/\p{Script=Han}{2}/u);
    expect(await page.locator('.st-caption-line').count()).toBe(0);
  });
});
