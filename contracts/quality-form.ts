import { z } from 'zod';
import { languageSchema } from './cues';
import { evidenceSchema, phrasesSchema, titleSchema } from './intents';

const seconds = z.number().nonnegative();

const itemFields = {
  id: z.string().regex(/^[a-z0-9-]+$/, 'use small letters, figures and hyphens'),
  title: titleSchema,
  /** Its share of the total, against the other items that apply. 0: counts only by `fails`. */
  weight: z.number().nonnegative(),
  /** Not met: the whole call fails, whatever else it earned. */
  fails: z.boolean().default(false),
  /** Applies only to a call in which one of these intents was found (domain/intents). */
  ifIntent: z.array(z.string().min(1)).min(1).optional(),
};

export const qualityItemTypes = [
  'say',
  'never-say',
  'notice-of-recording',
  'closing',
  'max-interruptions',
  'max-dead-air-seconds',
  'talk-ratio',
] as const;

/** One thing that is looked at. All but `never-say` and the figures: what the agent must say. */
export const qualityItemSchema = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('say'),
      ...itemFields,
      phrases: phrasesSchema,
      /** Since the call was answered. */
      withinSeconds: seconds.optional(),
      /** Counted back from the end of the call. */
      beforeEndSeconds: seconds.optional(),
    }),
    z.strictObject({
      type: z.literal('never-say'),
      ...itemFields,
      phrases: phrasesSchema,
      except: phrasesSchema.optional(),
    }),
    /** Also met by a notice that the desk played. */
    z.strictObject({
      type: z.literal('notice-of-recording'),
      ...itemFields,
      phrases: phrasesSchema,
      withinSeconds: seconds.default(60),
    }),
    z.strictObject({
      type: z.literal('closing'),
      ...itemFields,
      phrases: phrasesSchema,
      beforeEndSeconds: seconds.default(30),
    }),
    /** How often the agent may cut in. */
    z.strictObject({ type: z.literal('max-interruptions'), ...itemFields, most: z.number().int().nonnegative() }),
    /** The longest silence. */
    z.strictObject({ type: z.literal('max-dead-air-seconds'), ...itemFields, most: z.number().positive() }),
    /** The agent's share of what was spoken, 0 to 1. */
    z.strictObject({
      type: z.literal('talk-ratio'),
      ...itemFields,
      least: z.number().min(0).max(1),
      most: z.number().min(0).max(1),
    }),
  ],
  { error: `unknown type of item: use one of ${qualityItemTypes.join(', ')}` },
);
export type QualityItem = z.infer<typeof qualityItemSchema>;

/** A form by which calls of one language are scored, as data that an administrator edits. */
export const qualityFormSchema = z
  .strictObject({
    name: z.string().min(1),
    language: languageSchema,
    version: z.number().int().positive(),
    /** Calls shorter than this are not scored: there was no conversation. */
    fromSeconds: seconds.default(10),
    items: z.array(qualityItemSchema).min(1, 'no items: add at least one'),
  })
  .superRefine((form, context) => {
    const seen = new Set<string>();
    form.items.forEach((item, index) => {
      const issue = (key: string, message: string) => {
        context.addIssue({ code: 'custom', path: ['items', index, key], message });
      };
      if (seen.has(item.id)) issue('id', `item id "${item.id}" is used twice: rename one of them`);
      seen.add(item.id);
      if (item.type === 'talk-ratio' && item.least >= item.most) {
        issue(
          'least',
          `"least" is ${item.least} and "most" is ${item.most}: no call could meet both; "least" must be smaller`,
        );
      }
      if (item.weight === 0 && !item.fails) {
        issue('weight', 'weight 0 and "fails" false: it would count for nothing; give it a weight, or set "fails"');
      }
    });
    if (form.items.length > 0 && form.items.every((item) => item.weight === 0)) {
      context.addIssue({
        code: 'custom',
        path: ['items'],
        message: 'no item has a weight: give at least one more than 0',
      });
    }
  });
export type QualityForm = z.infer<typeof qualityFormSchema>;

/** Why an item got its points, or does not apply. The screen has the words. */
export const qualityReasonSchema = z.enum([
  'said',
  'not-said',
  'said-too-late',
  'said-too-early',
  'played',
  'never-said',
  'forbidden-said',
  'within-limit',
  'beyond-limit',
  'not-answered',
  'too-short',
  'no-transcript',
  'no-speech',
  'no-such-occasion',
]);
export type QualityReason = z.infer<typeof qualityReasonSchema>;

const text = z.string().trim().min(1).max(2000);
const who = { by: z.string().min(1).max(100), at: z.iso.datetime({ offset: true }), comment: text };

export const contestEntrySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('contested'), ...who }),
  z.object({ type: z.literal('accepted'), ...who, comment: text.nullable() }),
  z.object({ type: z.literal('refused'), ...who }),
]);
export type ContestEntry = z.infer<typeof contestEntrySchema>;

export const scoredItemSchema = z.object({
  itemId: z.string(),
  type: z.enum(qualityItemTypes),
  title: titleSchema,
  weight: z.number().nonnegative(),
  fails: z.boolean(),
  outcome: z.enum(['met', 'not-met', 'not-applicable']),
  /** Of its weight; null where it does not apply. */
  points: z.number().nonnegative().nullable(),
  reason: qualityReasonSchema,
  /** The figure that was measured, where it is one: interruptions, seconds, a ratio. */
  measured: z.number().nullable(),
  evidence: z.array(evidenceSchema),
  /** Who contested it and what was decided, in order; empty where nobody did. */
  history: z.array(contestEntrySchema),
});
export type ScoredItem = z.infer<typeof scoredItemSchema>;

/** A call's score. It carries titles and weights, so that it can be read when the form has changed. */
export const qualityScoreSchema = z.object({
  form: z.object({ name: z.string(), language: languageSchema, version: z.number().int().positive() }),
  /** 0 to 100, and 0 when the call failed; null when no item applies. */
  total: z.number().min(0).max(100).nullable(),
  /** As `total`, had nothing failed the call. */
  weighted: z.number().min(0).max(100).nullable(),
  failed: z.boolean(),
  items: z.array(scoredItemSchema),
});
export type QualityScore = z.infer<typeof qualityScoreSchema>;
