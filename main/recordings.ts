import { constants } from 'node:fs';
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { SidetoneError } from '../contracts/errors';
import type { InvokeResponse } from '../contracts/ipc';
import type { RecordingSettings } from '../contracts/recording';

const SUFFIX = '.sidetone-recording';
/** Of a UUID. */
const ID_LENGTH = 36;
const READ_BYTES = 1024 * 1024;
type RecordingPart = InvokeResponse<'recordings:read'>;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The files of the desk's recordings. What comes here is ciphertext already: main has no key of a recording and writes
 * no sound. A file only grows, and each answer tells how far the disk itself has it.
 */
export class Recordings {
  readonly #folder: string;
  readonly #open = new Map<string, FileHandle>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** No recording is ever written over: a call that goes on after a crash gets a further part. */
  async begin(recordId: string, head: Uint8Array): Promise<number> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    // A beginning that the full disk cut short is begun again; bytes that were acknowledged are not.
    const handle = this.#open.get(recordId) ?? (await this.#create(recordId));
    this.#open.set(recordId, handle);
    return this.#write(handle, 0, head);
  }

  /** Bytes that stand beyond `atByte` were never acknowledged (the disk was full half way): they are written over. */
  async append(recordId: string, atByte: number, bytes: Uint8Array): Promise<number> {
    const handle = this.#open.get(recordId);
    if (!handle) throw new SidetoneError('recording-not-open', 'No recording of this call is being written.');
    return this.#write(handle, atByte, bytes);
  }

  async end(recordId: string): Promise<void> {
    const handle = this.#open.get(recordId);
    this.#open.delete(recordId);
    await handle?.close();
  }

  async read(recordId: string, part: number, fromByte: number): Promise<RecordingPart> {
    const handle = await open(this.#file(recordId, part), 'r').catch(() => null);
    if (!handle) return { fileBytes: null, bytes: new Uint8Array() };
    try {
      const { size } = await handle.stat();
      const wanted = Math.max(0, Math.min(READ_BYTES, size - fromByte));
      const { buffer, bytesRead } = await handle.read(new Uint8Array(wanted), 0, wanted, fromByte);
      return { fileBytes: size, bytes: buffer.subarray(0, bytesRead) };
    } finally {
      await handle.close();
    }
  }

  /** Deletes what is older than its time, then the oldest until the rest has room. Answers how many went. */
  async tidy({ keepDays, maxMegabytes }: RecordingSettings, nowMs: number): Promise<number> {
    const names = await readdir(this.#folder).catch(() => []);
    const ours = names.filter((name) => name.endsWith(SUFFIX) && !this.#open.has(name.slice(0, ID_LENGTH)));
    const files = await Promise.all(
      ours.map(async (name) => {
        const { mtimeMs, size } = await stat(path.join(this.#folder, name));
        return { name, mtimeMs, size };
      }),
    );
    let total = 0;
    let deleted = 0;
    for (const { name, mtimeMs, size } of files.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
      total += size;
      if (nowMs - mtimeMs <= keepDays * DAY_MS && total <= maxMegabytes * 1_000_000) continue;
      await rm(path.join(this.#folder, name), { force: true });
      deleted += 1;
    }
    return deleted;
  }

  async #write(handle: FileHandle, atByte: number, bytes: Uint8Array): Promise<number> {
    if ((await handle.stat()).size < atByte) {
      throw new SidetoneError('recording-shortened', 'Bytes of this recording that were written are gone.');
    }
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await handle
        .write(bytes, written, bytes.length - written, atByte + written)
        .catch(orFull);
      written += bytesWritten;
    }
    // Not the operating system's word that it will write: the disk's that it has.
    await handle.datasync().catch(orFull);
    return atByte + bytes.length;
  }

  async #create(recordId: string): Promise<FileHandle> {
    const flags = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR;
    for (let part = 0; ; part += 1) {
      const handle = await open(this.#file(recordId, part), flags, 0o600).catch((error: NodeJS.ErrnoException) =>
        error.code === 'EEXIST' ? null : orFull(error),
      );
      if (handle) return handle;
    }
  }

  #file(recordId: string, part: number): string {
    return path.join(this.#folder, `${recordId}${part === 0 ? '' : `.${String(part)}`}${SUFFIX}`);
  }
}

function orFull(cause: NodeJS.ErrnoException): never {
  const full = cause.code === 'ENOSPC' || cause.code === 'EDQUOT';
  const message = full ? 'The disk is full.' : `The recording cannot be written (${cause.code ?? cause.message}).`;
  throw new SidetoneError(full ? 'disk-full' : 'recording-not-written', message, { retryable: true, cause });
}
