import { z } from 'zod';
import { cueBookSchema, languageSchema } from './cues';

const versionNumber = z.number().int().positive().max(999_999);

/** One saved state of the desk's own cue book, without the book. */
export const cueVersionHeadSchema = z.strictObject({
  number: versionNumber,
  savedAt: z.iso.datetime(),
  /** Who saved it: the agent's name or extension in the settings; empty where neither is set. */
  savedBy: z.string().max(200),
  note: z.string().max(500),
  /** A roll-back: the version whose book this is again. */
  rolledBackTo: versionNumber.nullable(),
  /** From here on the desk uses the book it is given, and none of its own. */
  delivered: z.boolean(),
});
export type CueVersionHead = z.infer<typeof cueVersionHeadSchema>;

/** One file of the history. `sha256` is of the JSON of `head` and `book`, so that a flipped bit is seen. */
export const cueVersionFileSchema = z.strictObject({
  head: cueVersionHeadSchema,
  /** Null: the delivered one. */
  book: cueBookSchema.nullable(),
  sha256: z.string(),
});

/** A version that cannot be read stays where it is, under its number. */
export const cueVersionSchema = z.union([
  cueVersionHeadSchema.extend({ damaged: z.literal(false) }),
  z.strictObject({ number: versionNumber, damaged: z.literal(true), file: z.string(), reason: z.string() }),
]);
export type CueVersion = z.infer<typeof cueVersionSchema>;

/** The desk's own book of a language as it is in force; `book` null: the delivered one is used. */
export const ownCueBookSchema = z.strictObject({
  language: languageSchema,
  head: cueVersionHeadSchema.nullable(),
  book: cueBookSchema.nullable(),
});
export type OwnCueBook = z.infer<typeof ownCueBookSchema>;
