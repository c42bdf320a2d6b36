// `npm run icons`: makes every icon that electron-builder.yml names from build/icons/sidetone.svg. Chromium draws, so it
// wants a display. To be run, and its files committed, when the drawing changes.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { IconIcns, IconIco } from '@shockpkg/icon-encoder';
import { _electron, type Page } from 'playwright-core';
import { electronFlags } from '../display.mjs';
import { findElectron } from '../electron-runtime.mjs';

const folder = import.meta.dirname;
const LINUX_SIZES_PX = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES_PX = [16, 20, 24, 32, 40, 48, 64, 256];
/** Apple's icon types by their size; in the order of its own iconutil. */
const MAC_TYPES = [
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic04', 16],
  ['ic14', 512],
  ['ic09', 512],
  ['ic05', 32],
  ['ic10', 1024],
  ['ic11', 32],
] as const;
/** Apple's grid leaves this part of the side free all around; the other systems fill the square. */
const MAC_MARGIN = 100 / 1024;

/** Draws the SVG into a PNG of `sizePx`, with `margin` (part of the side) left transparent. */
async function draw(page: Page, svg: string, sizePx: number, margin: number): Promise<Buffer> {
  const address = await page.evaluate(
    async ({ source, size, free }) => {
      const image = new Image();
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = size;
      canvas.height = size;
      const side = size * (1 - 2 * free);
      canvas.getContext('2d')?.drawImage(image, size * free, size * free, side, side);
      return canvas.toDataURL('image/png');
    },
    // Without a size of its own, an SVG is drawn at the size it is given.
    {
      source: svg.replace('<svg ', `<svg width="${String(sizePx)}" height="${String(sizePx)}" `),
      size: sizePx,
      free: margin,
    },
  );
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}

/** An Electron with one blank window. */
async function withPage(work: (page: Page) => Promise<void>): Promise<void> {
  const { path: executablePath } = await findElectron();
  const blank = await mkdtemp(path.join(os.tmpdir(), 'sidetone-icons-'));
  await writeFile(path.join(blank, 'package.json'), JSON.stringify({ name: 'icons', main: 'main.cjs' }));
  await writeFile(
    path.join(blank, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
     app.whenReady().then(() => new BrowserWindow({ show: false }).loadURL('about:blank'));`,
  );
  const app = await _electron.launch({ executablePath, args: [...electronFlags({ underXvfb: true }), blank] });
  try {
    await work(await app.firstWindow());
  } finally {
    await app.close();
    await rm(blank, { recursive: true, force: true });
  }
}

await withPage(async (page) => {
  const svg = await readFile(path.join(folder, 'sidetone.svg'), 'utf8');
  await mkdir(path.join(folder, 'png'), { recursive: true });
  for (const sizePx of LINUX_SIZES_PX) {
    const file = path.join(folder, 'png', `${String(sizePx)}x${String(sizePx)}.png`);
    await writeFile(file, await draw(page, svg, sizePx, 0));
  }
  const ico = new IconIco();
  for (const sizePx of WINDOWS_SIZES_PX) await ico.addFromPng(await draw(page, svg, sizePx, 0), sizePx > 64);
  await writeFile(path.join(folder, 'sidetone.ico'), ico.encode());
  const icns = new IconIcns();
  icns.toc = true;
  for (const [type, sizePx] of MAC_TYPES) await icns.addFromPng(await draw(page, svg, sizePx, MAC_MARGIN), [type]);
  await writeFile(path.join(folder, 'sidetone.icns'), icns.encode());
});
