import { readFileSync } from 'node:fs';
import { SidetoneError, toFailure, type Failure } from '../contracts/errors';
import { cueBookSchema, type CueBook } from '../contracts/cues';
import english from '../domain/cue-books/en.json';
import mandarin from '../domain/cue-books/zh.json';
import { parseCueBook } from '../domain/cue-book-check';

/** Reads one cue book. @throws SidetoneError `cue-book-invalid`, naming line, column and key of each mistake. */
export function readCueBook(file: string): CueBook {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SidetoneError('cue-book-invalid', `The cue book ${file} cannot be read: ${reason}.`);
  }
  return parseCueBook(text, file);
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
