import { z } from 'zod';
import { languageSchema } from './cues';

/** A customer card as the server's CRM room serves it. */
export const customerSchema = z.object({
  customerId: z.string(),
  name: z.string(),
  /** As dialled: an extension of the practice PBX or an E.164 number. */
  number: z.string(),
  language: languageSchema,
  company: z.string().default(''),
  facts: z.array(z.object({ label: z.string(), value: z.string() })).default([]),
  /** What to expect, for practice customers. */
  story: z.string().default(''),
  practice: z.boolean().default(false),
  /** The same in both languages, where it is told in both. */
  stories: z.object({ zh: z.string(), en: z.string() }).optional(),
  /** Words of a practice customer's story, each of which should bring a card up. */
  expectedCues: z.array(z.string()).optional(),
});
export type Customer = z.infer<typeof customerSchema>;
export const customersSchema = z.object({ customers: z.array(customerSchema) });
