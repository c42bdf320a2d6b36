import type { Settings } from '../contracts/settings';
import { passwordOf, type Secrets } from './secrets';

/** Passwords of the accounts beside the main one, each a secret of its own. */
export class AccountSecrets {
  readonly #secrets: Secrets;

  /** @param given by the configuration file: they live in memory, as the main account's does. */
  constructor(secrets: Secrets, given: Readonly<Record<string, string>> = {}) {
    this.#secrets = secrets;
    for (const [id, password] of Object.entries(given)) secrets.set(passwordOf(id), password, { memoryOnly: true });
  }

  /** By account id; an account whose password is not known is left out. */
  of({ moreAccounts }: Settings): Record<string, string> {
    const known: Record<string, string> = {};
    for (const { id } of moreAccounts) {
      const password = this.#secrets.get(passwordOf(id));
      if (password !== null) known[id] = password;
    }
    return known;
  }

  /** Keeps the new passwords and forgets those of the accounts that are gone. */
  saved(before: Settings, next: Settings, passwords: Readonly<Record<string, string>> = {}): void {
    const kept = new Set(next.moreAccounts.map(({ id }) => id));
    for (const { id } of before.moreAccounts) if (!kept.has(id)) this.#secrets.forget(passwordOf(id));
    for (const [id, password] of Object.entries(passwords)) {
      if (kept.has(id)) this.#secrets.set(passwordOf(id), password);
    }
  }
}
