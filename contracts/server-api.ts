import { z } from 'zod';
import { agentStateSchema, callCauseSchema, callPhaseSchema, directionSchema, dispositionSchema } from './calls';
import { languageSchema, scriptIdSchema, scriptWordingSchema } from './cues';
import { chainedRecordSchema } from './records';
import { failureSchema } from './errors';

/**
 * POST /v1/devices/enrol: a desk trades the enrolment token for its own device token (sent as Bearer from then on). The
 * supervisor token in its place makes a supervisor's desk, which may watch the whole floor.
 */
export const enrolRequestSchema = z.object({
  enrolmentToken: z.string().min(1),
  deskId: z.string().min(1).max(64),
  name: z.string().max(100),
});
export const enrolResponseSchema = z.object({ deviceToken: z.string(), deskId: z.string() });

/** POST /v1/records: answered only after the batch is durable. Order within a desk does not matter. */
export const ingestRequestSchema = z.object({ records: z.array(z.unknown()).min(1).max(200) });
export const ingestResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('stored'), number: z.number() }),
  z.object({ status: z.literal('duplicate'), number: z.number() }),
  z.object({ status: z.literal('refused'), number: z.number().nullable(), error: failureSchema }),
]);
export const ingestResponseSchema = z.object({ results: z.array(ingestResultSchema) });
export type IngestResponse = z.infer<typeof ingestResponseSchema>;

/** GET /v1/desks/:deskId/chain */
export const chainReportSchema = z.object({
  deskId: z.string(),
  records: z.number().int(),
  highestNumber: z.number().int(),
  /** Missing numbers as closed ranges. */
  gaps: z.array(z.object({ from: z.number().int(), to: z.number().int() })),
  /** Numbers whose previousHash does not match the record before. */
  broken: z.array(z.number().int()),
  whole: z.boolean(),
  lastHash: z.string().nullable(),
});
export type ChainReport = z.infer<typeof chainReportSchema>;

/** GET /v1/records?deskId&limit&before: newest first. */
export const recordsPageSchema = z.object({ records: z.array(chainedRecordSchema) });

/** Days back from today, in UTC, whose calls are in {@link cardLearningSchema} and {@link scriptSumsSchema}. */
export const LEARNING_DAYS = 90;
const count = z.number().int().nonnegative();

/**
 * GET /v1/card-learning?team (device token): what the team's other desks did with each card in real calls, summed up.
 * Without `team`: all other desks.
 */
export const cardLearningSchema = z.object({
  cards: z.array(z.object({ cueId: z.string().min(1), language: languageSchema, used: count, dismissed: count })),
});
export type CardLearningAnswer = z.infer<typeof cardLearningSchema>;

/** GET /v1/script-outcomes?language: how real, answered calls of all desks ended with each version of the script. */
export const scriptSumsSchema = z.object({
  versions: z.array(
    z.object({
      language: languageSchema,
      id: scriptIdSchema,
      /** Null: of records that did not keep it. */
      wording: scriptWordingSchema.nullable(),
      /** What it was called last. */
      label: z.string(),
      calls: count,
      /** Sold, interested, or to be called back. */
      good: count,
      sales: count,
    }),
  ),
});
export type ScriptSums = z.infer<typeof scriptSumsSchema>['versions'][number];

/** GET /v1/opt-outs */
export const optOutsSchema = z.object({
  optOuts: z.array(
    z.object({ number: z.string(), recordId: z.string(), deskId: z.string(), phrase: z.string(), at: z.string() }),
  ),
});

/** GET /v1/dead-letters, supervisors only: records that no worker could store, without what is in them. */
export const deadLettersSchema = z.object({
  deadLetters: z.array(
    z.object({
      id: z.number().int(),
      deskId: z.string(),
      number: z.number().int(),
      attempts: z.number().int(),
      /** SQLSTATE, or the keys that are not valid. */
      reason: z.string(),
      receivedAt: z.string(),
      buriedAt: z.string(),
    }),
  ),
});
export type DeadLetter = z.infer<typeof deadLettersSchema>['deadLetters'][number];

/** POST /v1/dead-letters/replay: puts one (`id`) or all back into the queue. */
export const replayRequestSchema = z.strictObject({ id: z.number().int().positive().optional() });
export const replayResponseSchema = z.object({ replayed: z.number().int() });

/** What a desk tells the monitor of itself. */
export const deskStatusSchema = z.object({
  deskId: z.string(),
  name: z.string(),
  extension: z.string(),
  state: agentStateSchema,
  breakReason: z.string().nullable(),
  /** Callers are turned away; absent from an older desk. */
  doNotDisturb: z.boolean().optional(),
  stateSince: z.string(),
  call: z
    .object({
      recordId: z.string(),
      direction: directionSchema,
      phase: callPhaseSchema,
      /** Masked: 138****8000. */
      maskedNumber: z.string(),
      customerName: z.string().nullable(),
      since: z.string(),
      quality: z.enum(['good', 'fair', 'poor', 'unknown']),
      /** Who could mend it, and the mean opinion score of the last second; absent from an older desk. */
      qualitySide: z.enum(['my-microphone', 'my-network', 'their-side']).nullable().optional(),
      mos: z.number().min(1).max(4.5).nullable().optional(),
      /** When the customer spoke, the last minute of it; `endedAt` null while they still do. */
      customerSpeech: z.array(z.object({ startedAt: z.string(), endedAt: z.string().nullable() })).max(60),
    })
    .nullable(),
  lastCue: z.object({ title: z.string(), phrase: z.string(), at: z.string() }).nullable(),
  /** Records made and not yet acknowledged by the server. */
  unsynced: z.number().int(),
});
export type DeskStatus = z.infer<typeof deskStatusSchema>;

export const todayCountsSchema = z.object({
  calls: z.number().int(),
  answered: z.number().int(),
  /** answered / outbound calls, 0 to 1; null before the first. */
  answerRate: z.number().nullable(),
  talkMs: z.number(),
  optOuts: z.number().int(),
});

/** One line of the monitor's record feed: no number in full. */
export const recordFeedItemSchema = z.object({
  recordId: z.string(),
  deskId: z.string(),
  number: z.number().int(),
  direction: directionSchema,
  maskedNumber: z.string(),
  customerName: z.string().nullable(),
  startedAt: z.string(),
  talkMs: z.number(),
  cause: callCauseSchema,
  disposition: dispositionSchema.nullable(),
  cues: z.array(z.string()),
  /** To a practice customer: in no count. Absent for real calls, and from an older server. */
  practice: z.boolean().optional(),
});
export type RecordFeedItem = z.infer<typeof recordFeedItemSchema>;

/** GET /v1/desk-socket (WebSocket, Bearer device token in ?token=): desk → server messages. */
export const deskSocketMessageSchema = z.object({ type: z.literal('status'), status: deskStatusSchema });

/**
 * GET /v1/monitor-socket (WebSocket, ?token= of a supervisor or a supervisor's desk): server → monitor messages. Closed
 * with 4401 for a wrong token and with 4403 for any other desk.
 */
export const monitorMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    desks: z.array(deskStatusSchema),
    today: todayCountsSchema,
    feed: z.array(recordFeedItemSchema),
  }),
  z.object({ type: z.literal('desk'), status: deskStatusSchema }),
  z.object({ type: z.literal('desk-gone'), deskId: z.string() }),
  z.object({ type: z.literal('record'), item: recordFeedItemSchema, today: todayCountsSchema }),
]);
export type MonitorMessage = z.infer<typeof monitorMessageSchema>;
