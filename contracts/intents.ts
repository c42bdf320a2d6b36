import { z } from 'zod';
import { legSchema } from './audio';
import { dispositionSchema } from './calls';
import { languageSchema } from './cues';

/** `opt-out` and `complaint` are never left out of what was found, whatever else is. */
export const intentKindSchema = z.enum(['intent', 'objection', 'opt-out', 'complaint', 'promise', 'agreement']);
export type IntentKind = z.infer<typeof intentKindSchema>;

/** A title in both languages of the product. */
export const titleSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Title = z.infer<typeof titleSchema>;

/** `…` stands for a few words, `^` for the beginning of a clause, `$` for its end: domain/spoken/phrases.ts. */
export const phrasesSchema = z
  .array(
    z
      .string()
      .min(1)
      .refine(
        (phrase) => /[\p{L}\p{N}]/u.test(phrase),
        'nothing in this phrase can be said: write words, or take it out',
      ),
  )
  .min(1, 'no phrases: give at least one, or take this out');

const questionSchema = z.strictObject({
  phrases: phrasesSchema,
  withinSeconds: z.number().positive().max(120).default(12),
});

export const intentSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'use small letters, figures and hyphens'),
  kind: intentKindSchema,
  leg: z.enum(['agent', 'customer', 'either']).default('customer'),
  /** What somebody does, as a sentence without its subject: 嫌贵, Finds it too expensive. The summary is built of it. */
  title: titleSchema,
  phrases: phrasesSchema,
  /** Where one of these covers the words, they mean something else. */
  except: phrasesSchema.optional(),
  /** The words count only as an answer: the other leg said one of these within so many seconds before. */
  after: questionSchema.optional(),
  /** As an answer to these the words mean something else: 不用了 to 还有别的问题吗 refuses nothing. */
  notAfter: questionSchema.optional(),
  /** How the call would end by this alone. */
  disposition: dispositionSchema.optional(),
  /** What is to be done after the call because of it: 发送资料, Send the details. */
  nextAction: titleSchema.optional(),
  /** It is about another call: a time that is named with it is when to call back. */
  callback: z.boolean().default(false),
  /** What it tells of the customer's satisfaction: -2 very displeased, 2 very pleased. */
  mood: z.number().int().min(-2).max(2).default(0),
  /** What who says so feels, whatever their voice. */
  feeling: z.enum(['annoyed', 'pleased']).optional(),
});
export type Intent = z.infer<typeof intentSchema>;

const wordsSchema = z.array(z.string().min(1)).default([]);

/**
 * Words around others that sound like a denial and are none: 不得不…, 不…才怪. Those of `closing` refuse by themselves, and
 * affirm only where they end the clause right behind what a bare 不, 没 or 非 denies: 不投诉不行.
 */
const affirmationsSchema = z.strictObject({
  ...{ before: wordsSchema, after: wordsSchema, closing: wordsSchema },
  /** May stand before `closing` (不投诉 你们公司 真 不行), and behind it (不行 了). */
  ...{ closingBetween: wordsSchema, closingEndings: wordsSchema },
});

/**
 * Words that deny what stands before them. Only in the same clause, and only where nothing tells otherwise: a complaint
 * that is lost costs more than a card too many.
 */
const laterNegationsSchema = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        words: wordsSchema,
        /** What may stand between: 投诉 (你们) 倒不至于. */
        between: wordsSchema,
        /** Only of a topic: 投诉就算了 drops it, 我投诉就算了 and 给我退款就算了 do not. */
        topicOnly: z.boolean().default(false),
        /** A topic is no longer than this, in characters or words. */
        mostWords: z.number().int().positive().default(100),
      }),
    )
    .default([]),
  /** Where a topic is asked about, these alone deny it: 投诉？不用了。 */
  answers: wordsSchema,
  /** What may stand before a topic: 那, 至于. */
  topics: wordsSchema,
  /** What may close the clause after the denial: 吧. */
  endings: wordsSchema,
  /** What begins something else where no comma was written: 我就是. */
  goesOn: wordsSchema,
  /** Before the next clause they make the denial a condition: 除非. */
  unless: wordsSchema,
  /** Before the words in their clause: somebody else is said to think so, or it is asked. 你说, 难道. */
  reported: wordsSchema,
  /** Words of a phrase that nothing behind it denies: 不要再打，没必要. */
  never: wordsSchema,
});
export type LaterNegations = z.infer<typeof laterNegationsSchema>;

/** Intents of one language, as data that an administrator edits. */
export const intentBookSchema = z
  .strictObject({
    name: z.string().min(1),
    language: languageSchema,
    version: z.number().int().positive(),
    /** Words that deny what comes after, and what may stand between: 不 (太) 贵; did not say (that I). */
    negations: z.array(z.strictObject({ words: wordsSchema, between: wordsSchema })).default([]),
    affirmations: affirmationsSchema.prefault({}),
    laterNegations: laterNegationsSchema.prefault({}),
    intents: z.array(intentSchema).min(1),
  })
  .superRefine((book, context) => {
    const seen = new Set<string>();
    book.intents.forEach((intent, index) => {
      const issue = (key: string, message: string) => {
        context.addIssue({ code: 'custom', path: ['intents', index, key], message });
      };
      if (seen.has(intent.id)) issue('id', `intent id "${intent.id}" is used twice: rename one of them`);
      seen.add(intent.id);
      if (intent.kind === 'promise' && intent.leg !== 'agent') {
        issue('leg', 'a promise is the agent\'s: set "leg" to "agent", or choose another kind');
      }
      if ((intent.kind === 'opt-out' || intent.kind === 'complaint') && intent.leg === 'agent') {
        issue('leg', `only a customer can give an ${intent.kind}: set "leg" to "customer"`);
      }
      if ((intent.after || intent.notAfter) && intent.leg === 'either') {
        issue(
          'leg',
          'an answer has somebody who gives it: set "leg" to "agent" or "customer", or take "after" and "notAfter" out',
        );
      }
    });
  });
export type IntentBook = z.infer<typeof intentBookSchema>;

const ms = z.number().nonnegative();

/** Words at their place in the call. Times: ms from the start of the leg. */
export const evidenceSchema = z.object({ leg: legSchema, atMs: ms, endMs: ms, words: z.string() });
export type Evidence = z.infer<typeof evidenceSchema>;

export const foundIntentSchema = evidenceSchema.extend({
  id: z.string(),
  kind: intentKindSchema,
  /** An opt-out or complaint behind a negation (我没说要投诉): kept for a person to look at, and nothing is concluded of it. */
  denied: z.boolean(),
});
export type FoundIntent = z.infer<typeof foundIntentSchema>;

/** An estimate from words alone. `score` 1 to 5; null when nothing that was said supports one. */
export const satisfactionSchema = z.object({
  score: z.number().int().min(1).max(5).nullable(),
  evidence: z.array(evidenceSchema.extend({ id: z.string(), mood: z.number().int() })),
});
export type Satisfaction = z.infer<typeof satisfactionSchema>;
