import { z } from 'zod';

/** Someone in the desk's own address book. */
export const contactSchema = z.object({
  contactId: z.uuid(),
  name: z.string().min(1).max(100),
  /** As they were written; the first is the one that is called. */
  numbers: z.array(z.string().min(1).max(40)).min(1).max(5),
  company: z.string().max(100),
  note: z.string().max(500),
});
export type Contact = z.infer<typeof contactSchema>;

/** What a person can fill in. */
export type ContactForm = Omit<Contact, 'contactId'>;

/** A number under one of the keys 1 to 9. */
export const speedDialSchema = z.object({
  key: z.number().int().min(1).max(9),
  name: z.string().max(100),
  number: z.string().min(1).max(40),
});
export type SpeedDial = z.infer<typeof speedDialSchema>;
