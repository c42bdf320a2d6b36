import { z } from 'zod';
import { contestEntrySchema, scoredItemSchema } from './quality-form';

const comment = z.string().trim().min(1).max(2000);

/** POST /v1/records/:recordId/contests, by the desk of the record. `at`: when the agent wrote it; sent again, it counts once. */
export const contestRequestSchema = z.strictObject({
  itemId: z.string().min(1).max(100),
  comment,
  at: z.iso.datetime({ offset: true }),
});
export type ContestRequest = z.infer<typeof contestRequestSchema>;

/** POST /v1/records/:recordId/decisions, by a supervisor. Refusing takes a comment. */
export const decisionRequestSchema = z.strictObject({
  itemId: z.string().min(1).max(100),
  accepted: z.boolean(),
  comment: comment.nullable(),
});
export type DecisionRequest = z.infer<typeof decisionRequestSchema>;

/** GET /v1/records/:recordId/contests, and the answer to both of the above: what was said of each item, in order. */
export const recordContestsSchema = z.object({
  items: z.array(z.object({ itemId: z.string(), history: z.array(contestEntrySchema) })),
});
export type RecordContests = z.infer<typeof recordContestsSchema>;

/** GET /v1/contests, supervisors only: those that wait for a decision, the longest waiting first. */
export const openContestsSchema = z.object({
  contests: z.array(
    z.object({
      recordId: z.uuid(),
      agentExtension: z.string(),
      customerName: z.string().nullable(),
      startedAt: z.string(),
      item: scoredItemSchema,
    }),
  ),
});
export type OpenContest = z.infer<typeof openContestsSchema>['contests'][number];
