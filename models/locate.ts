import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { IMPORTED, manifest, type ModelDescription, type ModelFile } from './manifest';

export interface LocatedModel {
  name: string;
  role: ModelDescription['role'];
  recogniser?: ModelDescription['recogniser'];
  state: 'found' | 'missing' | 'damaged';
  /** For a person: where it is, or what is wrong and what to do. */
  message: string;
  /** Absolute paths by the manifest's keys; empty unless found. */
  files: Readonly<Record<string, string>>;
}

function howToGet({ name, optional, npm, source }: ModelDescription): string {
  if (source === IMPORTED) return 'Import it again from its folder.';
  return optional && !npm ? `Run "npm run models -- fetch ${name}" to fetch it.` : 'Run "npm run models" to fetch it.';
}

/**
 * Where models are looked for, first to last: `folders` as given, SIDETONE_MODELS, the user's data folder when given,
 * and the shared folder beside the checkout. A bundle names its checkout, for it does not lie where this file does; an
 * installed app names its folder of resources instead.
 */
export function modelSearchPath(
  options: { folders?: readonly string[]; dataFolder?: string; checkout?: string; resources?: string } = {},
): string[] {
  const fromEnvironment = process.env.SIDETONE_MODELS;
  return [
    ...(options.folders ?? []),
    ...(fromEnvironment ? [fromEnvironment] : []),
    ...(options.dataFolder ? [path.join(options.dataFolder, 'models')] : []),
    options.resources
      ? path.join(options.resources, 'models')
      : path.resolve(options.checkout ?? path.join(import.meta.dirname, '..'), '../shared/models'),
  ];
}

/**
 * Finds the models given, or those of the manifest that every desk wants. A model counts when all its files are in one folder with the right size and
 * SHA-256; a damaged copy is passed over for a whole one further down the search path.
 */
export async function locateModels(options: {
  searchPath: readonly string[];
  models?: readonly ModelDescription[];
}): Promise<LocatedModel[]> {
  return Promise.all(
    (options.models ?? manifest.filter(({ optional }) => !optional)).map((model) => locate(model, options.searchPath)),
  );
}

async function locate(model: ModelDescription, searchPath: readonly string[]): Promise<LocatedModel> {
  const { name, role, recogniser, title } = model;
  const folders = searchPath.map((folder) => path.join(folder, model.folder));
  const packaged = model.npm && installedPackage(model.npm.package);
  if (model.npm && packaged) folders.push(path.join(packaged, model.npm.folder));
  let firstDamage: string | null = null;
  for (const folder of folders) {
    const verdicts = await Promise.all(model.files.map((file) => checkFile(path.join(folder, file.file), file)));
    if (verdicts.every((verdict) => verdict === 'absent')) continue;
    const bad = verdicts.findIndex((verdict) => verdict !== 'whole');
    if (bad < 0) {
      const files = Object.fromEntries(model.files.map((file) => [file.key, path.join(folder, file.file)]));
      return { name, role, recogniser, state: 'found', message: folder, files };
    }
    const file = path.join(folder, model.files[bad]?.file ?? '');
    firstDamage ??= verdicts[bad] === 'absent' ? `${file} is missing.` : `${file} is damaged or of another version.`;
  }
  return firstDamage
    ? { name, role, recogniser, state: 'damaged', message: `${title}: ${firstDamage} ${howToGet(model)}`, files: {} }
    : {
        name,
        role,
        recogniser,
        state: 'missing',
        message: `${title} is not on this machine. ${howToGet(model)}`,
        files: {},
      };
}

const checked = new Map<string, string>();

/** The next check reads every file again, whatever was read before. */
export function forgetSums(): void {
  checked.clear();
}

/** Whether `file` is what the manifest says, as published or as converted; the sum is taken once for each state of the file on disk. */
export async function checkFile(file: string, expected: ModelFile): Promise<'whole' | 'damaged' | 'absent'> {
  const facts = await stat(file).catch(() => null);
  if (!facts?.isFile()) return 'absent';
  const accepted = [expected, ...(expected.converted ? [expected.converted] : [])].filter(
    ({ bytes }) => bytes === facts.size,
  );
  if (accepted.length === 0) return 'damaged';
  const key = `${file}|${String(facts.size)}|${String(facts.mtimeMs)}`;
  const sum = checked.get(key) ?? (await sha256Of(file));
  checked.set(key, sum);
  return accepted.some(({ sha256 }) => sha256 === sum) ? 'whole' : 'damaged';
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Folder of an installed package, looked for upwards from this file (which may be bundled) as Node does. */
function installedPackage(name: string): string | null {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (path.dirname(folder) === folder) return null;
  }
}
