/**
 * Pictures of the real app in its main scenes, each in two sizes, two themes and two languages:
 * `npx tsx build/demo/pictures.ts FOLDER [scene…]`. They are for looking at, not for the repository.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Language } from '../../contracts/cues';
import { startDesk, startFloor, type Floor } from './floor';

const LIMIT_MS = 60_000;
const SIZES = [
  [1280, 720],
  [1920, 1080],
] as const;

interface Stage {
  floor: Floor;
  page: Page;
}

async function dial(page: Page, number: string): Promise<void> {
  const field = page.getByRole('textbox').first();
  await field.fill(number);
  await field.press('Enter');
}

/** Also where the customer was quicker. */
async function hangUp(page: Page): Promise<void> {
  await page.keyboard.press('Control+Escape');
  await page.locator('.st-wrapup').waitFor({ timeout: LIMIT_MS });
}

async function wrapUp(page: Page): Promise<void> {
  await page.locator('.st-wrapup').waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press('2');
  const chosen = page.locator('.st-wrapup [aria-checked=true]');
  await chosen.waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press('Control+Enter');
  // The form of the next call may follow at once, with nothing chosen in it.
  await chosen.waitFor({ state: 'detached', timeout: LIMIT_MS });
}

const openTab = (page: Page, index: number) => page.locator('.st-tab').nth(index).click();

/** In the order of one working hour: each scene begins where the one before ended. */
const scenes: Record<string, (stage: Stage) => Promise<void>> = {
  idle: async ({ page }) => {
    await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    await page.locator('.st-person').first().waitFor({ timeout: LIMIT_MS });
  },
  ringing: async ({ floor, page }) => {
    void floor.pbx.ringAgent('zhang-price');
    await page.locator('.st-incoming').waitFor({ timeout: LIMIT_MS });
  },
  'in-call': async ({ page }) => {
    await page.locator('.st-incoming .st-answer').click();
    await page.locator('[data-testid=leading-card][data-state=confirmed]').waitFor({ timeout: LIMIT_MS });
  },
  waiting: async ({ floor, page }) => {
    void floor.pbx.ringAgent('li-opt-out');
    await page.getByTestId('call-waiting').waitFor({ timeout: LIMIT_MS });
  },
  'wrap-up': async ({ page }) => {
    await page.keyboard.press('d');
    await page.getByTestId('call-waiting').waitFor({ state: 'detached', timeout: LIMIT_MS });
    await hangUp(page);
    await page.keyboard.press('2');
  },
  // The echo stays on the line as long as it is wanted.
  keypad: async ({ page }) => {
    await wrapUp(page);
    await dial(page, '600');
    await page.locator('.st-control[aria-expanded]:not(:disabled)').first().waitFor({ timeout: LIMIT_MS });
    for (const key of ['k', '1', '#']) await page.keyboard.press(key);
    await page.locator('.st-dtmf', { hasText: '1#' }).waitFor({ timeout: LIMIT_MS });
  },
  held: async ({ page }) => {
    await page.keyboard.press('k');
    await page.keyboard.press('h');
    await page.locator('.st-stage[data-held]').waitFor({ timeout: LIMIT_MS });
  },
  'two-lines': async ({ page }) => {
    await page.keyboard.press('h');
    await page.keyboard.press('t');
    await page.locator('.st-transfer input').fill('8001');
    await page.keyboard.press('Enter');
    await page.locator('.st-line[role=group]').waitFor({ timeout: LIMIT_MS });
    await page.locator('.st-control[aria-pressed]:not(:disabled)').first().waitFor({ timeout: LIMIT_MS });
  },
  monitor: async ({ page }) => {
    // The echo alone is left, for as long as it is wanted.
    await page.keyboard.press('s');
    await page.locator('.st-line[role=group] button').last().click();
    await page.locator('.st-line[role=group]').waitFor({ state: 'detached', timeout: LIMIT_MS });
    await openTab(page, 2);
    await page.locator('.st-tile').first().waitFor({ timeout: LIMIT_MS });
  },
  records: async ({ page }) => {
    await openTab(page, 0);
    await hangUp(page);
    // One for each line.
    await wrapUp(page);
    await wrapUp(page);
    await openTab(page, 1);
    await page.locator('.st-table tbody tr').nth(1).click();
    await page.locator('.st-timeline').waitFor({ timeout: LIMIT_MS });
  },
  settings: async ({ page }) => {
    await openTab(page, 3);
    await page.locator('#settings-pbx').waitFor({ timeout: LIMIT_MS });
  },
};

async function speak(page: Page, language: Language): Promise<void> {
  const wanted = language === 'zh' ? 'zh-CN' : 'en';
  if ((await page.locator('html').getAttribute('lang')) !== wanted) await page.locator('.st-tool').first().click();
  await page.locator(`html[lang="${wanted}"]`).waitFor();
}

async function shoot({ page }: Stage, folder: string, scene: string): Promise<void> {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    for (const language of ['zh', 'en'] as const) {
      await speak(page, language);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.screenshot({ path: path.join(folder, `${scene}-${language}-${colorScheme}-${width}.png`) });
      }
    }
  }
  await speak(page, 'zh');
}

const [folder, ...only] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: pictures.ts <folder> [scene…]');
await mkdir(folder, { recursive: true });
const floor = await startFloor();
try {
  const desk = await startDesk(floor, { wrapUpSeconds: 600, company: '蓝鲸保险', agentName: '小李' });
  try {
    const stage = { floor, page: desk.page };
    for (const [scene, enter] of Object.entries(scenes)) {
      await enter(stage);
      if (only.length === 0 || only.includes(scene)) await shoot(stage, folder, scene);
      process.stdout.write(`${scene}\n`);
    }
  } catch (error) {
    await desk.page.screenshot({ path: path.join(folder, 'failed.png') });
    throw error;
  } finally {
    await desk.app.close();
  }
} finally {
  await floor.stop();
}
