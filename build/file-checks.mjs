import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @param {'hex' | 'base64'} encoding
 */
export async function fileDigest(file, algorithm, encoding) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest(encoding);
}

/**
 * Writes a file whole or not at all.
 * @param {string} file
 * @param {string} text
 * @param {number} [mode]
 */
export async function writeWhole(file, text, mode = 0o644) {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(temporary, text, { mode });
  await rename(temporary, file);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Takes `lockFile` for this process, taking it over from an owner that died.
 * @param {string} lockFile
 * @returns {Promise<number | null>} null when it is ours now, else the process that holds it (0: not known yet)
 */
export async function takeLock(lockFile) {
  await mkdir(path.dirname(lockFile), { recursive: true });
  for (;;) {
    try {
      await writeFile(lockFile, String(process.pid), { flag: 'wx' });
      return null;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const text = await readFile(lockFile, 'utf8').catch(() => null);
    if (text === null) continue;
    // An empty file is a lock being written this very moment.
    const owner = Number(text);
    if (text === '' || isAlive(owner)) return owner;
    await rm(lockFile, { force: true });
  }
}

/**
 * Runs `work` while holding `lockFile`, so that two starts at once do not install the same thing twice. A lock whose
 * owner died is taken over.
 * @template T
 * @param {string} lockFile
 * @param {() => Promise<T>} work
 * @param {{ onWait?: () => void, pollMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(lockFile, work, { onWait, pollMs = 250 } = {}) {
  let told = false;
  while ((await takeLock(lockFile)) !== null) {
    if (!told) onWait?.();
    told = true;
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}
