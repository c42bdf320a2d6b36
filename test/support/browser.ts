import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type Page } from 'playwright-core';

export interface Browser {
  page: Page;
  close(): Promise<void>;
}

/** A program that is nothing but an empty sandboxed Chromium window. */
const PROGRAM = `
  const { app, BrowserWindow } = require('electron');
  app.whenReady().then(() => new BrowserWindow({ width: 1400, height: 900 }).loadURL('about:blank'));
  app.on('window-all-closed', () => app.quit());
`;

/** Electron's Chromium as a plain web browser: no preload, none of our code around the page. */
export async function openBrowser(): Promise<Browser> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-browser-'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: 'browser', main: 'main.cjs' }));
  await writeFile(path.join(folder, 'main.cjs'), PROGRAM);
  const flags = (process.env.SIDETONE_ELECTRON_FLAGS ?? '').split(' ').filter(Boolean);
  const app = await _electron.launch({
    executablePath: process.env.SIDETONE_ELECTRON ?? '',
    args: [...flags, `--user-data-dir=${path.join(folder, 'data')}`, folder],
  });
  return {
    page: await app.firstWindow(),
    close: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
