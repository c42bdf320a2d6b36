import Dexie from 'dexie';
import type { EntityTable } from 'dexie';
import { z } from 'zod';
import { contestRequestSchema, recordContestsSchema } from '../../contracts/contests';
import type { PayloadCipher } from './cipher';
import { guarded } from './store-trouble';

const keptSchema = z.object({
  /** Written here and not yet taken by the server, in order. */
  waiting: z.array(contestRequestSchema),
  /** What the server last told. */
  known: recordContestsSchema.shape.items,
});
export type KeptContests = z.infer<typeof keptSchema>;

interface ContestRow {
  recordId: string;
  /** 1 while something waits to be sent. */
  waiting: 0 | 1;
  /** {@link KeptContests} as JSON, encrypted. */
  payload: string;
}

class ContestDatabase extends Dexie {
  declare contests: EntityTable<ContestRow, 'recordId'>;

  constructor(name: string, engine?: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }) {
    super(name, { chromeTransactionDurability: 'strict', ...engine });
    this.version(1).stores({ contests: 'recordId, waiting' });
  }
}

export interface ContestStoreOptions {
  name: string;
  cipher: PayloadCipher;
  /** Handed in by tests; by default the window's own. */
  engine?: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange };
}

/** What was said of the scores of this desk's calls, beside the records, which never change. Encrypted as they are. */
export class ContestStore {
  readonly #database: ContestDatabase;
  readonly #cipher: PayloadCipher;

  constructor({ name, cipher, engine }: ContestStoreOptions) {
    this.#database = new ContestDatabase(name, engine);
    this.#cipher = cipher;
  }

  /** Empty where nothing is kept, or it was written with a lost key. */
  async get(recordId: string): Promise<KeptContests> {
    const row = await guarded(() => this.#database.contests.get(recordId));
    try {
      if (row) return keptSchema.parse(JSON.parse(await this.#cipher.decrypt(row.payload)));
    } catch {
      // Nothing of it can be read any more.
    }
    return { waiting: [], known: [] };
  }

  /** @throws SidetoneError `disk-full`, `local-store-failed`: both retryable. */
  async put(recordId: string, kept: KeptContests): Promise<void> {
    const payload = await this.#cipher.encrypt(JSON.stringify(kept));
    const waiting = kept.waiting.length > 0 ? 1 : 0;
    await guarded(() => this.#database.contests.put({ recordId, waiting, payload }));
  }

  /** Records of which something waits to be sent. */
  waiting(): Promise<string[]> {
    return guarded(() => this.#database.contests.where('waiting').equals(1).primaryKeys());
  }
}
