import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cueBookSchema, type CueBook, type Language } from '../../contracts/cues';
import { SidetoneError } from '../../contracts/errors';
import { parseJsonFile } from '../../domain/json-check';

/**
 * Reads `<folder>/<language>.json` each time, so that an administrator's edit needs no restart.
 * Throws `not-found`, or `invalid-cue-book` with line and key of each mistake.
 */
export async function readCueBook(folder: string, language: Language): Promise<CueBook> {
  let text: string;
  try {
    text = await readFile(join(folder, `${language}.json`), 'utf8');
  } catch (cause) {
    throw new SidetoneError('not-found', `This server has no cue book for "${language}".`, { cause });
  }
  return parseJsonFile(text, cueBookSchema, 'invalid-cue-book', `${language}.json`);
}
