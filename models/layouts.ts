import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { SidetoneError } from '../contracts/errors';
import type { ModelRole, RecogniserKind } from '../contracts/models';
import { checkFile } from './locate';
import { manifest, type ModelDescription } from './manifest';
import { filesOf, recogniserIn } from './recogniser-kinds';

/** A folder that holds a model. */
export type Recognised =
  | { kind: 'known'; folder: string; model: ModelDescription }
  | {
      kind: 'unknown';
      folder: string;
      role: ModelRole;
      recogniser?: RecogniserKind;
      files: { key: string; file: string }[];
    };

/** FSMN-CTC, the keyword network of the fast ear. */
const fastEarFiles = { network: [/\.onnx$/i], normalisation: [/(^|\.)mvn($|\.)/i], tokens: [/tokens[^/]*\.txt$/i] };

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
  const recogniser = await recogniserIn(folder, names);
  if (recogniser)
    return { kind: 'unknown', folder, role: 'careful-ear', recogniser: recogniser.kind, files: recogniser.files };
  const fastEar = filesOf(names, fastEarFiles);
  if (fastEar) return { kind: 'unknown', folder, role: 'fast-ear', files: fastEar };
  throw new SidetoneError(
    'model-unknown-layout',
    `${folder} holds no model that Sidetone can load. It knows recognisers as sherpa-onnx releases them (Whisper, SenseVoice, ` +
      'Paraformer, Zipformer, Dolphin, FireRedASR: their .onnx files and …tokens.txt) and FSMN-CTC (….onnx, am.mvn…, tokens….txt).',
  );
}
