import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from './file-checks.mjs';
import { repositoryFolder } from './folders.mjs';
import { lastWords, runCommand } from './run-command.mjs';

/** What the built app is made of. */
const sources = [
  'contracts',
  'domain',
  'main',
  'models',
  'preload',
  'renderer',
  'electron.vite.config.ts',
  'package-lock.json',
  'tsconfig.json',
];
const stampFile = 'out/.source-sum';
const products = [
  'out/main/index.js',
  'out/main/copilot-worker.js',
  'out/main/model-job.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'out/renderer/monitor-page.html',
];

/**
 * A sum over the names and contents of everything the app is built from; tests are left out.
 * @param {string} [folder]
 */
export async function sourceSum(folder = repositoryFolder) {
  const hash = createHash('sha256');
  for (const source of sources) {
    const root = path.join(folder, source);
    if (!existsSync(root)) continue;
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => null);
    const files = entries
      ? entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
      : [root];
    for (const file of files.filter((name) => !/\.test\.tsx?$/.test(name)).sort()) {
      hash
        .update(path.relative(folder, file))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * Builds the app unless out/ was built from these very sources.
 * @param {{ folder?: string, force?: boolean }} [options]
 * @returns {Promise<boolean>} whether it had to be built
 */
export async function ensureBuilt({ folder = repositoryFolder, force = false } = {}) {
  const sum = await sourceSum(folder);
  const stamp = path.join(folder, stampFile);
  const isCurrent =
    !force &&
    (await readFile(stamp, 'utf8').catch(() => '')) === sum &&
    products.every((product) => existsSync(path.join(folder, product)));
  if (isCurrent) return false;
  const cli = path.join(folder, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const result = await runCommand(process.execPath, [cli, 'build', '--logLevel', 'warn'], { cwd: folder });
  if (result.code !== 0) throw new Error(`The app does not build: ${lastWords(result, 15)}`);
  await writeWhole(stamp, sum);
  return true;
}
