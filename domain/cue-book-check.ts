import { cueBookSchema, type CueBook } from '../contracts/cues';
import { checkJson, parseJsonFile, type JsonCheck } from './json-check';

/** Reads the text of a cue book file (JSON) and says of everything that is wrong where it stands. Never throws. */
export function checkCueBook(text: string): JsonCheck<CueBook> {
  return checkJson(text, cueBookSchema);
}

/** As {@link checkCueBook}. @throws SidetoneError `cue-book-invalid`, a line of the message for each problem. */
export function parseCueBook(text: string, fileName: string): CueBook {
  return parseJsonFile(text, cueBookSchema, 'cue-book-invalid', fileName);
}
