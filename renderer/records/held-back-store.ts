import Dexie from 'dexie';
import type { EntityTable } from 'dexie';
import { z } from 'zod';
import { fieldValueSchema, type FieldValue } from '../../contracts/forms';
import type { PayloadCipher } from './cipher';
import { guarded } from './store-trouble';

const valuesSchema = z.record(z.string(), fieldValueSchema);

interface HeldBackRow {
  recordId: string;
  /** Values by field as JSON, encrypted. */
  payload: string;
}

/** A database of its own: what is kept here never goes near the outbox. */
class HeldBackDatabase extends Dexie {
  declare values: EntityTable<HeldBackRow, 'recordId'>;

  constructor(name: string, engine?: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }) {
    super(name, { chromeTransactionDurability: 'strict', ...engine });
    this.version(1).stores({ values: 'recordId' });
  }
}

export interface HeldBackOptions {
  name: string;
  cipher: PayloadCipher;
  /** Handed in by tests; by default the window's own. */
  engine?: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange };
}

/** Names, telephone numbers and addresses that agents confirmed: encrypted as the records are, and never sent. */
export class HeldBackStore {
  readonly #database: HeldBackDatabase;
  readonly #cipher: PayloadCipher;
  /** One after another: sealing takes its time, and the newest must be what stays. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ name, cipher, engine }: HeldBackOptions) {
    this.#database = new HeldBackDatabase(name, engine);
    this.#cipher = cipher;
  }

  /** Replaces what was kept of this call. @throws SidetoneError `disk-full`, `local-store-failed`: both retryable. */
  put(recordId: string, values: Record<string, FieldValue>): Promise<void> {
    const put = this.#queue.then(async () => {
      const payload = await this.#cipher.encrypt(JSON.stringify(values));
      await guarded(async () => {
        if (Object.keys(values).length === 0) await this.#database.values.delete(recordId);
        else await this.#database.values.put({ recordId, payload });
      });
    });
    this.#queue = put.catch(() => undefined);
    return put;
  }

  /** Empty where nothing is kept, or it was written with a lost key. */
  async get(recordId: string): Promise<Record<string, FieldValue>> {
    try {
      const row = await this.#database.values.get(recordId);
      return row ? valuesSchema.parse(JSON.parse(await this.#cipher.decrypt(row.payload))) : {};
    } catch {
      return {};
    }
  }
}
