import { z } from 'zod';

/** Of a screen, a cue book, a form, a call. */
export const languageSchema = z.enum(['zh', 'en']);
export type Language = z.infer<typeof languageSchema>;
