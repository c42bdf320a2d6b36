import { intentBookSchema, type IntentBook } from '../../contracts/intents';
import { checkJson, parseJsonFile, type JsonCheck } from '../json-check';

/** Reads the text of an intent book file (JSON) and says of everything that is wrong where it stands. Never throws. */
export function checkIntentBook(text: string): JsonCheck<IntentBook> {
  return checkJson(text, intentBookSchema);
}

/** As {@link checkIntentBook}. @throws SidetoneError `intent-book-invalid`, a line of the message for each problem. */
export function parseIntentBook(text: string, fileName: string): IntentBook {
  return parseJsonFile(text, intentBookSchema, 'intent-book-invalid', fileName);
}
