import { z } from 'zod';
import { callCauseSchema, callPhaseSchema, directionSchema, dispositionSchema } from './calls';
import { cardTrialSchema, cardStateSchema, languageSchema, recordedScriptSchema } from './cues';
import { legSchema } from './audio';
import { filledFormSchema } from './forms';
import { qualityScoreSchema } from './quality-form';
import { foundEmotionSchema } from './emotion';
import { callSummarySchema, summaryRewriteSchema } from './summary';
import { secretKindSchema, transcriptLineSchema } from './transcript';
import { recordingChangeSchema, recordingFactsSchema } from './recording';
import { AGREED_HEADERS, agreedHeaderNameSchema, autoAnswerHeaderSchema } from './habits';

const isoTime = z.iso.datetime({ offset: true });
const ms = z.number().nonnegative();

export const transferKindSchema = z.enum(['blind', 'attended', 'park', 'conference']);
export type TransferKind = z.infer<typeof transferKindSchema>;

/** One mark on a call's timeline. `atMs`: ms since the call began (monotonic clock). */
export const timelineEntrySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('phase'), atMs: ms, phase: callPhaseSchema }),
  z.object({ type: z.literal('mute'), atMs: ms, muted: z.boolean() }),
  z.object({ type: z.literal('dtmf'), atMs: ms, sent: z.boolean() }),
  z.object({ type: z.literal('speech'), atMs: ms, endMs: ms, leg: legSchema }),
  z.object({
    type: z.literal('keyword'),
    atMs: ms,
    leg: legSchema,
    phrase: z.string(),
    score: z.number(),
    outcome: z.enum(['heard', 'confirmed', 'withdrawn']),
  }),
  z.object({
    type: z.literal('card'),
    atMs: ms,
    cueId: z.string(),
    title: z.string(),
    state: cardStateSchema,
    /** Where some calls are to do without it, so that what it brings can be measured. */
    trial: cardTrialSchema.optional(),
  }),
  z.object({ type: z.literal('gap'), atMs: ms, leg: legSchema, lostFrames: z.number().int() }),
  /** The screen warned: the microphone gave nothing, sound left a muted desk. `code`: as the warning's words. */
  z.object({ type: z.literal('warning'), atMs: ms, code: z.string().max(100) }),
  z.object({ type: z.literal('recording'), atMs: ms, change: recordingChangeSchema }),
  z.object({ type: z.literal('note'), atMs: ms, text: z.string() }),
  /** `to`: masked, or a name. `gone`: the PBX took the call without saying what became of it. */
  z.object({
    type: z.literal('transfer'),
    atMs: ms,
    kind: transferKindSchema,
    to: z.string().max(100),
    outcome: z.enum(['asked', 'done', 'failed', 'gone']),
    sipCode: z.number().int().nullable(),
  }),
  /** The other party of the desk, masked, could hear and be heard from here on, or not any more. */
  z.object({ type: z.literal('conference'), atMs: ms, joined: z.boolean(), with: z.string().max(100) }),
  /** While this call was held, the agent asked somebody. */
  z.object({ type: z.literal('consult'), atMs: ms, to: z.string().max(100) }),
]);
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const mediaQualitySchema = z.object({
  packetsSent: z.number().int().nonnegative(),
  packetsReceived: z.number().int().nonnegative(),
  packetsLost: z.number().int(),
  jitterMs: z.number().nonnegative(),
});
export type MediaQuality = z.infer<typeof mediaQualitySchema>;

/** What the network did to a call, second by second: mean opinion scores 1 to 4.5 (ITU-T G.107), `in` heard here, `out` there. */
export const callQualitySchema = z.object({
  meanMos: z.number().nullable(),
  worstMos: z.number().nullable(),
  measuredSeconds: z.number().int().nonnegative(),
  poorSeconds: z.number().int().nonnegative(),
  /** Seconds that were not good, by who could have mended them. */
  sides: z.object({
    'my-microphone': z.number().int().nonnegative(),
    'my-network': z.number().int().nonnegative(),
    'their-side': z.number().int().nonnegative(),
  }),
  series: z.object({
    /** When the first point was measured, ms since the call began. */
    fromMs: ms,
    stepSeconds: z.number().int().positive(),
    /** The worst of each step; null where nothing was measured. Loss in per cent, jitter and round trip in ms. */
    points: z
      .array(
        z
          .object({
            in: z.number(),
            out: z.number().nullable(),
            loss: z.number().nonnegative(),
            jitter: z.number().int().nonnegative(),
            rtt: z.number().int().nonnegative().nullable(),
          })
          .nullable(),
      )
      .max(600),
  }),
});
export type CallQuality = z.infer<typeof callQualitySchema>;

/** Agreed headers of the INVITE by name, as the settings write the name. */
const sipHeadersSchema = z
  .record(agreedHeaderNameSchema, z.string().max(AGREED_HEADERS.longestValue))
  .refine((headers) => Object.keys(headers).length <= AGREED_HEADERS.most, 'too many headers');
