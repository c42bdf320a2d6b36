import { SidetoneError } from '../../contracts/errors';

/** Dexie's errors in the product's words: the disk may have room again, or the other window be closed. */
export async function guarded<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'unknown error';
    if (name === 'QuotaExceededError') throw diskFull(cause);
    const message = `The local records could not be reached (${name}).`;
    throw new SidetoneError('local-store-failed', message, { retryable: true, cause });
  }
}

/** @throws SidetoneError `disk-full`, retryable */
export async function needRoom(hasRoom: (() => Promise<boolean>) | undefined): Promise<void> {
  if (hasRoom && !(await hasRoom())) throw diskFull();
}

function diskFull(cause?: unknown): SidetoneError {
  const message = 'The disk is full: free some space, nothing recorded so far is lost.';
  return new SidetoneError('disk-full', message, { retryable: true, cause });
}
