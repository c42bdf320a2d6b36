import { z } from 'zod';
import { legSchema } from './audio';
import { languageSchema } from './language';
import { secretKindSchema } from './transcript';

export const FIELD_TYPES = [
  ...(['name', 'age', 'amount', 'date', 'phone'] as const),
  ...(['choice', 'scale', 'yes-no', 'address'] as const),
];
export type FieldType = (typeof FIELD_TYPES)[number];

const labelSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const phrases = z.array(z.string().trim().min(2, 'a phrase of one letter would be heard everywhere; write more of it'));

const common = {
  key: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'a key is lower-case letters, digits and hyphens, such as "callback-date"'),
  label: labelSchema,
  required: z.boolean().default(false),
  /** Parts of the agent's question that announce the field: "怎么称呼", "how old". */
  asks: phrases.min(1, "a field needs at least one phrase of the agent's question"),
  /** Words of the customer that announce the value without a question: "我的预算是". The usual ones of a type are known. */
  says: phrases.default([]),
};

const optionSchema = z.strictObject({
  value: z.string().min(1),
  label: labelSchema,
  synonyms: z.array(z.string().trim().min(1)).default([]),
});

export const formFieldSchema = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ ...common, type: z.literal('name') }),
    z.strictObject({
      ...{ ...common, type: z.literal('age') },
      min: z.number().int().min(0).default(0),
      max: z.number().int().max(150).default(120),
    }),
    z.strictObject({
      ...{ ...common, type: z.literal('amount') },
      min: z.number().default(0),
      max: z.number().default(1_000_000_000),
    }),
    z.strictObject({
      ...{ ...common, type: z.literal('date') },
      /** `future`: a day before the call asks. */
      when: z.enum(['future', 'past', 'any']).default('any'),
    }),
    z.strictObject({ ...common, type: z.literal('phone') }),
    z.strictObject({ ...common, type: z.literal('choice'), options: z.array(optionSchema).min(2) }),
    /** 1 to 10. */
    z.strictObject({ ...common, type: z.literal('scale') }),
    z.strictObject({ ...common, type: z.literal('yes-no') }),
    z.strictObject({ ...common, type: z.literal('address') }),
  ],
  {
    error: (issue) => {
      if (issue.code !== 'invalid_union') return undefined;
      const given = (issue.input as { type?: unknown } | undefined)?.type;
      const what = given === undefined ? 'the field has no type' : `unknown field type ${JSON.stringify(given)}`;
      return `${what}; known are ${FIELD_TYPES.join(', ')}. Take one of these, or take the field out.`;
    },
  },
);
export type FormField = z.infer<typeof formFieldSchema>;

/** A form of a campaign, as data that an administrator edits: what a call should bring to paper. */
export const formSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    name: z.string().min(1),
    version: z.number().int().positive(),
    language: languageSchema,
    fields: z.array(formFieldSchema).min(1),
  })
  .superRefine((form, context) => {
    const add = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path: ['fields', ...path], message });
    const keys = new Set<string>();
    form.fields.forEach((field, index) => {
      if (keys.has(field.key)) add([index, 'key'], `the key "${field.key}" is used twice; give this field another`);
      keys.add(field.key);
      if ((field.type === 'age' || field.type === 'amount') && field.min > field.max) {
        add([index, 'min'], `min ${field.min} is greater than max ${field.max}; swap them`);
      }
      if (field.type !== 'choice') return;
      const words = new Map<string, string>();
      field.options.forEach((option, at) => {
        for (const word of [option.value, ...new Set([option.label.zh, option.label.en, ...option.synonyms])]) {
          const other = words.get(word.toLowerCase());
          if (other !== undefined && other !== option.value) {
            add([index, 'options', at], `"${word}" stands for "${other}" and for "${option.value}"; keep it in one`);
          }
          words.set(word.toLowerCase(), option.value);
        }
      });
    });
  });
