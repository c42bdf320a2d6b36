import { readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Failure } from '../contracts/errors';
import { modelMeasurementSchema, modelRoleSchema, recogniserKindSchema, type ModelRole } from '../contracts/models';
import type { LocatedModel } from './locate';
import { IMPORTED, manifest, sha256Schema, type ModelDescription } from './manifest';
import { writeWhole } from './whole-file';

/** The name of a file or folder, never a way out of its folder. */
const plainName = z.string().regex(/^(?!\.+$)[^/\\\0]{1,200}$/);

const importedSchema = z.strictObject({
  name: plainName,
  role: modelRoleSchema,
  /** Of a careful ear; lists of before there were other kinds have none. */
  recogniser: recogniserKindSchema.optional(),
  title: z.string(),
  importedAt: z.iso.datetime(),
  files: z
    .array(
      z.strictObject({ key: z.string(), file: plainName, bytes: z.number().int().positive(), sha256: sha256Schema }),
    )
    .min(1),
});
export type ImportedModel = z.infer<typeof importedSchema>;

const deskModelsSchema = z.strictObject({
  version: z.literal(1),
  /** What was chosen for a role, and what before it; a role without an entry uses the product's own. */
  chosen: z.partialRecord(modelRoleSchema, z.strictObject({ name: z.string(), previous: z.string() })),
  imported: z.array(importedSchema),
  measured: z.record(z.string(), modelMeasurementSchema),
});
/** What a desk decided about its models. */
export type DeskModels = z.infer<typeof deskModelsSchema>;

const FILE = 'desk-models.json';
const nothingDecided = (): DeskModels => ({ version: 1, chosen: {}, imported: [], measured: {} });

/** Reads what the desk decided, from `home`. A damaged file counts as nothing decided, and is told of. */
export async function readDeskModels(home: string): Promise<{ decided: DeskModels; trouble: Failure | null }> {
  const file = path.join(home, FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return { decided: nothingDecided(), trouble: null };
    return { decided: nothingDecided(), trouble: damaged(file) };
  }
  try {
    return { decided: deskModelsSchema.parse(JSON.parse(text)), trouble: null };
  } catch {
    return { decided: nothingDecided(), trouble: damaged(file) };
  }
}

function damaged(file: string): Failure {
  const message = `${file}, the list of chosen models, cannot be read. The product's own models are in use.`;
  return { code: 'models-list-damaged', message, retryable: false };
}

/** Changes what the desk decided, whole or not at all. A damaged list is put aside, not overwritten. */
export async function changeDeskModels(home: string, change: (decided: DeskModels) => DeskModels): Promise<DeskModels> {
  const { decided, trouble } = await readDeskModels(home);
  const file = path.join(home, FILE);
  if (trouble) await rename(file, `${file}.damaged-${String(Date.now())}`);
  const next = deskModelsSchema.parse(change(decided));
  await writeWhole(file, `${JSON.stringify(next, null, 2)}\n`);
  return next;
}

/** Every model the desk may have: the product's, then its own. */
export function catalogue({ imported }: DeskModels): ModelDescription[] {
  return [...manifest, ...imported.map(describeImported)];
}

export function describeImported({ name, role, recogniser, title, files }: ImportedModel): ModelDescription {
  return {
    ...{ name, role, title, files, folder: name },
    recogniser: role === 'careful-ear' ? (recogniser ?? 'whisper') : undefined,
    ...{ source: IMPORTED, licence: 'unknown', sampleRateHz: 16_000, shapes: {} },
  };
}

/** One that every desk wants: what the ears use when nothing else was chosen. */
export const isStandard = (name: string) => manifest.some((model) => model.name === name && !model.optional);

/** The model of a role: the chosen one; where that is not whole, the product's own; undefined where neither is. */
export function modelInUse(
  role: ModelRole,
  located: readonly LocatedModel[],
  { chosen }: Pick<DeskModels, 'chosen'>,
): LocatedModel | undefined {
  const whole = located.filter((model) => model.role === role && model.state === 'found');
  return whole.find(({ name }) => name === chosen[role]?.name) ?? whole.find(({ name }) => isStandard(name));
}
