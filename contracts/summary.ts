import { z } from 'zod';
import { legSchema } from './audio';
import { dispositionSchema } from './calls';
import { languageSchema } from './cues';

const ms = z.number().nonnegative();

/** Where a sentence has its knowledge from. Times: ms from the start of the leg. */
export const citeSchema = z.object({ leg: legSchema, startMs: ms, endMs: ms, words: z.string() });
export type Cite = z.infer<typeof citeSchema>;

/** `check`: something a person should listen to, for the words leave it open. */
export const summaryKindSchema = z.enum(['outcome', 'fact', 'objection', 'promise', 'next-action', 'check']);
export type SummaryKind = z.infer<typeof summaryKindSchema>;

export const summarySentenceSchema = z.object({
  kind: summaryKindSchema,
  text: z.string().min(1),
  /** Empty only for the outcome of a call that was not answered. */
  cites: z.array(citeSchema),
});
export type SummarySentence = z.infer<typeof summarySentenceSchema>;

export const callSummarySchema = z.object({
  language: languageSchema,
  /** The outcome first, the next actions last. Empty where a call was answered and nothing of it is known. */
  sentences: z.array(summarySentenceSchema),
  /** Drafts for the agent to confirm; null where nothing supports one. */
  disposition: dispositionSchema.nullable(),
  callbackAt: z.iso.datetime({ offset: true }).nullable(),
});
export type CallSummary = z.infer<typeof callSummarySchema>;

/** What a language model was given of a call, redacted, and what came of it. */
export const summaryRewriteSchema = z.object({
  model: z.string().max(200),
  /** `asked`: the wrap-up was over before an answer. `set-aside`: the agent kept the summary by rules. */
  outcome: z.enum(['asked', 'shown', 'set-aside', 'failed']),
  /** Why it failed; empty else. */
  code: z.string().max(100),
  /** Spots taken out of what was sent. */
  redactedSpots: z.number().int().nonnegative(),
  /** What could be believed of the answer. */
  sentences: z.array(summarySentenceSchema).max(100),
});
export type SummaryRewrite = z.infer<typeof summaryRewriteSchema>;