export type Form = z.infer<typeof formSchema>;

/**
 * What a field holds, normalised: a name or address as said; an age, a scale and an amount as numbers (an amount with its
 * currency in ISO 4217 where it was said); a date as `2026-12-02` or `2026-12-02T15:00` by the clock of the desk; a phone
 * in E.164; the value of the option chosen; yes as true.
 */
export const fieldValueSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('name'), value: z.string().min(1) }),
  z.object({ type: z.literal('age'), value: z.number() }),
  z.object({ type: z.literal('amount'), value: z.number(), currency: z.string().optional() }),
  z.object({ type: z.literal('date'), value: z.string().regex(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?$/) }),
  z.object({ type: z.literal('phone'), value: z.string().regex(/^\+\d{5,15}$/) }),
  z.object({ type: z.literal('choice'), value: z.string() }),
  z.object({ type: z.literal('scale'), value: z.number().int().min(1).max(10) }),
  z.object({ type: z.literal('yes-no'), value: z.boolean() }),
  z.object({ type: z.literal('address'), value: z.string().min(1) }),
]);
export type FieldValue = z.infer<typeof fieldValueSchema>;

/** The words a value was taken from, and when they were said. */
export const fieldSourceSchema = z.object({
  words: z.string(),
  leg: legSchema,
  startMs: z.number().nonnegative(),
  endMs: z.number().nonnegative(),
});
export type FieldSource = z.infer<typeof fieldSourceSchema>;

/**
 * Why a field asks the agent. `invalid-…`: what was said cannot be. `contradictory`: something else was said before.
 * `hour-assumed`: "three" without morning or afternoon.
 */
export const fieldTroubleSchema = z.object({
  code: z.enum([
    ...(['invalid-range', 'invalid-date', 'invalid-phone', 'invalid-past', 'invalid-future'] as const),
    ...(['contradictory', 'hour-assumed', 'several-options'] as const),
  ]),
  /** For the sentence on the screen: `said`, `min`, `max`, `before`, `after`. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type FieldTrouble = z.infer<typeof fieldTroubleSchema>;

/**
 * One field of a call's form. `empty`: nothing said, or taken back. `asking`: said, but no valid value.
 */
export const fieldStateSchema = z.object({
  key: z.string(),
  status: z.enum(['empty', 'asking', 'proposed', 'confirmed']),
  value: fieldValueSchema.optional(),
  /** Missing for a value that the agent typed. */
  source: fieldSourceSchema.optional(),
  troubles: z.array(fieldTroubleSchema),
  /** What was said against a confirmed value: confirm takes it, reject keeps what was confirmed. */
  challenger: z.object({ value: fieldValueSchema, source: fieldSourceSchema }).optional(),
  /** What the agent rejected or cleared: said until then it is not proposed again. */
  refused: z.object({ heardUntilMs: z.number() }).optional(),
});
export type FieldState = z.infer<typeof fieldStateSchema>;

/** A form while its call lasts, as it stands in the call's draft. */
export const openFormSchema = z.object({ form: formSchema, fields: z.array(fieldStateSchema) });
export type OpenForm = z.infer<typeof openFormSchema>;

/** What the agent confirmed, as it leaves the desk: names, telephone numbers and addresses stay behind. */
export const filledFormSchema = z.object({
  form: z.object({ id: z.string(), name: z.string(), version: z.number().int() }),
  fields: z
    .array(
      z.object({
        key: z.string(),
        label: labelSchema,
        /** Null where the value stayed on the desk. */
        value: fieldValueSchema.nullable(),
        /** What kind of secret stayed; null where none did. */
        withheld: secretKindSchema.nullable(),
        /** Of the option chosen. */
        option: labelSchema.optional(),
        /** The words redacted, times since the call began; null where the agent typed the value. */
        source: fieldSourceSchema.nullable(),
      }),
    )
    .max(100),
});
export type FilledForm = z.infer<typeof filledFormSchema>;
