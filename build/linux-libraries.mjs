// The shared libraries, the X server and the font that Electron needs on Linux: what is missing, in which Debian
// package it is, and, as root on Debian or Ubuntu, its installation. No dependency.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { lastWords, runCommand } from './run-command.mjs';

/** Everything a bare Debian needs; apt brings the rest. */
const libraryPackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libcups2',
];
const displayPackages = ['xvfb', 'xauth'];
const fontPackages = ['fonts-noto-cjk'];

/** Renamed when 32-bit time_t went away: Debian 13, Ubuntu 24.04. */
const renamedFor64BitTime = new Set(['libgtk-3-0', 'libasound2', 'libatk-bridge2.0-0', 'libcups2']);

/**
 * The names of `packages` in the distribution that `osRelease` (the text of /etc/os-release) describes; null where
 * there is no apt.
 * @param {readonly string[]} packages
 * @param {string} osRelease
 * @returns {string[] | null}
 */
export function debianNames(packages, osRelease) {
  /** @param {string} key */
  const field = (key) => new RegExp(`^${key}="?([^"\\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? '';
  const family = [field('ID'), ...field('ID_LIKE').split(' ')];
  if (!family.includes('debian') && !family.includes('ubuntu')) return null;
  // Debian testing and sid have no VERSION_ID; derivatives count their own versions and are taken as new.
  const version = Number.parseFloat(field('VERSION_ID'));
  const old = (field('ID') === 'debian' && version < 13) || (field('ID') === 'ubuntu' && version < 24.04);
  return packages.map((name) => (!old && renamedFor64BitTime.has(name) ? `${name}t64` : name));
}

/**
 * The libraries that `ldd` could not find.
 * @param {string} lddOutput
 */
export function missingLibraries(lddOutput) {
  const names = [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
  return [...new Set(names)];
}

/** @param {string} program */
export function isOnPath(program) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}

async function hasChineseFont() {
  const result = await runCommand('fc-list', [':lang=zh', 'family']);
  return result.code === 0 && result.output.trim() !== '';
}

/**
 * @typedef {object} LibraryReport
 * @property {boolean} ok whether the app can run (a missing font does not prevent that)
 * @property {string[]} missing libraries and programs
 * @property {string | null} command that installs what is missing; null where there is no apt
 */

/**
 * @param {string} executable Electron's
 * @param {boolean} needsDisplay whether an X server of our own is needed
 */
async function findMissing(executable, needsDisplay) {
  const ldd = await runCommand('ldd', [executable]);
  const libraries = missingLibraries(ldd.output);
  const programs = needsDisplay && !isOnPath('Xvfb') ? ['Xvfb'] : [];
  const fonts = (await hasChineseFont()) ? [] : ['a Chinese font'];
  return { libraries, programs, fonts };
}

/**
 * Checks that `executable` finds its libraries, and installs what is missing if this is root on a Debian.
 * @param {{ executable: string, needsDisplay: boolean, log?: (line: string) => void, install?: boolean }} options
 * @returns {Promise<LibraryReport>}
 */
export async function ensureLinuxLibraries({ executable, needsDisplay, log = () => undefined, install = true }) {
  if (process.platform !== 'linux') return { ok: true, missing: [], command: null };
  const found = await findMissing(executable, needsDisplay);
  const missing = [...found.libraries, ...found.programs, ...found.fonts];
  if (missing.length === 0) return { ok: true, missing, command: null };
  const ok = found.libraries.length + found.programs.length === 0;
  const packages = debianNames(
    [
      ...(found.programs.length > 0 ? displayPackages : []),
      ...(found.libraries.length > 0 ? libraryPackages : []),
      ...(found.fonts.length > 0 ? fontPackages : []),
    ],
    await readFile('/etc/os-release', 'utf8').catch(() => ''),
  );
  if (!packages) return { ok, missing, command: null };
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !install) return { ok, missing, command: `sudo ${command}` };
  log(`missing ${missing.join(', ')}: ${command}`);
  const failure = await aptInstall(packages);
  if (failure !== null) {
    log(failure);
    return { ok, missing, command };
  }
  const after = await findMissing(executable, needsDisplay);
  return {
    ok: after.libraries.length + after.programs.length === 0,
    missing: [...after.libraries, ...after.programs, ...after.fonts],
    command: null,
  };
}

/**
 * Installs Debian packages. As root only.
 * @param {readonly string[]} packages
 * @returns {Promise<string | null>} why it failed, or null
 */
export async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const update = await runCommand('apt-get', [...wait, 'update'], { env });
  const result = await runCommand('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...packages], {
    env,
  });
  if (result.code === 0) return null;
  return `apt-get failed: ${lastWords(update.code === 0 ? result : update)}`;
}
