import { z } from 'zod';
import { legSchema } from './audio';

/** One finished utterance in words. Times: ms from the start of its leg. */
export const transcriptLineSchema = z.object({
  leg: legSchema,
  startMs: z.number().nonnegative(),
  endMs: z.number().nonnegative(),
  /** As the careful ear wrote it: punctuation where the model gives it, simplified characters for Chinese. Never empty. */
  text: z.string().min(1),
});
export type TranscriptLine = z.infer<typeof transcriptLineSchema>;

/** A word, or a Chinese character, and when it was said; punctuation is part of the word before it. */
export const timedWordSchema = z.object({
  text: z.string().min(1),
  startMs: z.number().nonnegative(),
  endMs: z.number().nonnegative(),
});
export type TimedWord = z.infer<typeof timedWordSchema>;

/** What a recogniser is told is spoken; `yue` is Cantonese, `auto` leaves it to the recogniser. */
export const spokenLanguageSchema = z.enum(['zh', 'en', 'yue', 'auto']);
export type SpokenLanguage = z.infer<typeof spokenLanguageSchema>;

/** What is taken out of a transcript before it leaves the desk. */
export const secretKindSchema = z.enum([
  'card-number',
  'identity-number',
  'bank-account',
  'phone-number',
  'address',
  'name',
]);
export type SecretKind = z.infer<typeof secretKindSchema>;
