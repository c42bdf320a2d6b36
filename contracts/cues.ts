import { z } from 'zod';
import { cueConditionSchema } from './cue-rules';
import { formSchema } from './forms';
import { languageSchema } from './language';

export { languageSchema, type Language } from './language';

/** Sounds that speakers of a region do not tell apart: initials z and zh, c and ch, s and sh, n and l; finals n and ng. */
export const accentSchema = z.enum(['z-zh', 'c-ch', 's-sh', 'n-l', 'n-ng']);
export type Accent = z.infer<typeof accentSchema>;

export const cueActionSchema = z.enum(['offer', 'opt-out', 'callback', 'transfer', 'alert-supervisor', 'inform']);
export type CueAction = z.infer<typeof cueActionSchema>;

/** One card of the book: pops when any of `phrases` is heard on `leg`, or when `when` comes to hold. */
export const cueSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  phrases: z.array(z.string().min(1)).default([]),
  when: cueConditionSchema.optional(),
  leg: z.enum(['agent', 'customer', 'either']).default('customer'),
  threshold: z.number().gt(0).lt(1).default(0.15),
  title: z.string().min(1),
  lines: z.array(z.string().min(1)).min(1),
  /** The same card does not pop again within this time. */
  coolDownMs: z.number().int().nonnegative().default(20_000),
  oncePerCall: z.boolean().default(false),
  /** 1 is the most urgent; the leading card is the most urgent one shown. */
  priority: z.number().int().min(1).max(9).default(5),
  action: cueActionSchema,
});
export type Cue = z.infer<typeof cueSchema>;

/** One stage of the script. Without branches the line below follows. */
const scriptLineSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  line: z.string(),
  /** Where to go from here: the first whose condition holds; one without a condition always does. */
  next: z.array(z.strictObject({ to: z.string(), when: cueConditionSchema.optional() })).default([]),
  /** The agent must say one of these; ticked when it was heard. */
  mustSay: z.array(z.string().min(1)).default([]),
  /** The script ends here, although lines stand below. */
  last: z.boolean().default(false),
});

export const scriptIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/);

/** One of several wordings of the script, used in its share of the calls. The first one's lines are the book's `script`. */
const scriptVersionSchema = z.strictObject({
  id: scriptIdSchema,
  /** What the agent sees: B. */
  label: z.string().trim().min(1).max(30),
  sharePercent: z.number().int().min(0).max(100),
  /** Absent: the book's own. */
  script: z.array(scriptLineSchema).optional(),
});
export type ScriptVersion = z.infer<typeof scriptVersionSchema>;

export const scriptWordingSchema = z.string().regex(/^[0-9a-f]{8}$/);

/** The version a call was given, as its record keeps it. */
export const recordedScriptSchema = z.object({
  id: scriptVersionSchema.shape.id,
  label: scriptVersionSchema.shape.label,
  sharePercent: scriptVersionSchema.shape.sharePercent,
  /** Fingerprint of its lines: versions of the same id at two desks are one only where this is equal. Absent in older records. */
  wording: scriptWordingSchema.optional(),
});
export type RecordedScript = z.infer<typeof recordedScriptSchema>;

/** A cue book: cards of one language, as data that an administrator edits. */
export const cueBookSchema = z
  .strictObject({
    name: z.string().min(1),
    language: languageSchema,
    version: z.number().int().positive(),
    script: z.array(scriptLineSchema).default([]),
    /** To be compared with one another; absent: the script is one and the same in every call. */
    scriptVersions: z.array(scriptVersionSchema).min(2).max(6).optional(),
    /** Accents of the customers that the fast ear allows for in every phrase; none unless named. */
    accents: z.array(accentSchema).optional(),
    /** By phrase, the fast ear's threshold in place of the cards' own: what "npm run tune-keywords" finds. */
    thresholds: z.record(z.string().min(1), z.number().gt(0).lt(1)).optional(),
    /** What calls with this book shall bring to paper; absent: the form that comes with the product. */
    form: formSchema.optional(),
    cues: z.array(cueSchema).min(1),
  })
  .superRefine((book, context) => {
    if (book.form && book.form.language !== book.language) {
      const message = `the form is in "${book.form.language}" and the book in "${book.language}": give both one language`;
      context.addIssue({ code: 'custom', path: ['form', 'language'], message });
    }
    book.scriptVersions?.forEach(({ id, script }, index) => {
      const path = ['scriptVersions', index];
      const first = book.scriptVersions?.findIndex((version) => version.id === id);
      if (first !== index) context.addIssue({ code: 'custom', path, message: `version id "${id}" is used twice` });
      if ((script === undefined) !== (index === 0)) {
        const message = 'the first version has the lines of "script" and none of its own, every other one its own';
        context.addIssue({ code: 'custom', path: [...path, 'script'], message });
      }
    });
    const seen = new Set<string>();
    book.cues.forEach((cue, index) => {
      if (seen.has(cue.id)) {
        context.addIssue({ code: 'custom', path: ['cues', index, 'id'], message: `card id "${cue.id}" is used twice` });
      }
      seen.add(cue.id);
      if (cue.phrases.length === 0 && !cue.when) {
        const message = 'needs a phrase to listen for, or a condition in "when"';
        context.addIssue({ code: 'custom', path: ['cues', index, 'phrases'], message });
      }
    });
  });
export type CueBook = z.infer<typeof cueBookSchema>;

export const cardStateSchema = z.enum(['hearing', 'confirmed', 'withdrawn', 'used', 'dismissed']);
export type CardState = z.infer<typeof cardStateSchema>;

/** Whether chance held the card out of this call, where it is drawn at all. */
export const cardTrialSchema = z.enum(['offered', 'held-out']);
/** `budget`: too many cards that minute. `seldom-used`: this agent dismisses it. `held-out`: to measure what it brings. */
export const withheldSchema = z.enum(['budget', 'seldom-used', 'held-out']);
export type Withheld = z.infer<typeof withheldSchema>;

/** A card shown during a call and all that became of it. */
export const shownCardSchema = z.object({
  cardId: z.string(),
  cueId: z.string(),
  title: z.string(),
  action: cueActionSchema,
  priority: z.number(),
  lines: z.array(z.string()),
  phrase: z.string(),
  leg: z.enum(['agent', 'customer']),
  /** ms from the start of the call's audio: when the triggering words ended. */
  heardAtMs: z.number(),
  keywordId: z.string(),
  state: cardStateSchema,
  /** Why it was not put before the agent; absent where it was. */
  withheld: withheldSchema.optional(),
  trial: cardTrialSchema.optional(),
});
export type ShownCard = z.infer<typeof shownCardSchema>;
