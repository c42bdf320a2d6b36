// `npm test`: brings what the tests need, builds, checks, and runs every test; ends in `N passed, N failed`.
// Arguments are handed to vitest (`npm test -- domain`), and then the checks are left out.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './app-build.mjs';
import { electronEnvironment, electronFlags, hasDisplay, startXvfb } from './display.mjs';
import { findElectron } from './electron-runtime.mjs';
import { repositoryFolder } from './folders.mjs';
import { ensurePackages, hydratePostgres } from './install.mjs';
import { ensureLinuxLibraries } from './linux-libraries.mjs';
import { ProcessGroup } from './processes.mjs';
import { runCommand } from './run-command.mjs';
import { Steps } from './steps.mjs';
import { closingLines, totalsAfterSecondTry, vitestTotals, worthSecondTry } from './test-totals.mjs';

const checks = ['check:format', 'check:types', 'check:lint', 'check:dead', 'check:notices'];
const filters = process.argv.slice(2);
const steps = new Steps();
const group = new ProcessGroup();
/** @type {import('./test-totals.mjs').Totals} */
const totals = { passed: 0, failed: 0, skipped: 0 };

/**
 * A step that counts as a test.
 * @param {string} title
 * @param {(log: (line: string) => void) => Promise<void>} work
 */
async function counted(title, work) {
  try {
    await steps.run(title, work);
    totals.passed++;
    return true;
  } catch (error) {
    const { message, cause } = /** @type {Error} */ (error);
    steps.note(`${message}\n${cause instanceof Error ? cause.message : ''}`.trim());
    totals.failed++;
    return false;
  }
}

/** @param {string} script of package.json */
async function npmScript(script) {
  const result = await runCommand('npm', ['run', '--silent', script], { cwd: repositoryFolder });
  if (result.code !== 0) throw new Error(`${result.output}\n${result.errors}`.trim());
}

/** @returns {Promise<NodeJS.ProcessEnv>} the environment of the tests */
async function prepare() {
  await steps.run('Packages', async () => {
    await ensurePackages();
    await hydratePostgres();
  });
  const underXvfb = process.platform === 'linux';
  const env = { ...process.env, ...electronEnvironment({ underXvfb }) };
  await counted('Electron and its libraries', async (log) => {
    const electron = await findElectron({ log });
    log(electron.banner ?? `Electron ${electron.version}`);
    const libraries = await ensureLinuxLibraries({ executable: electron.path, needsDisplay: true, log });
    if (!libraries.ok) throw new Error(`Missing: ${libraries.missing.join(', ')}. ${libraries.command ?? ''}`);
    env.SIDETONE_ELECTRON = electron.path;
    env.SIDETONE_ELECTRON_FLAGS = electronFlags({ underXvfb }).join(' ');
    if (underXvfb) env.DISPLAY = await startXvfb(group);
    else if (!hasDisplay()) throw new Error('There is no display for the window.');
  });
  await counted('Build of the app', async () => void (await ensureBuilt()));
  return env;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} files or parts of their names; none: all
 */
async function runVitest(env, files) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-test-'));
  const reportFile = path.join(folder, 'report.json');
  const cli = path.join(repositoryFolder, 'node_modules', 'vitest', 'vitest.mjs');
  const { code } = await runCommand(
    process.execPath,
    [cli, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...files],
    { cwd: repositoryFolder, env, inherit: true },
  );
  const text = await readFile(reportFile, 'utf8').catch(() => null);
  await rm(folder, { recursive: true, force: true });
  /** @type {import('./test-totals.mjs').VitestReport | null} */
  const report = text === null ? null : JSON.parse(text);
  return { report, code };
}

/** @param {NodeJS.ProcessEnv} env */
async function runTests(env) {
  const first = await runVitest(env, filters);
  const again = worthSecondTry(first.report);
  if (!first.report || again.length === 0) return vitestTotals(first.report, first.code);
  const names = again.map((file) => path.relative(repositoryFolder, file));
  steps.note(`Failed, and run once more with nothing beside: ${names.join(', ')}`);
  const second = await runVitest(env, names);
  const result = totalsAfterSecondTry(first.report, second.report, second.code);
  if (result.failed === 0) steps.note(`Passed only at the second try: ${names.join(', ')}`);
  return result;
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => void group.stopAll().then(() => process.exit(130)));
}
try {
  const env = await prepare();
  if (filters.length === 0) {
    for (const check of checks) await counted(`npm run ${check}`, () => npmScript(check));
  }
  const counts = await runTests(env);
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  totals.skipped += counts.skipped;
} catch (error) {
  steps.note(error instanceof Error ? error.message : String(error));
  totals.failed++;
}
await group.stopAll();
process.stdout.write(`\n${closingLines(totals)}\n`);
process.exit(totals.failed === 0 ? 0 : 1);
