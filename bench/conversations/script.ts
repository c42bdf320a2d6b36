import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { legSchema } from '../../contracts/audio';
import { languageSchema } from '../../contracts/cues';
import { parseOrThrow } from '../../contracts/errors';
import { labelSchema } from '../../main/copilot/expectations';

const turnSchema = z.tuple([
  legSchema,
  z.union([z.string().min(1), z.strictObject({ clip: z.string() })]),
  /** Silence before it, ms; negative: it begins before the other has finished. */
  z.number().optional(),
]);

/** A whole call as data: who says what after whom, and what the copilot must make of it. */
export const conversationSchema = z.strictObject({
  id: z.string(),
  language: languageSchema,
  voices: z.record(legSchema, z.string()),
  turns: z.array(turnSchema).min(1),
  expect: labelSchema,
});
export type Conversation = z.infer<typeof conversationSchema>;

/** The labelled calls: spoken by synthetic voices in `zh.json` and `en.json`, with recorded speech in `recorded.json`. */
export async function readConversations(name: 'zh' | 'en' | 'recorded'): Promise<Conversation[]> {
  const file = path.join(import.meta.dirname, `${name}.json`);
  const json: unknown = JSON.parse(await readFile(file, 'utf8'));
  return parseOrThrow(z.array(conversationSchema), json, 'conversation-invalid', `The conversations ${name}.json`);
}
