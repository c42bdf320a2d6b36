import { z } from 'zod';
import { languageSchema } from './cues';
import { summarySentenceSchema } from './summary';
import { transcriptLineSchema } from './transcript';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether text of a call may be sent there: by https, or without it to this computer itself. No key in the address. */
export function isSafeEndpoint(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(address);
  const secret = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
  return secret && username + password + search + hash === '';
}

const modelName = z.string().max(200);
const timeLimitSeconds = z.number().int().min(2).max(60);
const endpoint = z.string().max(500).refine(isSafeEndpoint, 'must start with https://, or be this computer itself');

/** A language model that rewrites summaries, behind an address that speaks OpenAI's chat completions. Its key is a secret. */
export const rewriteSettingsSchema = z
  .strictObject({
    on: z.boolean().default(false),
    /** Without `/chat/completions`; empty: none. */
    baseUrl: z.union([z.literal(''), endpoint]).default(''),
    model: modelName.default(''),
    timeLimitSeconds: timeLimitSeconds.default(20),
  })
  .refine(({ on, baseUrl }) => !on || baseUrl !== '', { path: ['baseUrl'], message: 'is needed' })
  .refine(({ on, model }) => !on || model !== '', { path: ['model'], message: 'is needed' });
export type RewriteSettings = z.infer<typeof rewriteSettingsSchema>;

/** As it was said: what must not leave the desk is taken out by who sends it. */
export const rewriteRequestSchema = z.object({
  language: languageSchema,
  lines: z.array(transcriptLineSchema).min(1).max(2000),
  /** Names that are not to be told: of the customer's card, of the agent. */
  names: z.array(z.string()).max(10),
  /** The other party's number. */
  number: z.string().max(200),
  country: z.string().length(2),
});
export type RewriteRequest = z.infer<typeof rewriteRequestSchema>;

/** What of an answer can be believed, and how many spots had been taken out of what was sent. */
export const rewrittenSchema = z.object({
  model: modelName,
  sentences: z.array(summarySentenceSchema).min(1),
  redactedSpots: z.number().int().nonnegative(),
});
export type Rewritten = z.infer<typeof rewrittenSchema>;

export const rewriteTestSchema = z.object({
  baseUrl: endpoint,
  model: modelName.min(1),
  /** Null: the stored one. */
  apiKey: z.string().nullable(),
  timeLimitSeconds,
  language: languageSchema,
});

/** Of a made-up call: how long it took, and how many sentences came and could be believed. */
export const rewriteTestResultSchema = z.object({
  tookMs: z.number().nonnegative(),
  sentences: z.number().int().nonnegative(),
  kept: z.number().int().nonnegative(),
});

export type RewriteTestResult = z.infer<typeof rewriteTestResultSchema>;

/** The part of a chat completion that is read. */
export const completionSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/** What the model is asked for. `cites`: numbers of lines, from 1. */
export const rewriteAnswerSchema = z.object({
  sentences: z.array(z.object({ text: z.string(), cites: z.array(z.number().int()).default([]) })).max(100),
});
export type RewriteAnswer = z.infer<typeof rewriteAnswerSchema>;

export const summaryChannels = {
  /** One at a time: a second one cancels the first. */
  'summary:rewrite': { request: rewriteRequestSchema, response: rewrittenSchema },
  'summary:cancel': { request: z.null(), response: z.null() },
  'summary:test': { request: rewriteTestSchema, response: rewriteTestResultSchema },
} as const;
