import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { SidetoneError } from '../contracts/errors';
import type { ModelRole } from '../contracts/models';
import { checkFile } from './locate';
import { manifest, type ModelDescription } from './manifest';

/** A folder that holds a model. */
export type Recognised =
  | { kind: 'known'; folder: string; model: ModelDescription }
  | { kind: 'unknown'; folder: string; role: ModelRole; files: { key: string; file: string }[] };

/** What the files of a layout are called; of several candidates the first pattern that exactly one file meets. */
const layouts: readonly { role: ModelRole; files: Record<string, readonly RegExp[]> }[] = [
  {
    role: 'careful-ear',
    files: {
      encoder: [/encoder\.int8\.onnx$/i, /encoder\.onnx$/i],
      decoder: [/decoder\.int8\.onnx$/i, /decoder\.onnx$/i],
      tokens: [/tokens\.txt$/i],
    },
  },
  {
    role: 'fast-ear',
    files: { network: [/\.onnx$/i], normalisation: [/(^|\.)mvn($|\.)/i], tokens: [/tokens[^/]*\.txt$/i] },
  },
];

/** The folder itself, when it holds files of a model, and the folders in it that do. */
export async function modelFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new SidetoneError('folder-unreadable', `${folder} cannot be read.`, { cause: error });
  });
  const inner = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const candidates = [folder, ...inner.sort().map((name) => path.join(folder, name))];
  const holds = await Promise.all(
    candidates.map(async (candidate) =>
      (await readdir(candidate).catch(() => [])).some((name) => /\.onnx$/i.test(name)),
    ),
  );
  return candidates.filter((_, index) => holds[index]);
}

/**
 * What model a folder holds: one of the product's by its names, sizes and sums, or one of a layout the ears can load.
 * Throws SidetoneError `model-other-file` for files that bear a product's names and are others, `model-unknown-layout`.
 */
export async function recognise(folder: string, models: readonly ModelDescription[] = manifest): Promise<Recognised> {
  const names: string[] = [];
  for (const name of await readdir(folder)) {
    if ((await stat(path.join(folder, name)).catch(() => null))?.isFile()) names.push(name);
  }
  const known = models.find(({ files }) => files.every(({ file }) => names.includes(file)));
  if (known) {
    for (const file of known.files) {
      if ((await checkFile(path.join(folder, file.file), file)) === 'whole') continue;
      throw new SidetoneError(
        'model-other-file',
        `${file.file} is not the file of ${known.title} that Sidetone knows: damaged, or another version. ` +
          'A model of your own needs file names of its own.',
      );
    }
    return { kind: 'known', folder, model: known };
  }
  for (const { role, files } of layouts) {
    const found = Object.entries(files).map(([key, patterns]) => ({ key, file: oneOf(names, patterns) }));
    if (found.every((entry): entry is { key: string; file: string } => entry.file !== undefined))
      return { kind: 'unknown', folder, role, files: found };
  }
  throw new SidetoneError(
    'model-unknown-layout',
    `${folder} holds no model that Sidetone can load. It knows Whisper in sherpa-onnx's layout ` +
      '(…-encoder.onnx, …-decoder.onnx, …-tokens.txt) and FSMN-CTC (….onnx, am.mvn…, tokens….txt).',
  );
}

function oneOf(names: readonly string[], patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const matching = names.filter((name) => pattern.test(name));
    if (matching.length === 1) return matching[0];
  }
  return undefined;
}
