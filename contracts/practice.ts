import { z } from 'zod';
import { languageSchema } from './cues';

/** What the practice PBX calls itself in the Server header (RFC 3261 section 20.35): by it a desk knows that a call is practice. */
export const PRACTICE_SERVER = 'Sidetone-Practice';

/** When a practice customer's next line begins. */
export const storyWhenSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('answered'), afterMs: z.number().int().nonnegative().default(300) }),
  /** After the agent has spoken and then been quiet for quietMs; or after patienceMs without a word from the agent. */
  z.strictObject({
    type: z.literal('agent-stopped'),
    quietMs: z.number().int().positive().default(700),
    patienceMs: z.number().int().positive().default(6000),
  }),
  z.strictObject({ type: z.literal('after'), afterMs: z.number().int().nonnegative() }),
  z.strictObject({ type: z.literal('dtmf'), digit: z.string().regex(/^[0-9*#]$/) }),
]);

/** One turn of a story: clips of practice/voices by id, played one after another; or a hang-up. */
export const storyStepSchema = z.strictObject({
  when: storyWhenSchema,
  say: z.array(z.string()).default([]),
  then: z.enum(['go-on', 'hang-up']).default('go-on'),
});

/** A practice customer, as practice/customers/*.json describes one. */
export const practiceCustomerSchema = z.strictObject({
  customerId: z.string(),
  extension: z.string().regex(/^\d{3,6}$/),
  name: z.string(),
  language: languageSchema,
  voice: z.string(),
  company: z.string().default(''),
  story: z.strictObject({ zh: z.string(), en: z.string() }),
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })).default([]),
  onInvite: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('answer'), ringMs: z.number().int().nonnegative().default(1500) }),
    z.strictObject({ type: z.literal('busy') }),
    /** The network has no line free: its congestion tone, then 503. */
    z.strictObject({ type: z.literal('congestion') }),
    /** Nobody has this number: the special information tone, then 404. */
    z.strictObject({ type: z.literal('unallocated') }),
    z.strictObject({ type: z.literal('no-answer') }),
    z.strictObject({ type: z.literal('decline') }),
    z.strictObject({ type: z.literal('voicemail'), ringMs: z.number().int().nonnegative().default(3000) }),
    z.strictObject({ type: z.literal('echo') }),
  ]),
  steps: z.array(storyStepSchema).default([]),
  expectedCues: z.array(z.string()).default([]),
});
export type PracticeCustomer = z.infer<typeof practiceCustomerSchema>;
