/* eslint-disable no-restricted-imports -- a script for Node that drives a browser; it never runs in the window */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { sceneNames } from './scenes';

/** Pictures of every scene: `tsx renderer/ui/gallery/shoot.ts <url of gallery.html> <folder> [scene…]`. */
const [url, folder, ...only] = process.argv.slice(2);
if (url === undefined || folder === undefined) throw new Error('usage: shoot.ts <url> <folder> [scene…]');
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.SIDETONE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--allow-file-access-from-files'],
});
for (const [width, height] of [
  [1280, 720],
  [1920, 1080],
] as const) {
  const page = await browser.newPage({ viewport: { width, height } });
  page.on('pageerror', (error) => console.error(error.message));
  for (const scene of sceneNames.filter((name) => only.length === 0 || only.includes(name))) {
    for (const language of ['zh', 'en']) {
      for (const theme of ['light', 'dark']) {
        await page.goto(`${url}?scene=${scene}&language=${language}&theme=${theme}`);
        await page.locator('.st-app').waitFor();
        await page.screenshot({ path: join(folder, `${scene}-${language}-${theme}-${width}.png`) });
      }
    }
  }
  await page.close();
}
await browser.close();