export type SipHeaders = z.infer<typeof sipHeadersSchema>;

/** The desk answered by itself: which header asked for it (null: the desk's own setting), and how long it rang. */
const autoAnswerSchema = z.object({ header: autoAnswerHeaderSchema.nullable(), afterMs: ms });
export type AutoAnswered = z.infer<typeof autoAnswerSchema>;

export const optOutSchema = z.object({ cueId: z.string(), phrase: z.string(), atMs: ms });

/** A call in words, without what must not leave the desk: `[card-number]` and the like stand in its place. */
export const callTranscriptSchema = z.object({
  /** Times: ms since the call began. */
  lines: z.array(transcriptLineSchema).max(2000),
  /** How many of each kind were taken out. */
  redacted: z.record(secretKindSchema, z.number().int().nonnegative()),
  /** When they were said, ms since the call began: a recording is silent there once it leaves the desk. */
  secrets: z.array(z.object({ kind: secretKindSchema, leg: legSchema, startMs: ms, endMs: ms })).optional(),
});
export type CallTranscript = z.infer<typeof callTranscriptSchema>;

/** As much of a story as a record keeps. */
export const PRACTICE_WORDS = { most: 50, longest: 100 };

/** A call by an account whose PBX announced itself as the practice one: it counts in no statistics of real calls. */
export const practiceMarkSchema = z.object({
  /**
   * What this customer's story should bring up, as it was known when the call began: the words, and the card of the
   * cue book in use, null where it had none. Empty: no story that can be rehearsed.
   */
  expected: z
    .array(z.object({ phrase: z.string().min(1).max(PRACTICE_WORDS.longest), cueId: z.string().nullable() }))
    .max(PRACTICE_WORDS.most),
});
export type PracticeMark = z.infer<typeof practiceMarkSchema>;

/** Everything that is kept of one call. */
export const callRecordSchema = z.object({
  /** UUIDv7: sorts by time. */
  recordId: z.uuid(),
  sipCallId: z.string(),
  agentExtension: z.string(),
  /** Which of the desk's accounts, as the agent calls it; absent where it is the main one or the only one. */
  agentAccount: z.string().max(40).optional(),
  /** The desk's team; absent where it has none, and in older records. */
  team: z.string().max(40).optional(),
  direction: directionSchema,
  remoteNumber: z.string(),
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  language: languageSchema,
  startedAt: isoTime,
  answeredAt: isoTime.nullable(),
  endedAt: isoTime,
  /** Durations by the monotonic clock. */
  ringMs: ms,
  talkMs: ms,
  holdMs: ms,
  wrapUpMs: ms,
  cause: callCauseSchema,
  sipCode: z.number().int().nullable(),
  quality: mediaQualitySchema.nullable(),
  /** Absent in records made before it was measured: adding it to them would change their hash. */
  callQuality: callQualitySchema.nullable().optional(),
  /** The call's recording on its desk; absent where none was made. */
  recording: recordingFactsSchema.optional(),
  /** Both absent where there is nothing to say, and in older records. */
  sipHeaders: sipHeadersSchema.optional(),
  autoAnswer: autoAnswerSchema.optional(),
  /** The version of the script it was given; absent where there was one alone, and in older records. */
  script: recordedScriptSchema.optional(),
  /** Absent in real calls, and in records made before practice was told apart. */
  practice: practiceMarkSchema.optional(),
  speech: z.object({ agentMs: ms, customerMs: ms, lostFrames: z.number().int().nonnegative() }),
  disposition: dispositionSchema.nullable(),
  notes: z.string().max(4000),
  callbackAt: isoTime.nullable(),
  optOut: optOutSchema.nullable(),
  timeline: z.array(timelineEntrySchema).max(5000),
  /** What was said, redacted; absent where nothing was written down, and in older records. */
  transcript: callTranscriptSchema.optional(),
  /** What the agent confirmed of the call's form; absent where nothing was, and in older records. */
  form: filledFormSchema.optional(),
  /** Summary and score, made of the redacted transcript; absent without one. */
  review: z
    .object({
      summary: callSummarySchema,
      /** Absent where nothing was sent to a language model, and in older records. */
      rewrite: summaryRewriteSchema.optional(),
      /** 1 to 5, by words alone. */
      satisfaction: z.number().int().min(1).max(5).nullable(),
      score: qualityScoreSchema,
      /** Absent in older records. */
      emotions: z.array(foundEmotionSchema).max(500).optional(),
    })
    .optional(),
});
export type CallRecord = z.infer<typeof callRecordSchema>;

export const GENESIS_HASH = '0'.repeat(64);

/** A record in its desk's chain: hash = SHA-256 over deskId, number, previousHash and the canonical record. */
export const chainedRecordSchema = z.object({
  deskId: z.string().min(1).max(64),
  /** 1, 2, 3 … for each desk. */
  number: z.number().int().positive(),
  previousHash: z.string().regex(/^[0-9a-f]{64}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  record: callRecordSchema,
});
export type ChainedRecord = z.infer<typeof chainedRecordSchema>;
