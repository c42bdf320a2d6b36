import { cueBookSchema, type CueBook } from '../contracts/cues';
import { deadRules } from './cue-rules/dead-rules';
import { checkJson, parseJsonFile, type JsonCheck } from './json-check';
import { keywordsOf } from './cues';
import { scriptProblems } from './script-graph';
import { versionProblems } from './script-versions';

/** What a schema alone cannot see: scripts that strand the agent, rules that never hold. */
const soundBookSchema = cueBookSchema.superRefine((book, context) => {
  for (const { path, message } of [...scriptProblems(book.script), ...versionProblems(book), ...deadRules(book)])
    context.addIssue({
      code: 'custom',
      path: path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
      message,
    });
  const listened = new Set(keywordsOf(book).map(({ phrase }) => phrase.toLowerCase()));
  for (const phrase of Object.keys(book.thresholds ?? {})) {
    if (listened.has(phrase.toLowerCase())) continue;
    const message = `no card listens for "${phrase}", so that its threshold is without effect`;
    context.addIssue({ code: 'custom', path: ['thresholds', phrase], message });
  }
});

/** Reads the text of a cue book file (JSON) and says of everything that is wrong where it stands. Never throws. */
export function checkCueBook(text: string): JsonCheck<CueBook> {
  return checkJson(text, soundBookSchema);
}

/** As {@link checkCueBook}. @throws SidetoneError `cue-book-invalid`, a line of the message for each problem. */
export function parseCueBook(text: string, fileName: string): CueBook {
  return parseJsonFile(text, soundBookSchema, 'cue-book-invalid', fileName);
}
