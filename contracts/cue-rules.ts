import { z } from 'zod';
import { emotionSchema, type Emotion } from './emotion';

const leg = z.enum(['agent', 'customer', 'either']);
const words = z.array(z.string().min(1)).min(1).max(200);
const share = z.number().gt(0).lt(1);

/** What a card waits for beyond a single phrase. Times are those of the frames: ms from the start of the call's audio. */
export type CueCondition =
  /** Any of these was heard as a keyword, or stands in the transcript. */
  | { heard: string[]; leg?: 'agent' | 'customer' | 'either' }
  | { intent: string }
  /** A feeling shows, in words or in the voice. */
  | { emotion: Emotion; leg?: 'agent' | 'customer' | 'either' }
  /** A sum of money, or a price asked for. */
  | { price: 'agent' | 'customer' | 'either' }
  /** Nobody has spoken for so long. */
  | { silenceSeconds: number }
  /** The agent's share of all speech, once both together have spoken for 20 s. */
  | { agentShareAbove: number }
  | { agentShareBelow: number }
  /** The script is at this stage. */
  | { stage: string }
  /** The customer card says so: a fact by its label. */
  | { customer: { label: string; is?: string; contains?: string } }
  /** The call's form: a field by its key holds this value (an option's own, `yes` or `no`), a number within these, or anything. */
  | { form: { key: string; is?: string; atLeast?: number; below?: number } }
  /** All of these, as far as they happened in the last so many seconds. */
  | { withinSeconds: number; all: CueCondition[] }
  | { all: CueCondition[] }
  | { any: CueCondition[] }
  | { not: CueCondition };

const some = () =>
  z
    .array(z.lazy(() => cueConditionSchema))
    .min(1)
    .max(20);

export const cueConditionSchema: z.ZodType<CueCondition> = z.lazy(() =>
  z.union([
    z.strictObject({ heard: words, leg: leg.optional() }),
    z.strictObject({ intent: z.string().min(1) }),
    z.strictObject({ emotion: emotionSchema, leg: leg.optional() }),
    z.strictObject({ price: leg }),
    z.strictObject({ silenceSeconds: z.number().min(1).max(600) }),
    z.strictObject({ agentShareAbove: share }),
    z.strictObject({ agentShareBelow: share }),
    z.strictObject({ stage: z.string().min(1) }),
    z.strictObject({
      customer: z
        .strictObject({ label: z.string().min(1), is: z.string().optional(), contains: z.string().optional() })
        .refine(
          ({ is, contains }) => (is === undefined) !== (contains === undefined),
          'needs either "is" or "contains"',
        ),
    }),
    z.strictObject({
      form: z
        .strictObject({
          ...{ key: z.string().min(1), is: z.string().min(1).optional() },
          ...{ atLeast: z.number().optional(), below: z.number().optional() },
        })
        .refine(
          ({ is, atLeast, below }) => is === undefined || (atLeast === undefined && below === undefined),
          'needs either "is", or "atLeast" and "below"',
        ),
    }),
    z.strictObject({ withinSeconds: z.number().min(1).max(3_600), all: some() }),
    z.strictObject({ all: some() }),
    z.strictObject({ any: some() }),
    z.strictObject({ not: cueConditionSchema }),
  ]),
);
