import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { SidetoneError, toFailure } from '../contracts/errors';
import type { ImportOutcome, ModelMeasurement } from '../contracts/models';
import { changeDeskModels, describeImported, readDeskModels, type ImportedModel } from './desk-models';
import { modelFolders, recognise, type Recognised } from './layouts';
import { checkFile, sha256Of, type LocatedModel } from './locate';
import { manifest, type ModelDescription, type ModelFile } from './manifest';
import { putFolder } from './whole-file';

export interface ImportOptions {
  home: string;
  /** The product's models; only a test gives others. */
  models?: readonly ModelDescription[];
  /** Loads a model nobody knows, and lets it hear; throws when it will not do. */
  test: (model: ModelDescription, files: LocatedModel['files']) => Promise<ModelMeasurement>;
  /** Bytes copied of the folder that is being taken. */
  progress?: (name: string, doneBytes: number, totalBytes: number) => void;
}

/**
 * Takes every model of a folder, or of the folders in it, into `home`. A model of the product must be so to the byte; any
 * other of a known layout must load and hear first. What became of each is told; throws only `folder-unreadable` and
 * `model-unknown-layout` when there is none at all.
 */
export async function importModels(folder: string, options: ImportOptions): Promise<ImportOutcome[]> {
  const folders = await modelFolders(folder);
  if (folders.length === 0)
    throw new SidetoneError('model-unknown-layout', `${folder} holds no model (no .onnx file).`);
  const outcomes: ImportOutcome[] = [];
  for (const one of folders) {
    try {
      const recognised = await recognise(one, options.models);
      const name = await (recognised.kind === 'known'
        ? takeKnown(recognised, options)
        : takeUnknown(recognised, options));
      outcomes.push({ folder: one, name, verified: recognised.kind === 'known', failure: null });
    } catch (error) {
      outcomes.push({ folder: one, name: null, verified: false, failure: toFailure(error) });
    }
  }
  return outcomes;
}

async function takeKnown(
  { folder, model }: Extract<Recognised, { kind: 'known' }>,
  { home, progress }: ImportOptions,
): Promise<string> {
  const target = path.join(home, model.folder);
  if (path.resolve(folder) === path.resolve(target)) return model.name;
  const staging = path.join(home, `.${model.folder}.importing`);
  await copyAll(folder, staging, model.files, (done, total) => progress?.(model.name, done, total));
  for (const file of model.files) {
    if ((await checkFile(path.join(staging, file.file), file)) !== 'whole')
      throw new SidetoneError('model-other-file', `${file.file} was not copied whole.`, { retryable: true });
  }
  await putFolder(staging, target);
  return model.name;
}

async function takeUnknown(
  { folder, role, recogniser, files }: Extract<Recognised, { kind: 'unknown' }>,
  { home, test, progress, models = manifest }: ImportOptions,
): Promise<string> {
  const measuredFiles: ImportedModel['files'] = [];
  for (const { key, file } of files) {
    const source = path.join(folder, file);
    measuredFiles.push({ key, file, bytes: (await stat(source)).size, sha256: await sha256Of(source) });
  }
  const { decided } = await readDeskModels(home);
  const name = nameFor(path.basename(path.resolve(folder)), measuredFiles, decided.imported, models);
  const imported: ImportedModel = {
    ...{ name, role, recogniser, title: path.basename(path.resolve(folder)) },
    ...{ importedAt: new Date().toISOString(), files: measuredFiles },
  };
  const staging = path.join(home, `.${name}.importing`);
  try {
    await copyAll(folder, staging, measuredFiles, (done, total) => progress?.(name, done, total));
    const paths = Object.fromEntries(files.map(({ key, file }) => [key, path.join(staging, file)]));
    const measurement = await test(describeImported(imported), paths);
    await putFolder(staging, path.join(home, name));
    await changeDeskModels(home, (before) => ({
      ...before,
      imported: [...before.imported.filter((other) => other.name !== name), imported],
      measured: { ...before.measured, [name]: measurement },
    }));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return name;
}

async function copyAll(
  from: string,
  to: string,
  files: readonly Pick<ModelFile, 'file' | 'bytes'>[],
  progress: (done: number, total: number) => void,
): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  for (const { file, bytes } of files) {
    await copyFile(path.join(from, file), path.join(to, file));
    done += bytes;
    progress(done, total);
  }
}

/** The folder's own name, unless it is taken: by the product, or by an import with other files. */
function nameFor(
  folder: string,
  files: ImportedModel['files'],
  imported: readonly ImportedModel[],
  models: readonly ModelDescription[],
): string {
  const plain = folder
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '');
  const sums = (list: readonly { sha256: string }[]) => list.map(({ sha256 }) => sha256).join();
  const taken = (name: string) =>
    models.some((model) => model.name === name || model.folder === name) ||
    imported.some((other) => other.name === name && sums(other.files) !== sums(files));
  const base = plain || 'model';
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? base : `${base}-${String(count)}`;
    if (!taken(name)) return name;
  }
}
