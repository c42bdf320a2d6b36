import { z } from 'zod';
import { modelRoleSchema, recogniserKindSchema } from '../contracts/models';
import manifestFile from './manifest.json';

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

const modelFileSchema = z.strictObject({
  key: z.string(),
  file: z.string(),
  bytes: z.number().int().positive(),
  sha256: sha256Schema,
  /** What the conversion makes instead: the same network, its weights rounded to 8 bits by someone else. */
  converted: z.strictObject({ bytes: z.number().int().positive(), sha256: sha256Schema }).optional(),
  /** Where this very file can be downloaded, if anywhere; the next when one has it not. */
  urls: z.array(z.url()).optional(),
});

const modelSchema = z.strictObject({
  name: z.string(),
  role: modelRoleSchema,
  /** Of a careful ear: how it is built. */
  recogniser: recogniserKindSchema.optional(),
  title: z.string(),
  /** Another choice for its role: fetched when asked for by name only. */
  optional: z.boolean().optional(),
  folder: z.string(),
  /** The project the model comes from. */
  source: z.url(),
  licence: z.string(),
  sampleRateHz: z.number().int().positive(),
  shapes: z.record(z.string(), z.string()),
  /** An installed package that carries the files. */
  npm: z.strictObject({ package: z.string(), folder: z.string() }).optional(),
  /** A Whisper in another layout, in a folder of a package's archive (npm), to make the files from. */
  conversion: z
    .strictObject({
      package: z.string(),
      integrity: z.string().startsWith('sha512-'),
      folder: z.string(),
      /** Whisper's own name of the size. */
      size: z.enum(['base', 'small']),
    })
    .optional(),
  files: z.array(modelFileSchema).min(1),
});
export type ModelDescription = z.infer<typeof modelSchema>;
export type ModelFile = z.infer<typeof modelFileSchema>;

/** Stands in place of the project of a model that somebody brought. */
export const IMPORTED = 'imported';

/** Every model of the ears: what it is, where it comes from, and what its files must be. */
export const manifest: readonly ModelDescription[] = z
  .strictObject({ models: z.array(modelSchema) })
  .parse(manifestFile).models;
