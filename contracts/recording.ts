import { z } from 'zod';

/** Which calls are recorded, what the customer is told of it, and how long the files are kept. */
export const recordingSettingsSchema = z.strictObject({
  when: z.enum(['off', 'all', 'outbound', 'inbound', 'by-hand']).default('off'),
  /** What the customer hears when a recording begins. */
  announce: z.enum(['none', 'beep', 'spoken']).default('spoken'),
  /** Seconds from one reminding beep to the next; 0: none. */
  beepEverySeconds: z.number().int().min(0).max(600).default(0),
  /** Leave out what is keyed, and what sounds like a card number (PCI DSS 3.2). */
  pauseForCards: z.boolean().default(true),
  keepDays: z.number().int().min(1).max(3650).default(90),
  /** All recordings of this desk together; the oldest make room. */
  maxMegabytes: z.number().int().min(10).max(1_000_000).default(5_000),
});
export type RecordingSettings = z.infer<typeof recordingSettingsSchema>;

/** Names the file: a recording has the id of its call's record. */
export const recordingIdSchema = z.uuid();

/** What became of a recording, as the timeline of its call tells. */
export const recordingChangeSchema = z.enum([
  'started',
  'announced',
  'paused-by-hand',
  'paused-for-card',
  'resumed',
  'stalled',
  'flowing',
  'stopped',
]);
export type RecordingChange = z.infer<typeof recordingChangeSchema>;

/** What a call's record says of its recording. The sound is in a file of the desk, by the record's id. */
export const recordingFactsSchema = z.object({
  /** Where the file's first sample lies, ms since the call began. */
  fromMs: z.number().nonnegative(),
  durationMs: z.number().nonnegative(),
  /** Bytes of the file that the disk had acknowledged when this was written. */
  bytes: z.number().int().nonnegative(),
  /**
   * Stretches of the call that the file's time leaps over, ms since the call began: another line was in front, or the
   * computer slept. Absent where there is none, and in older records.
   */
  missing: z.array(z.object({ fromMs: z.number().nonnegative(), toMs: z.number().nonnegative() })).optional(),
});
export type RecordingFacts = z.infer<typeof recordingFactsSchema>;

/** The desk's file as its own first lines say, in clear: all a reader with the desk key needs. */
export const recordingHeaderSchema = z.object({
  recordId: recordingIdSchema,
  /** The file's own AES-256 key, encrypted with the desk key: base64 of 12 bytes nonce, ciphertext, tag. */
  wrappedKey: z.string(),
});
export type RecordingHeader = z.infer<typeof recordingHeaderSchema>;
