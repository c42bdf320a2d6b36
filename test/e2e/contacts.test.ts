import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, finishCall, serverRecords } from '../support/desk-facts';

const FILE = '姓名,电话,公司,备注\n章子仪,8001,蓝鲸保险,VIP\n王五,,,\n欧阳修,8002,,\n';

describe.skipIf(appMissing)(`contacts${appMissing ? ` (${appMissing})` : ''}`, () => {
  let floor: Floor;
  let desk: DeskApp;
  let page: Page;

  beforeAll(async () => {
    floor = await startFloor();
    desk = await startDesk(floor);
    page = desk.page;
    await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
  }, 180_000);

  afterAll(async () => {
    await desk?.app.close();
    await floor?.stop();
  });

  it('imports a file, names the line that gives no contact, and finds by initials and digits', async () => {
    await page.keyboard.press('Control+F');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'contacts.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
    await page.getByTestId('import-troubles').getByText('第 3 行').waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('Escape');
    const search = page.getByRole('textbox', { name: '姓名、拼音首字母、号码' });
    await search.fill('zzy');
    await page.getByRole('button', { name: '呼叫 章子仪' }).waitFor({ timeout: LIMIT_MS });
    expect(await page.getByRole('button', { name: '呼叫 欧阳修' }).count()).toBe(0);
    await search.fill('8002');
    await page.getByRole('button', { name: '呼叫 欧阳修' }).waitFor({ timeout: LIMIT_MS });
  });

  it('takes a deletion back', async () => {
    await page.getByRole('button', { name: '欧阳修 的更多操作' }).click();
    await page.getByRole('menuitem', { name: '删除联系人' }).click();
    await page.getByRole('button', { name: '呼叫 欧阳修' }).waitFor({ state: 'detached', timeout: LIMIT_MS });
    await page.getByTestId('contacts-undo').getByRole('button').click();
    await page.getByRole('button', { name: '呼叫 欧阳修' }).waitFor({ timeout: LIMIT_MS });
  });

  it(
    'calls by Enter in the search, by speed dial, and again the last number, over a restart',
    { timeout: 300_000 },
    async () => {
      const search = page.getByRole('textbox', { name: '姓名、拼音首字母、号码' });
      await page.getByRole('button', { name: '欧阳修 的更多操作' }).click();
      await page.getByRole('menuitem', { name: '设为快速拨号 2' }).click();
      await search.fill('zzy');
      await search.press('Enter');
      await finishCall(page);
      await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(1);
      await desk.app.close();
      desk = await startDesk(floor);
      page = desk.page;
      await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
      await page.getByRole('button', { name: /^重拨 / }).waitFor({ timeout: LIMIT_MS });
      await page.keyboard.press('Control+2');
      await finishCall(page);
      await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(2);
      // The number field is empty: Enter in it calls the last number.
      const field = page.getByRole('textbox').first();
      await page.getByRole('button', { name: /^重拨 / }).waitFor({ timeout: LIMIT_MS });
      await field.press('Enter');
      await finishCall(page);
      await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(3);
      const numbers = (await serverRecords(floor.server)).sort((a, b) => a.number - b.number);
      expect(numbers.map(({ record }) => record.remoteNumber)).toEqual(['8001', '8002', '8002']);
    },
  );
});
