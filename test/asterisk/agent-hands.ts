import type { Page } from 'playwright-core';

/** One wait of a test: the machine may be busy. */
export const LIMIT_MS = 90_000;

/** What an agent does and sees, on the Chinese screen. */
export async function dial(page: Page, number: string): Promise<void> {
  const field = page.getByRole('textbox').first();
  await field.fill(number);
  await field.press('Enter');
}

/** The button of a call by its whole name: 接听, 拒接, 挂断, 保持, 恢复, 静音, 取消静音, 按键. */
export function control(page: Page, name: string) {
  return page.getByRole('button', { name, exact: true });
}

/** Waits until the call is answered. */
export async function talking(page: Page): Promise<void> {
  await page.getByRole('button', { name: '保持', exact: true, disabled: false }).waitFor({ timeout: LIMIT_MS });
}

/** Chooses 有意向, saves, and waits until the desk is ready again. */
export async function wrapUp(page: Page): Promise<void> {
  await page.getByText('通话结果').first().waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
  await ready(page);
}

/** Wraps up so many calls, one after another, until the desk is ready again. */
export async function wrapUpInTurn(page: Page, calls: number): Promise<void> {
  const heading = page.locator('.st-wrapup h2');
  let last = '';
  for (let done = 0; done < calls; done += 1) {
    // The next one's has another name.
    const next = last === '' ? heading : heading.filter({ hasNotText: last });
    last = (await next.textContent({ timeout: LIMIT_MS })) ?? '';
    await page.keyboard.press('2');
    await page.keyboard.press('Control+Enter');
  }
  await ready(page);
}

export async function ready(page: Page): Promise<void> {
  await page.getByText('可以拨打下一个电话').waitFor({ timeout: LIMIT_MS });
}

/** Waits until the meter of a side shows a voice: two fifths of its segments lit. */
export async function meterMoves(page: Page, side: 'agent' | 'customer'): Promise<void> {
  await page.waitForFunction(
    (index) => {
      const segments = document.querySelectorAll('.st-side')[index]?.querySelectorAll('i');
      const lit = [...(segments ?? [])].filter((segment) => segment.hasAttribute('data-lit'));
      return lit.length > 0 && lit.length >= 0.4 * (segments?.length ?? 0);
    },
    side === 'agent' ? 0 : 1,
    { timeout: LIMIT_MS },
  );
}

/** From now on keeps the text of every leading card; the function answered gives them. */
export async function watchCards(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    const look = () => {
      const text = document.querySelector('[data-testid=leading-card]')?.textContent;
      if (text) seen.add(text);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { seenCards: seen });
  });
  return () => page.evaluate(() => [...(window as unknown as { seenCards: Set<string> }).seenCards]);
}
