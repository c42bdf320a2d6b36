// `npm start`: brings everything that is missing, starts the embedded server and the practice PBX, and opens the
// window. Leaves no process behind, however it ends.
import { rmSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './app-build.mjs';
import { mergeConfig, partsNeeded, readUserConfig, writePrivate } from './configuration.mjs';
import { electronEnvironment, electronFlags, hasDisplay, startXvfb } from './display.mjs';
import { findElectron } from './electron-runtime.mjs';
import { takeLock } from './file-checks.mjs';
import { dataFolder, repositoryFolder } from './folders.mjs';
import { checkNodeVersion, ensurePackages, hydratePostgres } from './install.mjs';
import { ensureLinuxLibraries } from './linux-libraries.mjs';
import { fetchModels } from './model-step.mjs';
import { startPracticePbx, startServer } from './own-parts.mjs';
import { ProcessGroup, parseEvent } from './processes.mjs';
import { Steps } from './steps.mjs';

const USAGE_EXIT_CODE = 2;
const PARENT_CHECK_MS = 500;

/** A sentence for the person, not a fault in this program. */
class Refusal extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const usage = `npm start -- [--config FILE] [--demo] [--chaos FILE]
  --config FILE  settings as JSON (docs/administrator-guide.md) in place of the practice PBX and the embedded server
  --demo         drive the app through the demonstration and write demo-report/
  --chaos FILE   break the network, the PBX and the app over practice calls and tell what was felt (docs/reliability.md)`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        config: { type: 'string' },
        demo: { type: 'boolean' },
        chaos: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.demo && values.config !== undefined)
      throw new Error('--demo brings its own settings: leave out --config.');
    if (values.chaos !== undefined && (values.demo || values.config !== undefined))
      throw new Error('--chaos brings its own settings: leave out --config and --demo.');
    return values;
  } catch (error) {
    throw new Refusal(`${/** @type {Error} */ (error).message}\n${usage}`, USAGE_EXIT_CODE);
  }
}

/**
 * @param {string} file
 * @returns {Promise<import('./configuration.mjs').ConfigFile>}
 */
async function readConfig(file) {
  try {
    return await readUserConfig(file);
  } catch (error) {
    throw new Refusal(/** @type {Error} */ (error).message, USAGE_EXIT_CODE);
  }
}

/**
 * What every run needs: packages, Electron, its libraries, models, the built app.
 * @param {Steps} steps
 * @param {{ data: string, needsDisplay: boolean, modelsGiven: boolean }} options
 */
async function prepare(steps, { data, needsDisplay, modelsGiven }) {
  await steps.run(
    'Packages',
    async (progress) => {
      progress('checking, and installing what is missing');
      const installed = await ensurePackages();
      await hydratePostgres();
      return installed;
    },
    (installed) => (installed ? 'installed' : 'there'),
  );
  const electron = await steps.run(
    'Electron',
    (log) => findElectron({ log }),
    (found) => found.version,
  );
  if (electron.banner) steps.note(`  ${electron.banner}`);
  const libraries = await steps.run('System libraries', (log) =>
    ensureLinuxLibraries({ executable: electron.path, needsDisplay, log }),
  );
  if (libraries.missing.length > 0) {
    const remedy = libraries.command
      ? `Install with:\n  ${libraries.command}`
      : 'Install them with your package manager.';
    const sentence = `Missing: ${libraries.missing.join(', ')}. ${remedy}`;
    if (!libraries.ok) throw new Refusal(sentence);
    steps.note(`  ${sentence}`);
  }
  const models = modelsGiven
    ? null
    : await steps.run(
        'Copilot models',
        (log) => fetchModels(path.join(data, 'models'), log),
        (result) => (result.ok ? 'there' : `not all are there. ${result.reason} The phone works all the same.`),
      );
  await steps.run(
    'App',
    () => ensureBuilt(),
    (built) => (built ? 'built' : 'there'),
  );
  // Also when one is missing: each ear works without the other.
  return { electron, modelsFolder: models ? path.join(data, 'models') : null };
}

/**
 * @param {ProcessGroup} group
 * @param {Steps} steps
 * @param {{ config: string | undefined, demo: boolean, chaos: string | undefined }} options
 * @returns {Promise<number>} exit code
 */
