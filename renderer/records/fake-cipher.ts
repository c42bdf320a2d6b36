import { SidetoneError } from '../../contracts/errors';
import type { PayloadCipher } from './cipher';

/** For tests: reversible, plainly not secret, and it refuses what another name wrote. */
export function createFakeCipher(name = 'fake'): PayloadCipher {
  return {
    encrypt: (plain) => Promise.resolve(`${name}:${encodeURIComponent(plain)}`),
    decrypt: (text) =>
      text.startsWith(`${name}:`)
        ? Promise.resolve(decodeURIComponent(text.slice(name.length + 1)))
        : Promise.reject(new SidetoneError('payload-unreadable', 'Written with another key.')),
  };
}
