import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SidetoneError, parseOrThrow } from '../../contracts/errors';
import { cueBookSchema, type CueBook, type Language } from '../../contracts/cues';

/**
 * Reads `<folder>/<language>.json` each time, so that an administrator's edit needs no restart.
 * Throws `not-found`, `cue-book-unreadable`, or `invalid-cue-book` with the path of each wrong key.
 */
export async function readCueBook(folder: string, language: Language): Promise<CueBook> {
  let text: string;
  try {
    text = await readFile(join(folder, `${language}.json`), 'utf8');
  } catch (cause) {
    throw new SidetoneError('not-found', `This server has no cue book for "${language}".`, { cause });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const where = cause instanceof Error ? ` ${cause.message}` : '';
    throw new SidetoneError('cue-book-unreadable', `The cue book ${language}.json is not JSON.${where}`, { cause });
  }
  return parseOrThrow(cueBookSchema, content, 'invalid-cue-book', `The cue book ${language}.json`);
}
