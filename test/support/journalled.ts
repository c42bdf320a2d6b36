import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { LIMIT_MS } from '../asterisk/agent-hands';

/** Calls whose dialog is on the desk's disk: what a desk that is killed now could take back. */
function count(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const open = indexedDB.open('sidetone');
        open.onerror = () => reject(new Error('The desk has no database.'));
        open.onsuccess = () => {
          const rows = open.result.transaction('drafts').objectStore('drafts').getAll();
          rows.onerror = () => reject(new Error('The drafts cannot be read.'));
          rows.onsuccess = () => {
            open.result.close();
            resolve(rows.result.filter((row: { journal?: string }) => row.journal !== undefined).length);
          };
        };
      }),
  );
}

/** Waits until so many calls could be taken back: on a busy machine the answer is on the screen before it is on the disk. */
export async function journalled(page: Page, calls = 1): Promise<void> {
  await expect.poll(() => count(page), { timeout: LIMIT_MS }).toBe(calls);
}
