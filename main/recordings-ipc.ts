import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import type { RecordingSettings } from '../contracts/recording';
import { handleInvoke } from './ipc';
import { Recordings } from './recordings';

const TIDY_EVERY_MS = 60 * 60 * 1000;

/** The window's way to the desk's recordings. Old ones are cleared away at the start, each hour and after each call. */
export function serveRecordings(dataFolder: string, settings: () => RecordingSettings): void {
  const recordings = new Recordings(path.join(dataFolder, 'recordings'));
  const tidy = () => void recordings.tidy(settings(), Date.now()).catch(() => undefined);
  tidy();
  setInterval(tidy, TIDY_EVERY_MS).unref();
  handleInvoke('recordings:begin', async ({ recordId, head }) => ({
    fileBytes: await recordings.begin(recordId, head),
  }));
  handleInvoke('recordings:append', async ({ recordId, atByte, bytes }) => ({
    fileBytes: await recordings.append(recordId, atByte, bytes),
  }));
  handleInvoke('recordings:end', async ({ recordId }) => {
    await recordings.end(recordId);
    tidy();
    return null;
  });
  handleInvoke('recordings:read', ({ recordId, part, fromByte }) => recordings.read(recordId, part, fromByte));
  handleInvoke('recordings:export', async ({ suggestedName, bytes }, sender) => {
    const window = BrowserWindow.fromWebContents(sender);
    const options = {
      defaultPath: path.join(app.getPath('downloads'), suggestedName),
      filters: [{ name: 'Ogg Opus', extensions: ['ogg'] }],
    };
    const chosen = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
    if (chosen.canceled || !chosen.filePath) return { file: null };
    await writeFile(chosen.filePath, bytes, { mode: 0o600 });
    return { file: chosen.filePath };
  });
}
