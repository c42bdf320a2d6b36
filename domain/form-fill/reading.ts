import type { FieldTrouble, FieldValue } from '../../contracts/forms';
import type { TextSpan } from '../mapped-text';

/** What a text says for a field: a value, or why there is none, and the words. */
export interface Reading extends TextSpan {
  value?: FieldValue;
  trouble?: FieldTrouble;
}

export interface ReadingContext {
  /** The agent has just asked for the field: a bare answer counts. Without: only words that announce themselves. */
  asked: boolean;
  /** Local date and time of the call: `2026-11-28T10:00`. */
  callAt: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

export function said(text: string, span: TextSpan): string {
  return text.slice(span.start, span.end).trim();
}

/** Where the first of the announcing phrases ends in the text, or undefined. */
export function afterAnnouncement(text: string, phrases: readonly string[]): number | undefined {
  const lower = text.toLowerCase();
  const ends = phrases.flatMap((phrase) => {
    const at = lower.lastIndexOf(phrase.toLowerCase());
    return at < 0 ? [] : [at + phrase.length];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}
