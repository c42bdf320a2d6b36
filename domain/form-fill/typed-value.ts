import type { FieldTrouble, FieldValue, FormField } from '../../contracts/forms';
import { readField } from './read-field';

const YES = /^(?:是|y|true)$/iu;
const NO = /^(?:否|n|false)$/iu;
const PLAIN_NUMBER = /^[-+]?\d+(?:[.,]\d+)*$/;

/**
 * What the agent typed into a field, read as if the customer had answered; a name and an address are taken as they are.
 * A trouble where it cannot be; null for empty text, and for text that says nothing the field could hold.
 */
export function typedValue(
  field: FormField,
  text: string,
  context: { callAt: string; country: string },
): FieldValue | FieldTrouble | null {
  const typed = text.trim();
  if (typed === '') return null;
  if (field.type === 'name' || field.type === 'address') return { type: field.type, value: typed };
  if (field.type === 'yes-no' && (YES.test(typed) || NO.test(typed))) return { type: 'yes-no', value: YES.test(typed) };
  const plain = PLAIN_NUMBER.test(typed) ? Number(typed.replaceAll(',', '')) : NaN;
  const read = readField(field, typed, { ...context, asked: true });
  if (read?.value !== undefined) return read.value;
  if (read?.trouble !== undefined) return read.trouble;
  if ((field.type === 'age' || field.type === 'amount') && Number.isFinite(plain)) {
    const { min, max } = field;
    const inRange = plain >= min && plain <= max;
    return inRange ? { type: field.type, value: plain } : { code: 'invalid-range', params: { said: typed, min, max } };
  }
  return null;
}

export function isTrouble(typed: FieldValue | FieldTrouble): typed is FieldTrouble {
  return 'code' in typed;
}
