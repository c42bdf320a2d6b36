import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { MAIN_ACCOUNT_ID } from '../contracts/settings';
import { writeFileAtomically } from './settings-store';

/** The operating system's keychain, as Electron's safeStorage offers it. */
export interface Keychain {
  backend(): string;
  encrypt(text: string): Buffer;
  decrypt(data: Buffer): string;
}

export type SecretName = 'pbx-password' | `pbx-password-${string}` | 'device-token' | 'rewrite-key';

/** Where the password of an account is kept. Its id is checked by the settings: it is safe in the name of a file. */
export function passwordOf(accountId: string): SecretName {
  return accountId === MAIN_ACCOUNT_ID ? 'pbx-password' : `pbx-password-${accountId}`;
}

/**
 * Secrets of the desk. With a real keychain they are kept on disk encrypted by it; where only `basic_text` exists
 * (a Linux desk without a keyring) they stay in memory and are asked for again at the next start.
 * The key of the local records is the exception: losing it would lose records, so without a keychain it is a file
 * only its owner can read (docs/administrator-guide.md says so).
 */
export class Secrets {
  readonly #folder: string;
  readonly #keychain: Keychain;
  readonly #memory = new Map<SecretName, string>();

  constructor(folder: string, keychain: Keychain) {
    this.#folder = folder;
    this.#keychain = keychain;
  }

  get storage(): { backend: string; persistent: boolean } {
    const backend = this.#keychain.backend();
    return { backend, persistent: backend !== 'basic_text' && backend !== 'unknown' && backend !== 'none' };
  }

  set(name: SecretName, value: string, options: { memoryOnly?: boolean } = {}): void {
    this.#memory.set(name, value);
    if (this.storage.persistent && !options.memoryOnly) {
      writeFileAtomically(this.#file(name), this.#keychain.encrypt(value).toString('base64'));
    }
  }

  get(name: SecretName): string | null {
    const held = this.#memory.get(name);
    if (held !== undefined) return held;
    if (!this.storage.persistent || !existsSync(this.#file(name))) return null;
    try {
      return this.#keychain.decrypt(Buffer.from(readFileSync(this.#file(name), 'utf8'), 'base64'));
    } catch {
      // The keychain was reset or belongs to another user: the secret is asked for again.
      return null;
    }
  }

  forget(name: SecretName): void {
    this.#memory.delete(name);
    rmSync(this.#file(name), { force: true });
  }

  /** AES-256 key of the local records, base64; made once. */
  deskKey(): string {
    const file = path.join(this.#folder, 'desk-key');
    if (existsSync(file)) {
      const [kind, value = ''] = readFileSync(file, 'utf8').trim().split(':');
      return kind === 'keychain' ? this.#keychain.decrypt(Buffer.from(value, 'base64')) : value;
    }
    const key = randomBytes(32).toString('base64');
    const content = this.storage.persistent
      ? `keychain:${this.#keychain.encrypt(key).toString('base64')}`
      : `file:${key}`;
    writeFileAtomically(file, content);
    return key;
  }

  #file(name: SecretName): string {
    return path.join(this.#folder, `${name}.secret`);
  }
}
