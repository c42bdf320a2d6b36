import { z } from 'zod';

/** Headers of an INVITE by which a PBX asks the desk to answer by itself. */
export const autoAnswerHeaderSchema = z.enum([
  'alert-info',
  'call-info',
  'answer-mode',
  'alert-auto-answer',
  'x-auto-answer',
]);
export type AutoAnswerHeader = z.infer<typeof autoAnswerHeaderSchema>;

/** How many agreed headers a call may carry, and how long each value may be, in characters. */
export const AGREED_HEADERS = { most: 20, longestName: 64, longestValue: 256 } as const;

/** `X-` and a token's characters (RFC 3261 section 25.1); nothing that SIP itself reads. */
export const agreedHeaderNameSchema = z
  .string()
  .max(AGREED_HEADERS.longestName)
  .regex(/^X-[A-Za-z0-9][A-Za-z0-9._-]*$/i, 'must be a header name that begins with X-');

/** What a desk does by itself, as its administrator decides. */
export const habitsSettingsSchema = z.strictObject({
  /** How a caller is turned away while the agent does not want to be disturbed. */
  doNotDisturbCode: z.union([z.literal(480), z.literal(486)]).default(486),
  autoAnswer: z
    .strictObject({
      /** Which headers are obeyed. None at first: whoever can send one could open a microphone. */
      headers: z.array(autoAnswerHeaderSchema).max(autoAnswerHeaderSchema.options.length).default([]),
      /** Every inbound call, after so many seconds; null: none. */
      afterSeconds: z.number().int().min(0).max(60).nullable().default(null),
    })
    .prefault({}),
  /** Agreed with the PBX: their values go into the record, and links may send them out. */
  sipHeaders: z.array(agreedHeaderNameSchema).max(AGREED_HEADERS.most).default(['X-Campaign-Id', 'X-Customer-Id']),
});
export type HabitsSettings = z.infer<typeof habitsSettingsSchema>;
