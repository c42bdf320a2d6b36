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

const TRAY_SIZES_PX = [16, 32];
/** The product's sign in the tray: a colour and a shape for each state, since colours alone tell not everybody. */
const TRAY_STATES = {
  offline: {
    ground: '#6b7280',
    shape:
      '<path d="M152 152 360 360 M360 152 152 360" stroke="#fff" stroke-width="64" stroke-linecap="round" fill="none"/>',
  },
  ready: {
    ground: '#0b6577',
    shape:
      '<g fill="#fff"><rect x="72" y="128" width="248" height="104" rx="52"/>' +
      '<rect x="192" y="280" width="248" height="104" rx="52"/></g>',
  },
  ringing: {
    ground: '#1d6fd8',
    shape:
      '<path d="M256 88a112 112 0 0 0-112 112v96l-40 64h304l-40-64v-96A112 112 0 0 0 256 88z" fill="#fff"/>' +
      '<circle cx="256" cy="408" r="36" fill="#fff"/>',
  },
  'in-call': {
    ground: '#15803d',
    shape:
      '<g fill="#fff"><rect x="96" y="200" width="72" height="112" rx="36"/><rect x="220" y="112" width="72" height="288" rx="36"/>' +
      '<rect x="344" y="168" width="72" height="176" rx="36"/></g>',
  },
  muted: {
    ground: '#c2261c',
    shape:
      '<rect x="200" y="88" width="112" height="216" rx="56" fill="#fff"/>' +
      '<path d="M144 264a112 112 0 0 0 224 0M256 376v56" stroke="#fff" stroke-width="44" stroke-linecap="round" fill="none"/>' +
      '<path d="M96 96 416 416" stroke="#c2261c" stroke-width="88"/>' +
      '<path d="M112 88 424 400" stroke="#fff" stroke-width="40" stroke-linecap="round"/>',
  },
} as const;

function traySvg({ ground, shape }: { ground: string; shape: string }): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" rx="112" fill="${ground}"/>${shape}</svg>`;
}

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
  await mkdir(path.join(folder, 'tray'), { recursive: true });
  for (const [state, look] of Object.entries(TRAY_STATES)) {
    for (const sizePx of TRAY_SIZES_PX) {
      const file = path.join(folder, 'tray', `${state}-${String(sizePx)}.png`);
      await writeFile(file, await draw(page, traySvg(look), sizePx, 0));
    }
  }
});
