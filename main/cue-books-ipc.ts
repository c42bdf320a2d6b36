import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { SidetoneError, type Failure } from '../contracts/errors';
import type { OwnCueBook } from '../contracts/cue-versions';
import type { CueBookStore } from './cue-book-store';
import { handleInvoke } from './ipc';

/** The window's way to the desk's own cue books and their history. */
export function serveCueBooks(store: CueBookStore, mayEdit: () => boolean): void {
  const orRefuse = () => {
    if (!mayEdit()) throw new SidetoneError('cue-book-locked', 'The settings of this desk allow no book of its own.');
  };
  handleInvoke('cue-books:versions', ({ language }) => ({ versions: store.versions(language) }));
  handleInvoke('cue-books:read', ({ language, number }) => store.read(language, number));
  handleInvoke('cue-books:save', (request) => {
    orRefuse();
    store.save(request);
    return inForce(store.own(request.language));
  });
  handleInvoke('cue-books:roll-back', ({ language, number, note }) => {
    orRefuse();
    store.rollBack(language, number, note);
    return inForce(store.own(language));
  });
  handleInvoke('cue-books:export', async ({ suggestedName, text }, sender) => {
    const window = BrowserWindow.fromWebContents(sender);
    const options = {
      defaultPath: path.join(app.getPath('downloads'), suggestedName),
      filters: [{ name: 'JSON', extensions: ['json'] }],
    };
    const chosen = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
    if (chosen.canceled || !chosen.filePath) return { file: null };
    await writeFile(chosen.filePath, text, { mode: 0o600 });
    return { file: chosen.filePath };
  });
}

/** What the window begins with. Each start tells of a damaged version until a new one is saved. */
export function ownCueBooks(store: CueBookStore, mayEdit: boolean): { ownCueBooks: OwnCueBook[]; notices: Failure[] } {
  if (!mayEdit) return { ownCueBooks: [], notices: [] };
  const found = (['zh', 'en'] as const).map((language) => store.own(language));
  return { ownCueBooks: found.map(inForce), notices: found.flatMap(({ notices }) => notices) };
}

function inForce({ language, head, book }: OwnCueBook): OwnCueBook {
  return { language, head, book };
}
