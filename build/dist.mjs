// `npm run dist:dir`: the unpacked app for this machine, made offline from the Electron that build/electron-runtime.mjs
// finds. For trying the packaged app; what users get is built by electron-builder from Electron's own releases.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './app-build.mjs';
import { findElectron } from './electron-runtime.mjs';
import { repositoryFolder } from './folders.mjs';
import { ensurePackages } from './install.mjs';
import { runCommand, lastWords } from './run-command.mjs';
import { Steps } from './steps.mjs';

const steps = new Steps();

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

async function main() {
  await steps.run('Packages', () => ensurePackages());
  const electron = await steps.run(
    'Electron',
    (log) => findElectron({ log }),
    ({ version }) => version,
  );
  if (electron.banner) steps.note(`  ${electron.banner}`);
  await steps.run(
    'App',
    () => ensureBuilt(),
    (built) => (built ? 'built' : 'there'),
  );
  const electronDist = await copyOfElectron(electron.path);
  try {
    await steps.run('Packaging', async () => {
      const cli = path.join(repositoryFolder, 'node_modules', 'electron-builder', 'cli.js');
      const result = await runCommand(
        process.execPath,
        [
          cli,
          '--dir',
          '--publish=never',
          `-c.electronDist=${electronDist}`,
          `-c.electronVersion=${electron.version}`,
          '-c.npmRebuild=false',
          '-c.forceCodeSigning=false',
        ],
        { cwd: repositoryFolder, env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: 'false' } },
      );
      if (result.code !== 0) throw new Error(`electron-builder failed: ${lastWords(result, 15)}`);
    });
  } finally {
    await rm(electronDist, { recursive: true, force: true });
  }
  steps.note(`The app is in ${path.join(repositoryFolder, 'dist')}.`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
