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
