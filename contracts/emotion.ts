import { z } from 'zod';
import { legSchema } from './audio';

const timeMs = z.number().nonnegative();

/** How an utterance was said, apart from its words. Times: ms from the start of the leg. */
export const voiceLineSchema = z.object({
  leg: legSchema,
  startMs: timeMs,
  endMs: timeMs,
  /** Of its voiced parts, dB relative to full scale. */
  levelDb: z.number(),
  /** Null where too little of it is voiced. */
  pitchHz: z.number().positive().nullable(),
});
export type VoiceLine = z.infer<typeof voiceLineSchema>;

/** `angry`: negative words in a raised voice. `annoyed`, `pleased`: by words. `raised-voice`: by the voice alone. */
export const emotionSchema = z.enum(['angry', 'annoyed', 'pleased', 'raised-voice']);
export type Emotion = z.infer<typeof emotionSchema>;

export const foundEmotionSchema = z.object({
  emotion: emotionSchema,
  leg: legSchema,
  atMs: timeMs,
  endMs: timeMs,
  /** The words it shows in; null where the voice alone does. */
  words: z.string().nullable(),
  /** How far above the speaker's usual voice; null where the words alone show it. */
  voice: z.object({ louderDb: z.number(), higherSemitones: z.number() }).nullable(),
});
export type FoundEmotion = z.infer<typeof foundEmotionSchema>;
