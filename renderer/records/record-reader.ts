import { parseOrThrow } from '../../contracts/errors';
import { chainedRecordSchema } from '../../contracts/records';
import type { ChainedRecord } from '../../contracts/records';
import type { PayloadCipher } from './cipher';
import type { RecordDatabase, RecordRow, SyncState } from './database';
import { matches } from './record-filter';
import type { RecordFilter } from './record-filter';
import { guarded } from './store-trouble';

const PAGE_ROWS = 100;
/** As many as the Records tab lists, and some: what is looked at again and again is decrypted once. */
const KEPT_OPEN = 600;

/** A record with what is known of its way to the server. */
export interface StoredRecord {
  chained: ChainedRecord;
  syncState: SyncState;
  /** Why the server refused it; null otherwise. */
  reason: string | null;
}

export interface RecordCounts {
  /** Also what cannot be read any more. */
  total: number;
  waiting: number;
  refused: number;
}

/** Reads finished records. What it costs does not grow with the years of records a desk keeps, unless all are asked for. */
export class RecordReader {
  readonly #database: RecordDatabase;
  readonly #cipher: PayloadCipher;
  /** Decrypted records by number, the last used last; the ciphertext stays the truth. */
  readonly #opened = new Map<number, ChainedRecord>();

  constructor(database: RecordDatabase, cipher: PayloadCipher) {
    this.#database = database;
    this.#cipher = cipher;
  }

  /** Newest first. Records written with a lost key are left out and counted, as far as the search went. */
  async search(filter: RecordFilter = {}): Promise<{ records: StoredRecord[]; unreadable: number }> {
    const limit = filter.limit ?? Infinity;
    const records: StoredRecord[] = [];
    let unreadable = 0;
    let before = Infinity;
    while (records.length < limit) {
      const page = await this.#page(before, filter.syncState, Math.min(PAGE_ROWS, limit));
      for (const row of page) {
        const stored = await this.#stored(row);
        if (stored === null) unreadable += 1;
        else if (records.length < limit && matches(stored.chained.record, row.syncState, filter)) records.push(stored);
      }
      const last = page.at(-1);
      if (!last) break;
      before = last.number;
    }
    return { records, unreadable };
  }

  /** Null where there is none, or it cannot be read. */
  async find(recordId: string): Promise<StoredRecord | null> {
    const row = await guarded(() => this.#database.records.where('recordId').equals(recordId).first());
    return row ? this.#stored(row) : null;
  }

  counts(): Promise<RecordCounts> {
    const { records } = this.#database;
    const inState = (state: SyncState) => records.where('syncState').equals(state).count();
    return guarded(() =>
      this.#database.transaction('r', records, async () => ({
        total: await records.count(),
        waiting: await inState('waiting'),
        refused: await inState('refused'),
      })),
    );
  }

  /** Null when its key is lost, or what was written is no record. */
  async open({ number, payload }: RecordRow): Promise<ChainedRecord | null> {
    const known = this.#opened.get(number);
    if (known) {
      this.keep(known);
      return known;
    }
    try {
      const value: unknown = JSON.parse(await this.#cipher.decrypt(payload));
      const chained = parseOrThrow(chainedRecordSchema, value, 'record-invalid', 'A stored record');
      this.keep(chained);
      return chained;
    } catch {
      return null;
    }
  }

  /** Spares a decryption of what is in hand. */
  keep(chained: ChainedRecord): void {
    this.#opened.delete(chained.number);
    this.#opened.set(chained.number, chained);
    const [oldest] = this.#opened.keys();
    if (this.#opened.size > KEPT_OPEN && oldest !== undefined) this.#opened.delete(oldest);
  }

  async #stored(row: RecordRow): Promise<StoredRecord | null> {
    const chained = await this.open(row);
    return chained && { chained, syncState: row.syncState, reason: row.reason };
  }

  #page(before: number, state: SyncState | undefined, count: number): Promise<RecordRow[]> {
    const rows = this.#database.records.where('number').below(before).reverse();
    return guarded(() =>
      (state === undefined ? rows : rows.filter(({ syncState }) => syncState === state)).limit(count).toArray(),
    );
  }
}
