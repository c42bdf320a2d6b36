import type { Failure } from '../contracts/errors';

/** One key to send, or a pause before the next. */
export type KeyStep = { type: 'key'; key: string } | { type: 'pause'; ms: number };
export type KeyRow = { ok: true; steps: KeyStep[] } | { ok: false; error: Failure };

/** What a comma has meant to telephones since modems dialled. */
const COMMA_MS = 2_000;
/** A card number, an account and a PIN fit; a pasted letter does not. */
const MOST_KEYS = 64;

/** A pasted text → keys in their order. Spaces, hyphens and brackets are how people write numbers, and are no keys. */
export function parseKeyRow(text: string): KeyRow {
  const steps: KeyStep[] = [];
  for (const character of text.normalize('NFKC').toUpperCase()) {
    if (/^[0-9*#A-D]$/.test(character)) steps.push({ type: 'key', key: character });
    else if (character === ',' || character === '、' || character === 'P') steps.push({ type: 'pause', ms: COMMA_MS });
    else if (!/^[\s()./-]$/.test(character)) {
      return failure('keys-unreadable', character.replace(/\p{C}/u, '?'));
    }
  }
  const keys = steps.filter(({ type }) => type === 'key').length;
  if (keys === 0) return failure('keys-empty', '');
  if (steps.length > MOST_KEYS) return failure('keys-too-many', String(MOST_KEYS));
  return { ok: true, steps };
}

/** The message is what the sentence on screen is filled with. */
function failure(code: string, message: string): KeyRow {
  return { ok: false, error: { code, message, retryable: false } };
}
