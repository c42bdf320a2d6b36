import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { SidetoneError } from '../../contracts/errors';

const run = promisify(execFile);

/**
 * Downloads a package (`name@version`) with npm into `folder` and gives its archive's content, without installing it
 * or running anything of it. Throws unless the archive has the `integrity` given ("sha512-" and base64).
 */
export async function fetchPackage(name: string, integrity: string, folder: string): Promise<Map<string, Buffer>> {
  const options = ['pack', name, '--ignore-scripts', '--silent', '--json', '--pack-destination', folder];
  // npm's own script when npm started us: on Windows "npm" is a command file, which execFile does not run.
  // Inside the app our own program is Electron, which does not run it.
  const script = process.versions.electron ? undefined : process.env.npm_execpath;
  const packing = script
    ? run(process.execPath, [script, ...options])
    : run('npm', options, { shell: process.platform === 'win32' });
  const { stdout } = await packing.catch((error: unknown) => {
    throw new SidetoneError(
      'package-not-had',
      `npm could not bring the package ${name}: it is not on this machine, or reaches no registry.`,
      { retryable: true, cause: error },
    );
  });
  const archive = await readFile(path.join(folder, archiveName(stdout)));
  assertIntegrity(archive, integrity);
  return readTar(gunzipSync(archive));
}

function archiveName(answer: string): string {
  const name = /"filename":\s*"([^"]+)"/.exec(answer)?.[1];
  if (!name) throw new Error('npm did not say where it put the package');
  return path.basename(name);
}

/** Throws when the bytes are not those that `integrity` ("sha512-" and base64, as npm writes it) names. */
export function assertIntegrity(bytes: Buffer, integrity: string): void {
  const sum = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (sum !== integrity) throw new Error(`the package has another checksum: ${sum}`);
}

const BLOCK_BYTES = 512;

/** The plain files of a ustar archive, by path (https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html). */
export function readTar(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; at + BLOCK_BYTES <= archive.length;) {
    const text = (offset: number, length: number) =>
      archive
        .subarray(at + offset, at + offset + length)
        .toString()
        .replace(/\0.*$/s, '');
    const name = text(0, 100);
    if (name === '') break;
    const bytes = Number.parseInt(text(124, 12).trim() || '0', 8);
    const kind = text(156, 1);
    const prefix = text(345, 155);
    const start = at + BLOCK_BYTES;
    if (!(bytes >= 0) || start + bytes > archive.length) throw new Error(`the archive ends inside ${name}`);
    if (kind === '' || kind === '0')
      files.set(prefix ? `${prefix}/${name}` : name, archive.subarray(start, start + bytes));
    at = start + Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return files;
}