async function run(group, steps, options) {
  const description = JSON.parse(await readFile(path.join(repositoryFolder, 'package.json'), 'utf8'));
  checkNodeVersion(description.engines.node);
  const given = options.config === undefined ? {} : await readConfig(options.config);
  const data = dataFolder();
  await mkdir(data, { recursive: true, mode: 0o700 });
  const lockFile = path.join(data, 'start.lock');
  const holder = await takeLock(lockFile);
  if (holder !== null) throw new Refusal(`Sidetone is already running on ${data} (process ${holder}).`);
  process.on('exit', () => rmSync(lockFile, { force: true }));

  const underXvfb = !hasDisplay();
  const { chaos } = options;
  const demo = options.demo || (underXvfb && options.config === undefined && chaos === undefined);
  if (underXvfb) {
    steps.note(`There is no display here: the ${demo ? 'demonstration' : 'app'} will run on a virtual one (Xvfb).`);
  }
  const { electron, modelsFolder } = await prepare(steps, {
    data,
    needsDisplay: underXvfb,
    modelsGiven: Boolean(process.env.SIDETONE_MODELS || given.modelsFolder),
  });
  const environment = {
    ...process.env,
    ...electronEnvironment({ underXvfb }),
    ...(modelsFolder ? { SIDETONE_MODELS: modelsFolder } : undefined),
    ...(underXvfb
      ? {
          DISPLAY: await steps.run(
            'Display',
            () => startXvfb(group),
            (display) => display,
          ),
        }
      : undefined),
  };
  if (demo || chaos !== undefined) {
    const flags = electronFlags({ underXvfb });
    const program = chaos === undefined ? ['build/demo/run.ts'] : ['survive/chaos/run.ts', '--schedule', chaos];
    return await runProgram(group, program, {
      ...environment,
      SIDETONE_ELECTRON: electron.path,
      SIDETONE_ELECTRON_FLAGS: flags.join(' '),
      SIDETONE_DATA: path.join(data, 'demo'),
    });
  }

  const needed = partsNeeded(given);
  // The practice PBX first: it says in which line a practice customer is wrong.
  const pbx = needed.pbx
    ? await steps.run(
        'Practice PBX',
        () => startPracticePbx(group, (line) => steps.note(line)),
        (it) => it.webSocketUrl,
      )
    : undefined;
  const server = needed.server
    ? await steps.run(
        'Central server',
        () => startServer(group, data, (line) => steps.note(line)),
        ({ url }) => url,
      )
    : undefined;
  const configFile = path.join(data, 'config.json');
  await writePrivate(configFile, mergeConfig(given, { deskFolder: path.join(data, 'desk'), server, pbx }));
  return await openWindow(group, steps, {
    executable: electron.path,
    args: [...electronFlags({ underXvfb }), repositoryFolder, `--config=${configFile}`],
    env: environment,
    // What is wrong is wrong in the file that the person wrote, not in the one made of it.
    inTheirWords: (message) => message.replaceAll(configFile, options.config ?? configFile),
  });
}

/**
 * A program that drives the app by itself.
 * @param {ProcessGroup} group
 * @param {readonly string[]} program
 * @param {NodeJS.ProcessEnv} env
 */
async function runProgram(group, program, env) {
  const args = ['--import', 'tsx', ...program, '--exit-with-stdin'];
  const running = group.start('program', process.execPath, args, {
    env,
    onLine: (line) => process.stdout.write(`${line}\n`),
    showErrors: true,
  });
  const { code } = await running.ended;
  return code ?? 1;
}

/**
 * Opens the window and waits until it is closed.
 * @param {ProcessGroup} group
 * @param {Steps} steps
 * @param {{ executable: string, args: string[], env: NodeJS.ProcessEnv, inTheirWords: (message: string) => string }} options
 */
async function openWindow(group, steps, { executable, args, env, inTheirWords }) {
  /** @type {string[]} */
  const refusals = [];
  const startedAtMs = performance.now();
  const window = group.start('Sidetone', executable, args, {
    env,
    onLine: (line) => {
      const event = parseEvent(line);
      if (event?.event !== 'window-open') return;
      const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
      steps.note(`✓ Window (${seconds} s). Close it, or press Ctrl-C here, to stop everything.`);
    },
    onError: (line) => {
      const event = parseEvent(line);
      if (event?.event === 'refused') refusals.push(String(event.message ?? event.code));
    },
    showErrors: Boolean(process.env.SIDETONE_VERBOSE),
  });
  const { code, signal } = await window.ended;
  if (code === 0 || group.isStopping) return 0;
  if (refusals.length > 0) throw new Refusal(inTheirWords(refusals.join('\n')), code ?? 1);
  const reason = window.lastWords();
  throw new Refusal(`The window ended with ${signal ?? `exit code ${code}`}. ${reason}`);
}

const steps = new Steps();
const group = new ProcessGroup();
let interruptedAtMs = 0;
/** @param {NodeJS.Signals} signal */
function interrupt(signal) {
  // npm passes on what the terminal has already sent: only a later one means "now".
  const isImpatient = interruptedAtMs > 0 && performance.now() - interruptedAtMs > 1_500;
  if (isImpatient) group.killAll();
  if (interruptedAtMs > 0) return;
  interruptedAtMs = performance.now();
  steps.note('Stopping …');
  void group.stopAll().then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, interrupt);
// Whoever is told to end by a signal to npm alone ends npm and its shell, and we hear nothing of it.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  const parentWatch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(parentWatch);
    interrupt('SIGTERM');
  }, PARENT_CHECK_MS);
  parentWatch.unref();
}
let exitCode = 1;
try {
  const { config, demo = false, chaos, help } = readArguments();
  if (help) steps.note(usage);
  exitCode = help ? 0 : await run(group, steps, { config, demo, chaos: chaos && path.resolve(chaos) });
} catch (error) {
  if (!group.isStopping) {
    const { message, cause } = /** @type {Error} */ (error);
    process.stderr.write(`\n${message}\n${cause instanceof Error ? `${cause.message}\n` : ''}`);
    if (error instanceof Refusal) exitCode = error.exitCode;
  }
}
await group.stopAll();
process.exit(interruptedAtMs > 0 ? 130 : exitCode);
