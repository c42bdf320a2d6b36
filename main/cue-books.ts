import { readFileSync } from 'node:fs';
import { SidetoneError, parseOrThrow, toFailure, type Failure } from '../contracts/errors';
import { cueBookSchema, type CueBook } from '../contracts/cues';
import english from '../domain/cue-books/en.json';
import mandarin from '../domain/cue-books/zh.json';

/** Reads one cue book; throws SidetoneError `cue-book-invalid` naming the path of each wrong key. */
export function readCueBook(file: string): CueBook {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SidetoneError('cue-book-invalid', `The cue book ${file} cannot be read: ${reason}.`);
  }
  return parseOrThrow(cueBookSchema, value, 'cue-book-invalid', `The cue book ${file}`);
}

/** The built-in books, one replaced by `file` when it is given. A wrong file leaves the built-in book and a notice. */
export function loadCueBooks(file: string | undefined): { cueBooks: CueBook[]; notices: Failure[] } {
  const builtIn = [cueBookSchema.parse(mandarin), cueBookSchema.parse(english)];
  if (!file) return { cueBooks: builtIn, notices: [] };
  try {
    const own = readCueBook(file);
    return { cueBooks: [...builtIn.filter((book) => book.language !== own.language), own], notices: [] };
  } catch (error) {
    return { cueBooks: builtIn, notices: [toFailure(error)] };
  }
}
