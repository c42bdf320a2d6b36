import type { Page } from 'playwright-core';
import { LIMIT_MS, control, dial, talking } from './agent-hands';
import { NUMBERS } from './configuration';
import type { AsteriskFloor } from './floor';

const LISTEN_SECONDS = 4;

/** The line behind the front one, on the screen. */
export const otherLine = (page: Page) => page.getByRole('group', { name: '另一路通话' });

/** Calls the low tone, then the high tone on the second line; answers how many records there were before. */
export async function twoCalls(floor: AsteriskFloor, page: Page): Promise<number> {
  const before = (await floor.records()).length;
  await dial(page, NUMBERS.lowTone);
  await talking(page);
  await consult(page, NUMBERS.highTone);
  await otherLine(page).getByText('已保持').waitFor({ timeout: LIMIT_MS });
  await talking(page);
  return before;
}

/** Calls somebody on the second line; the first call is held. */
export async function consult(page: Page, number: string): Promise<void> {
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: '转给谁' }).fill(number);
  await page.keyboard.press('Enter');
}

/** Gives the call to a number at once. */
export async function transferTo(page: Page, number: string): Promise<void> {
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: '转给谁' }).fill(number);
  await control(page, '直接转接').click();
}

/** What comes to a party's far end: what that party hears. */
export async function heardBy(floor: AsteriskFloor, party: 'low' | 'high'): Promise<Float32Array> {
  const list = await floor.asterisk.cli('core show channels concise');
  const farEnd = new RegExp(`^(Local/${party}@customers-[^!]*;2)!`, 'm').exec(list)?.[1] ?? '';
  return floor.asterisk.hear(farEnd, LISTEN_SECONDS);
}
