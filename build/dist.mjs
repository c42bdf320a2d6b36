// `npm run dist`: installers for this system, with Electron from its own releases; arguments go to electron-builder.
// `npm run dist:dir [-- --to FOLDER]`: the unpacked app, made offline from the Electron that build/electron-runtime.mjs
// finds: for trying and testing the packaged app, not for users.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './app-build.mjs';
import { findElectron } from './electron-runtime.mjs';
import { repositoryFolder } from './folders.mjs';
import { ensurePackages } from './install.mjs';
import { fetchModels } from './model-step.mjs';
import { runCommand, lastWords } from './run-command.mjs';
import { Steps } from './steps.mjs';

/** electron-builder.yml takes the models from here. */
const modelsFolder = path.join(repositoryFolder, '.cache', 'models');
const steps = new Steps();

function readArguments() {
  const rest = process.argv.slice(2);
  const isDir = rest.includes('--dir');
  const to = rest.indexOf('--to');
  const [, folder] = to < 0 ? [] : rest.splice(to, 2);
  if (to >= 0 && folder === undefined) throw new Error('--to wants a folder.');
  return { isDir, output: path.resolve(repositoryFolder, folder ?? 'dist'), rest };
}

/**
 * A copy of Electron's files without the boot app. A copy, not links: electron-builder writes fuses into the executable.
 * @param {string} executable
 */
async function copyOfElectron(executable) {
  const source = process.platform === 'darwin' ? path.resolve(executable, '../../../..') : path.dirname(executable);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-electron-'));
  const bootApp = path.join(source, 'resources', 'app');
  await cp(source, folder, { recursive: true, verbatimSymlinks: true, filter: (file) => file !== bootApp });
  return folder;
}

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
async function runBuilder(args, env) {
  const cli = path.join(repositoryFolder, 'node_modules', 'electron-builder', 'cli.js');
  const result = await runCommand(process.execPath, [cli, '--publish=never', ...args], { cwd: repositoryFolder, env });
  if (result.code !== 0) throw new Error(`electron-builder failed: ${lastWords(result, 15)}`);
}

/**
 * Packages without a download and without a certificate.
 * @param {{ path: string, version: string }} electron
 * @param {readonly string[]} args
 */
async function packageOffline(electron, args) {
  const electronDist = await copyOfElectron(electron.path);
  try {
    await runBuilder([...args, `-c.electronDist=${electronDist}`, `-c.electronVersion=${electron.version}`], {
      ...process.env,
      CSC_IDENTITY_AUTO_DISCOVERY: 'false',
    });
  } finally {
    await rm(electronDist, { recursive: true, force: true });
  }
}

async function main() {
  const { isDir, output, rest } = readArguments();
  const args = [...rest, `-c.directories.output=${output}`];
  await steps.run('Packages', () => ensurePackages());
  await steps.run(
    'Copilot models',
    (log) => fetchModels(modelsFolder, log),
    ({ ok, reason }) => (ok ? 'there' : `not all are there. ${reason} The app is packaged with those that are.`),
  );
  await steps.run(
    'App',
    () => ensureBuilt(),
    (built) => (built ? 'built' : 'there'),
  );
  if (isDir) {
    const electron = await steps.run(
      'Electron',
      (log) => findElectron({ log }),
      ({ version }) => version,
    );
    if (electron.banner) steps.note(`  ${electron.banner}`);
    await steps.run('Packaging', () => packageOffline(electron, args));
  } else {
    await steps.run('Packaging', () => runBuilder(args));
  }
  steps.note(`The app is in ${output}.`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
