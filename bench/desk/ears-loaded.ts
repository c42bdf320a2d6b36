import type { Page } from 'playwright-core';

const LIMIT_MS = 120_000;

/** Waits until no model is loading any more, as the settings page says, and goes back to the telephone. */
export async function earsLoaded(page: Page): Promise<void> {
  await page.getByRole('button', { name: '设置', exact: true }).click({ timeout: LIMIT_MS });
  await page.locator('.st-models li').first().waitFor({ timeout: LIMIT_MS });
  await page.locator('.st-models', { hasText: '加载中' }).waitFor({ state: 'detached', timeout: LIMIT_MS });
  await page.getByRole('button', { name: '电话', exact: true }).click({ timeout: LIMIT_MS });
  await page.getByRole('textbox').first().waitFor({ timeout: LIMIT_MS });
}
