import { open, rm, stat } from 'node:fs/promises';
import { SidetoneError, toFailure } from '../contracts/errors';

export interface Download {
  url: string;
  /** The file that grows; what it holds from an earlier try is kept and gone on from. */
  part: string;
  /** Size of the whole file. */
  bytes: number;
  progress?: (doneBytes: number) => void;
  signal?: AbortSignal | undefined;
  wait?: (ms: number) => Promise<void>;
}

/** Tries that brought nothing, one after another, until it is given up. */
const TRIES = 4;
const STALLED_AFTER_MS = 30_000;
const FIRST_PAUSE_MS = 500;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Downloads a file, going on after a cut where it stopped (RFC 9110 section 14.2). Its content is not checked here.
 * Throws SidetoneError `model-unreachable` (retryable; the part stays), `model-not-served`, `model-other-file` or
 * `cancelled`.
 */
export async function download({ wait = pause, ...options }: Download): Promise<void> {
  const { part, bytes, signal } = options;
  for (let failures = 0; ;) {
    const before = await sizeOf(part);
    if (before === bytes) return;
    try {
      await goOn(options, before > bytes ? 0 : before);
      if ((await sizeOf(part)) < bytes) throw unreachable(options.url, 'the connection ended early');
    } catch (error) {
      if (signal?.aborted) throw new SidetoneError('cancelled', 'The fetch was cancelled.', { retryable: true });
      if (!toFailure(error).retryable) throw error;
      failures = (await sizeOf(part)) > before ? 0 : failures + 1;
      if (failures >= TRIES) throw error;
      await wait(FIRST_PAUSE_MS * 2 ** failures);
    }
  }
}

const sizeOf = async (file: string) => (await stat(file).catch(() => null))?.size ?? 0;

function unreachable(url: string, why: string, cause?: unknown): SidetoneError {
  return new SidetoneError('model-unreachable', `${url}: ${why}.`, { retryable: true, cause });
}

/** One request, for what is missing from `from` on. */
async function goOn({ url, part, bytes, progress, signal }: Download, from: number): Promise<void> {
  const stalled = new AbortController();
  let clock = setTimeout(() => stalled.abort(), STALLED_AFTER_MS);
  try {
    const response = await fetch(url, {
      headers: { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${String(from)}-` } : {}) },
      signal: signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal,
    }).catch((error: unknown) => {
      throw unreachable(url, 'cannot be reached', error);
    });
    const resumed = response.status === 206 && startOf(response) === from;
    if (response.status === 416 || (response.status === 206 && !resumed)) {
      await rm(part, { force: true });
      throw unreachable(url, 'the server has another file than before');
    }
    if (!response.ok || !response.body) throw refusal(url, response.status);
    const reader = response.body.getReader();
    const file = await open(part, resumed ? 'a' : 'w');
    try {
      for (let done = resumed ? from : 0; ;) {
        const { value } = await reader.read().catch((error: unknown) => {
          throw unreachable(url, 'the connection was cut', error);
        });
        if (!value) return;
        clearTimeout(clock);
        clock = setTimeout(() => stalled.abort(), STALLED_AFTER_MS);
        done += value.byteLength;
        if (done > bytes) {
          await rm(part, { force: true });
          throw new SidetoneError('model-other-file', `${url} is larger than it should be.`);
        }
        // On disk at once: what a cut leaves is gone on from.
        await file.appendFile(value);
        progress?.(done);
      }
    } finally {
      await file.close();
      await reader.cancel().catch(() => undefined);
    }
  } finally {
    clearTimeout(clock);
  }
}

function startOf(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN);
}

function refusal(url: string, status: number): SidetoneError {
  if (status >= 500 || status === 408 || status === 429)
    return unreachable(url, `the server answered ${String(status)}`);
  return new SidetoneError('model-not-served', `${url}: the server answered ${String(status)}.`);
}
