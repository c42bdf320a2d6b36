import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const repositoryFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Where downloads live that can be fetched again: `SIDETONE_CACHE`, else `~/.cache/sidetone`.
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function cacheFolder(environment = process.env) {
  return path.resolve(environment.SIDETONE_CACHE || path.join(os.homedir(), '.cache', 'sidetone'));
}

/**
 * Where the desk's and the embedded server's data live: `SIDETONE_DATA`, else the OS's folder for a user's app data.
 * @param {NodeJS.ProcessEnv} [environment]
 * @param {NodeJS.Platform} [platform]
 * @param {string} [home]
 */
export function dataFolder(environment = process.env, platform = process.platform, home = os.homedir()) {
  if (environment.SIDETONE_DATA) return path.resolve(environment.SIDETONE_DATA);
  if (platform === 'win32') {
    return path.win32.join(environment.APPDATA || path.win32.join(home, 'AppData', 'Roaming'), 'Sidetone');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Sidetone');
  return path.join(environment.XDG_CONFIG_HOME || path.join(home, '.config'), 'Sidetone');
}
