import type { Page } from 'playwright-core';

/** What the screen claims, read from it as an agent reads it. */
export interface Screen {
  registered: boolean;
  /** A call is on the screen that is neither ringing nor being wrapped up. */
  inCall: boolean;
  reconnecting: boolean;
  held: boolean;
  muted: boolean;
  /** The customer's meter shows a voice. */
  customerHeard: boolean;
}

export function readScreen(page: Page): Promise<Screen> {
  return page.evaluate(() => {
    const text = document.body.innerText;
    // A button's words are followed by its key.
    const buttons = [...document.querySelectorAll('.st-controls button:not([disabled])')].map(
      (button) => button.querySelector('span')?.textContent ?? '',
    );
    const segments = [...(document.querySelectorAll('.st-side')[1]?.querySelectorAll('i') ?? [])];
    const lit = segments.filter((segment) => segment.hasAttribute('data-lit')).length;
    return {
      registered: text.includes('已注册'),
      inCall: buttons.includes('保持') || buttons.includes('恢复'),
      reconnecting: text.includes('正在重连'),
      held: buttons.includes('恢复'),
      muted: buttons.includes('取消静音'),
      customerHeard: lit > 0 && lit >= 0.4 * segments.length,
    };
  });
}
