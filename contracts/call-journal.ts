import { z } from 'zod';
import { directionSchema } from './calls';
import { accountIdSchema } from './settings';

/** A confirmed SIP dialog as this desk's side knows it (RFC 3261 section 12). */
export const dialogFactsSchema = z.object({
  callId: z.string().min(1),
  localTag: z.string().min(1),
  remoteTag: z.string().min(1),
  /** In the order in which requests of this side name them. */
  routeSet: z.array(z.string()),
  localCSeq: z.number().int().nonnegative(),
  /** The other side's Contact. */
  remoteTarget: z.string(),
});
export type DialogFacts = z.infer<typeof dialogFactsSchema>;

/** What a desk that was killed needs in order to take a call back: written down with the call's draft at each change. */
export const callJournalSchema = z.object({
  recordId: z.uuid(),
  dialog: dialogFactsSchema,
  /** By which of the desk's accounts it came or went; absent: the main one. */
  accountId: accountIdSchema.optional(),
  direction: directionSchema,
  /** As dialled, or as the caller's From header says. */
  remoteNumber: z.string(),
  muted: z.boolean(),
  /** The agent had it on hold, or had asked for that. */
  held: z.boolean(),
  /** Wall clocks, ms since 1970. `seenAtMs`: when this was written; the call was up then. */
  answeredAtMs: z.number().nonnegative(),
  seenAtMs: z.number().nonnegative(),
});
export type CallJournal = z.infer<typeof callJournalSchema>;
