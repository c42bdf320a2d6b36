import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { init, type ModuleInfos } from 'license-checker-rseidelsohn';

export interface ShippedPackage {
  name: string;
  version: string;
  /** SPDX expression, as the lock has it. */
  licence: string;
  /** Its licence file's words; null when it carries none. */
  text: string | null;
  /** Words of its NOTICE file, which Apache-2.0 wants passed on; null when it has none. */
  notice: string | null;
  /** Lines of a file other than the licence's, or the publisher: who to name when there is no licence file. */
  credit: string;
  /** One of several that carry binaries for one system each; only this machine's is installed, so it has no `text`. */
  platformOnly: boolean;
}

interface LockedPackage {
  version?: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  os?: string[];
  cpu?: string[];
}

function readInstalled(start: string): Promise<ModuleInfos> {
  return new Promise((resolve, reject) => {
    init(
      { start, production: true, nopeer: true, customFormat: { licenseText: '', copyright: '' } },
      (error, packages) => (error ? reject(error) : resolve(packages)),
    );
  });
}

/** Named in the way of before npm 3, which the lock does not keep; a star marks what was guessed from a text. */
function oldLicence(licences: string | readonly string[] | undefined): string {
  return typeof licences === 'string' && !licences.endsWith('*') ? licences : 'UNKNOWN';
}

/**
 * Every production package of the lock, with what its installed copy says of its licence; sorted. Which they are and
 * what licence they have comes from the lock, so the answer is the same on every system. Throws an Error when one is
 * not installed.
 */
export async function shippedPackages(repository: string): Promise<ShippedPackage[]> {
  const lock = JSON.parse(await readFile(path.join(repository, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const installed = await readInstalled(repository);
  const found = new Map<string, ShippedPackage>();
  for (const [folder, locked] of Object.entries(lock.packages)) {
    if (folder === '' || locked.dev || locked.devOptional) continue;
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const version = locked.version ?? '';
    const id = `${name}@${version}`;
    const platformOnly = Boolean(locked.os ?? locked.cpu);
    const facts = installed[id];
    if (!facts && !platformOnly) throw new Error(`${id} is not installed. Run "npm ci" first.`);
    // A readme that mentions the licence is not its text.
    const hasFile =
      !platformOnly && facts?.licenseText && !/readme/i.test(path.basename(facts.licenseFile ?? 'readme'));
    const { noticeFile } = platformOnly ? {} : (facts ?? {});
    found.set(id, {
      name,
      version,
      licence: locked.license ?? oldLicence(facts?.licenses),
      text: hasFile ? (facts.licenseText ?? null) : null,
      notice: noticeFile ? (await readFile(noticeFile, 'utf8')).trim() : null,
      credit: platformOnly ? '' : (facts?.copyright ?? '') || (facts?.publisher ?? ''),
      platformOnly,
    });
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}
