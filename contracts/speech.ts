import { z } from 'zod';
import { legSchema } from './audio';
import { accentSchema, languageSchema } from './cues';
import { voiceLineSchema } from './emotion';
import { spokenLanguageSchema, timedWordSchema, transcriptLineSchema } from './transcript';

export const earNameSchema = z.enum(['fast', 'careful']);
export type EarName = z.infer<typeof earNameSchema>;
/** Everything; keywords without recognition; or the voice detector alone. */
export const earsWorkSchema = z.enum(['everything', 'keywords', 'voice']);
export type EarsWork = z.infer<typeof earsWorkSchema>;
/** Which ears hear the line through the noise filter. */
export const noiseFilterUseSchema = z.enum(['off', 'recogniser', 'both']);
export type NoiseFilterUse = z.infer<typeof noiseFilterUseSchema>;
const timeMs = z.number().nonnegative();
const base = { callId: z.string(), leg: legSchema };

/** A keyword hit. `id` stays the same from heard to confirmed or withdrawn. Times: ms from the start of the leg. */
const keywordFields = {
  ...base,
  id: z.string(),
  phrase: z.string(),
  startMs: timeMs,
  endMs: timeMs,
  score: z.number().min(0).max(1),
  ear: earNameSchema,
  /**
   * Confirmed while the sentence still goes on: it may yet be denied in it (投诉倒不至于), or not be written in the end.
   * What is confirmed then is told once more without this.
   */
  draft: z.literal(true).optional(),
};

/** What the ears say of a call, in the order it is known. */
export const speechEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('speech-start'), ...base, startMs: timeMs }),
  z.object({ type: z.literal('speech-end'), ...base, startMs: timeMs, endMs: timeMs }),
  z.object({ type: z.literal('keyword'), ...keywordFields, confirmed: z.boolean() }),
  z.object({ type: z.literal('keyword-confirmed'), ...keywordFields }),
  z.object({ type: z.literal('keyword-withdrawn'), ...keywordFields }),
  z.object({ type: z.literal('gap'), ...base, lostFrames: z.number().int().positive(), atMs: timeMs }),
  /** Digits said one by one in an utterance: how many, never which. */
  z.object({
    type: z.literal('digits'),
    ...base,
    startMs: timeMs,
    endMs: timeMs,
    count: z.number().int().positive(),
  }),
  /** What the careful ear wrote of a finished utterance; nothing comes of one that it will not vouch for. */
  z.object({
    type: z.literal('transcript'),
    callId: z.string(),
    ...transcriptLineSchema.shape,
    /** Where the recogniser times its words. Not redacted: they never go into a record. */
    words: z.array(timedWordSchema).optional(),
    /** What the recogniser took the language for (ISO 639), where it tells. */
    language: z.string().max(8).optional(),
  }),
  /**
   * As much of a sentence as was said so far; the next one, or the transcript, takes its place. Empty: it was no words
   * after all.
   */
  z.object({
    type: z.literal('transcript-partial'),
    callId: z.string(),
    ...transcriptLineSchema.shape,
    text: z.string(),
  }),
  /** An utterance that nobody wrote down, for the recogniser did not come to it in time. */
  z.object({ type: z.literal('unread'), ...base, startMs: timeMs, endMs: timeMs }),
  /** How a finished utterance was said, apart from its words. */
  z.object({ type: z.literal('voice'), callId: z.string(), ...voiceLineSchema.shape }),
  /** What the ears do from now on, said when it changes: a desk that falls behind gives up some of it. */
  z.object({ type: z.literal('load'), callId: z.string(), work: earsWorkSchema, lagMs: timeMs }),
]);
export type SpeechEvent = z.infer<typeof speechEventSchema>;
export type KeywordEvent = Extract<SpeechEvent, { type: 'keyword' | 'keyword-confirmed' | 'keyword-withdrawn' }>;

/** State of one model of the ears, for Settings. */
export const modelStateSchema = z.object({
  name: z.string(),
  role: z.enum(['vad', 'fast-ear', 'careful-ear']),
  state: z.enum(['ready', 'loading', 'missing', 'damaged', 'failed']),
  message: z.string(),
});
export type ModelState = z.infer<typeof modelStateSchema>;

/** Keywords to listen for: a phrase in Chinese characters or English words, and the fast ear's threshold in (0, 1). */
export const keywordSchema = z.object({
  phrase: z.string().min(1),
  threshold: z.number().gt(0).lt(1).default(0.15),
  /** What the fast ear takes for the same sound in it; nothing unless named. */
  accents: z.array(accentSchema).optional(),
});
export type Keyword = z.infer<typeof keywordSchema>;

/** Window → ears, over the port. `frame` messages carry `pcm` beside the header (see audio.ts). */
export const earsCommandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start-call'),
    callId: z.string(),
    /** Of the cue book. */
    language: languageSchema,
    /** What the careful ear is told is spoken; absent, the cue book's language. */
    spokenLanguage: spokenLanguageSchema.optional(),
    keywords: z.array(keywordSchema),
    noiseFilter: noiseFilterUseSchema.optional(),
  }),
  z.object({ type: z.literal('end-call'), callId: z.string() }),
  /** Whether somebody reads along, so that sentences are wanted before they are over. */
  z.object({ type: z.literal('captions'), callId: z.string(), wanted: z.boolean() }),
]);
export type EarsCommand = z.infer<typeof earsCommandSchema>;

/** Ears → window, over the port. */
export const earsMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('models'), models: z.array(modelStateSchema) }),
  z.object({ type: z.literal('speech'), event: speechEventSchema }),
  /** Every frame of the call below this sequence number has been heard; said about twice a second. */
  z.object({ type: z.literal('heard'), callId: z.string(), frames: z.number().int().nonnegative() }),
  /** All audio of the call has been heard out; no further event of it follows. */
  z.object({ type: z.literal('call-ended'), callId: z.string() }),
  z.object({ type: z.literal('trouble'), code: z.string(), message: z.string() }),
]);
export type EarsMessage = z.infer<typeof earsMessageSchema>;
