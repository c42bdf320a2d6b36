import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { SidetoneError, toFailure } from '../contracts/errors';
import { download, type Download } from './download';
import { checkFile } from './locate';
import type { ModelDescription, ModelFile } from './manifest';
import { putFolder } from './whole-file';

export interface FetchOptions {
  /** Where the model's folder goes. */
  home: string;
  /** Folders that may have copies. */
  sources: readonly string[];
  /** A server of the house: each file at `<mirror>/<folder>/<file>`. */
  mirror?: string | undefined;
  /** Makes the files from a package, into the folder given, where nobody serves them. */
  convert?: ((model: ModelDescription, folder: string) => Promise<void>) | undefined;
  progress?: (doneBytes: number) => void;
  signal?: AbortSignal | undefined;
  wait?: Download['wait'];
}

export const bytesOf = ({ files }: Pick<ModelDescription, 'files'>) => files.reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * Brings all files of a model into its folder of `home`: copied, downloaded or made. The folder appears when every sum
 * is right, and not before; what a cut left is kept for the next try. Throws the failure of the last source tried.
 */
export async function fetchModel(model: ModelDescription, options: FetchOptions): Promise<string> {
  const staging = path.join(options.home, `.${model.folder}.fetching`);
  const target = path.join(options.home, model.folder);
  await mkdir(staging, { recursive: true });
  try {
    let done = 0;
    for (const file of model.files) {
      await bring(model, file, staging, { ...options, progress: (bytes) => options.progress?.(done + bytes) });
      done += file.bytes;
    }
  } catch (error) {
    // What may yet come from where it began to come is not made anew.
    if (!model.conversion || !options.convert || toFailure(error).retryable) throw error;
    await options.convert(model, staging);
    if (options.signal?.aborted) throw new SidetoneError('cancelled', 'The fetch was cancelled.', { retryable: true });
  }
  const wanted = new Set(model.files.map(({ file }) => file));
  // What an earlier try left beside them.
  for (const name of await readdir(staging)) {
    if (!wanted.has(name)) await rm(path.join(staging, name), { recursive: true, force: true });
  }
  await putFolder(staging, target);
  return target;
}

async function bring(model: ModelDescription, file: ModelFile, staging: string, options: FetchOptions): Promise<void> {
  const target = path.join(staging, file.file);
  if ((await checkFile(target, file)) === 'whole') return;
  const part = `${target}.part`;
  for (const folder of [options.home, ...options.sources]) {
    const source = path.join(folder, model.folder, file.file);
    if ((await checkFile(source, file)) !== 'whole') continue;
    await copyFile(source, part);
    options.progress?.(file.bytes);
    return rename(part, target);
  }
  const served = options.mirror
    ? [`${options.mirror.replace(/\/$/, '')}/${encodeURIComponent(model.folder)}/${encodeURIComponent(file.file)}`]
    : [];
  let failure = new SidetoneError(
    'model-not-served',
    'no folder of the search path has it, and nobody serves this file for download',
  );
  for (const url of [...served, ...(file.urls ?? [])]) {
    try {
      await bringFrom(url, { ...file, part }, options);
      return await rename(part, target);
    } catch (error) {
      if (options.signal?.aborted || !(error instanceof SidetoneError)) throw error;
      failure = error;
    }
  }
  throw failure;
}

async function bringFrom(url: string, file: ModelFile & { part: string }, options: FetchOptions): Promise<void> {
  const { progress = () => undefined, signal, wait } = options;
  const { part, bytes } = file;
  await download({ url, part, bytes, progress, signal, ...(wait ? { wait } : {}) });
  if ((await checkFile(part, file)) === 'whole') return;
  await rm(part, { force: true });
  throw new SidetoneError('model-other-file', `${url} served a file with another checksum`);
}
