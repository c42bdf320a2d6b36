import { SidetoneError } from '../../contracts/errors';
import { chunkNonce, frameChunk, headBytes, parseHead, sealedChunks } from '../../domain/recording-file';

const IV_BYTES = 12;

/** Turns a recording's chunks into what may lie on the disk, in their order. */
export interface Sealer {
  readonly head: Uint8Array<ArrayBuffer>;
  seal(content: Uint8Array<ArrayBuffer>, last: boolean): Promise<Uint8Array<ArrayBuffer>>;
}

/** What a file held. `complete` false: its end is missing, by a crash or because somebody took it away. */
export interface Opened {
  recordId: string;
  contents: Uint8Array[];
  complete: boolean;
}

/**
 * A fresh AES-256-GCM key for this one file, wrapped by the desk key (domain/recording-file.ts tells the format).
 * @param deskKey 32 bytes, as main keeps them.
 */
export async function createSealer(deskKey: Uint8Array, recordId: string): Promise<Sealer> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const wrapped = await crypto.subtle.encrypt(wrapping(iv, recordId), await importKey(deskKey), raw);
  const key = await importKey(raw);
  raw.fill(0);
  const wrappedKey = btoa(String.fromCharCode(...iv, ...new Uint8Array(wrapped)));
  const head = headBytes({ recordId, wrappedKey });
  let sequence = 0;
  return {
    head,
    async seal(content, last) {
      const iv = chunkNonce(sequence, last);
      sequence += 1;
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: head }, key, content);
      return frameChunk(new Uint8Array(sealed), last);
    },
  };
}

/**
 * Opens a file up to where a crash cut it. @throws SidetoneError `recording-unreadable` when it was written with
 * another desk's key, `recording-damaged` when chunks were changed, moved or left out.
 */
export async function openSealed(deskKey: Uint8Array, file: Uint8Array): Promise<Opened> {
  const { header, head } = parseHead(file);
  const key = await unwrap(deskKey, header.recordId, header.wrappedKey);
  const contents: Uint8Array[] = [];
  let complete = false;
  for (const { sealed, last } of sealedChunks(file, head.length)) {
    if (complete) throw damaged();
    const iv = chunkNonce(contents.length, last);
    const content = await crypto.subtle
      .decrypt({ name: 'AES-GCM', iv, additionalData: head }, key, sealed.slice())
      .catch((cause: unknown) => {
        throw damaged(cause);
      });
    contents.push(new Uint8Array(content));
    complete = last;
  }
  return { recordId: header.recordId, contents, complete };
}

async function unwrap(deskKey: Uint8Array, recordId: string, wrappedKey: string): Promise<CryptoKey> {
  try {
    const bytes = Uint8Array.from(atob(wrappedKey), (character) => character.charCodeAt(0));
    const algorithm = wrapping(bytes.slice(0, IV_BYTES), recordId);
    const raw = await crypto.subtle.decrypt(algorithm, await importKey(deskKey), bytes.slice(IV_BYTES));
    return await importKey(new Uint8Array(raw));
  } catch (cause) {
    const message = 'This recording was written with another key, or its head is damaged.';
    throw new SidetoneError('recording-unreadable', message, { cause });
  }
}

function wrapping(iv: Uint8Array<ArrayBuffer>, recordId: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(`sidetone-recording-key ${recordId}`) };
}

function importKey(raw: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw.slice(), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

function damaged(cause?: unknown): SidetoneError {
  return new SidetoneError('recording-damaged', 'This recording was changed after it was written.', { cause });
}
