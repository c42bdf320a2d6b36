import { z } from 'zod';
import { languageSchema } from './cues';
import { failureSchema } from './errors';

export const modelRoleSchema = z.enum(['vad', 'fast-ear', 'careful-ear']);
export type ModelRole = z.infer<typeof modelRoleSchema>;

/** How a careful ear is built, by sherpa-onnx's names: what its files are and how its engine is told of them. */
export const recogniserKindSchema = z.enum([
  'whisper',
  'sense-voice',
  'paraformer',
  'zipformer-transducer',
  'zipformer-ctc',
  'dolphin',
  'fire-red-asr',
  'streaming-zipformer',
  'streaming-zipformer-ctc',
  'streaming-paraformer',
]);
export type RecogniserKind = z.infer<typeof recogniserKindSchema>;

const share = z.number().min(0).max(1);

/** What a load-test measured on this desk. */
export const modelMeasurementSchema = z.object({
  measuredAt: z.iso.datetime(),
  loadMs: z.number().nonnegative(),
  audioMs: z.number().positive(),
  /** Time of work for each second of sound: below 1 keeps up with a call. */
  realTimeFactor: z.number().nonnegative(),
  /** What loading and hearing added to the process at its peak. */
  memoryBytes: z.number().int().nonnegative(),
  /** Share of the test sentence that was understood; of the voice detector, the share of frames it called speech. */
  heardShare: z.partialRecord(languageSchema, share),
});
export type ModelMeasurement = z.infer<typeof modelMeasurementSchema>;

/** A model as this desk has it. */
export const deskModelSchema = z.object({
  name: z.string(),
  role: modelRoleSchema,
  /** Of a careful ear. */
  recogniser: recogniserKindSchema.optional(),
  title: z.string(),
  state: z.enum(['found', 'missing', 'damaged']),
  /** Where it is, or what is wrong with it. */
  message: z.string(),
  bytes: z.number().int().nonnegative(),
  /** The files are those the product knows. Of an imported model only that it is as it was at its import. */
  verified: z.boolean(),
  imported: z.boolean(),
  inUse: z.boolean(),
  /** Roll back goes to this one. */
  previous: z.boolean(),
  measured: modelMeasurementSchema.nullable(),
});
export type DeskModel = z.infer<typeof deskModelSchema>;

export const modelWorkSchema = z.object({
  kind: z.enum(['fetch', 'test', 'use', 'import', 'verify']),
  /** Null while an import does not know yet. */
  name: z.string().nullable(),
  doneBytes: z.number().int().nonnegative(),
  /** 0 where how much there is to do is not known. */
  totalBytes: z.number().int().nonnegative(),
});
export type ModelWork = z.infer<typeof modelWorkSchema>;

/** One folder of an import: what became of it. */
export const importOutcomeSchema = z.object({
  folder: z.string(),
  name: z.string().nullable(),
  verified: z.boolean(),
  failure: failureSchema.nullable(),
});
export type ImportOutcome = z.infer<typeof importOutcomeSchema>;

export const modelsViewSchema = z.object({
  models: z.array(deskModelSchema),
  work: modelWorkSchema.nullable(),
  /** A damaged list of choices, for one. */
  notices: z.array(failureSchema),
});
export type ModelsView = z.infer<typeof modelsViewSchema>;

const clipSchema = z.object({
  file: z.string(),
  language: languageSchema,
  text: z.string(),
  /** What the fast ear must spot. */
  phrases: z.array(z.string()),
});
export type TestClip = z.infer<typeof clipSchema>;

/** Work for a throw-away process, which may die of it. */
export const modelJobSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('test'),
    role: modelRoleSchema,
    /** Of a careful ear. */
    recogniser: recogniserKindSchema.optional(),
    /** Absolute paths by the keys of the manifest. */
    files: z.record(z.string(), z.string()),
    clips: z.array(clipSchema),
  }),
  /** Makes the files of a product's model from the package it names, into `folder`. */
  z.object({ kind: z.literal('convert'), name: z.string(), folder: z.string() }),
]);
export type ModelJob = z.infer<typeof modelJobSchema>;

export const modelJobMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('loaded') }),
  z.object({ type: z.literal('measured'), measurement: modelMeasurementSchema }),
  z.object({ type: z.literal('converted') }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
]);
export type ModelJobMessage = z.infer<typeof modelJobMessageSchema>;

const named = z.object({ name: z.string().max(200) });

/** What the window may ask of the model manager. Answers come when the work is done; `models:work` tells how far it is. */
export const modelChannels = {
  'models:view': { request: z.null(), response: modelsViewSchema },
  'models:fetch': { request: named, response: modelsViewSchema },
  'models:test': { request: named, response: modelsViewSchema },
  'models:use': { request: named, response: modelsViewSchema },
  'models:roll-back': { request: z.object({ role: modelRoleSchema }), response: modelsViewSchema },
  'models:verify': { request: z.null(), response: modelsViewSchema },
  /** The folder is chosen in a dialog of the main process; no outcomes: none was chosen. */
  'models:import': {
    request: z.null(),
    response: z.object({ view: modelsViewSchema, outcomes: z.array(importOutcomeSchema) }),
  },
  'models:cancel': { request: z.null(), response: z.null() },
} as const;
