import { SidetoneError } from '../../contracts/errors';

/** Turns the text of a record into what may lie on the disk, and back. */
export interface PayloadCipher {
  encrypt(plain: string): Promise<string>;
  /** @throws SidetoneError `payload-unreadable` when the text was written with another key, or changed. */
  decrypt(text: string): Promise<string>;
}

const VERSION = 'v1.';
const IV_BYTES = 12;
const KEY_BYTES = 32;
const CONTEXT = new TextEncoder().encode('sidetone-local-record');

/**
 * AES-256-GCM by Web Crypto with a random 96-bit IV for each text (NIST SP 800-38D section 8.2.2: good for 2^32 texts
 * a key).
 * @param rawKey 32 bytes, which main keeps in the OS keychain.
 * @throws SidetoneError `key-invalid` for a key of another length.
 */
export async function createAesCipher(rawKey: Uint8Array): Promise<PayloadCipher> {
  if (rawKey.byteLength !== KEY_BYTES) {
    throw new SidetoneError('key-invalid', `The key for local records must have ${KEY_BYTES} bytes.`);
  }
  const key = await crypto.subtle.importKey('raw', new Uint8Array(rawKey), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return {
    async encrypt(plain) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: CONTEXT },
        key,
        new TextEncoder().encode(plain),
      );
      return VERSION + toBase64(concat(iv, new Uint8Array(sealed)));
    },
    async decrypt(text) {
      try {
        if (!text.startsWith(VERSION)) throw new Error('unknown version');
        const bytes = fromBase64(text.slice(VERSION.length));
        const iv = bytes.slice(0, IV_BYTES);
        const plain = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv, additionalData: CONTEXT },
          key,
          bytes.slice(IV_BYTES),
        );
        return new TextDecoder().decode(plain);
      } catch (cause) {
        throw new SidetoneError('payload-unreadable', 'This record was written with another key, or is damaged.', {
          cause,
        });
      }
    },
  };
}

/** SHA-256 of UTF-8 text as 64 hex digits, by Web Crypto. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In pieces: a call's arguments are limited to some ten thousands.
  for (let from = 0; from < bytes.length; from += 8192) {
    binary += String.fromCharCode(...bytes.subarray(from, from + 8192));
  }
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
