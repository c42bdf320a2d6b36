import { callJournalSchema, type CallJournal } from '../../contracts/call-journal';
import { GENESIS_HASH } from '../../contracts/records';
import type { CallRecord, ChainedRecord } from '../../contracts/records';
import { SidetoneError } from '../../contracts/errors';
import { chainHash } from '../../domain/chain';
import { callDraftSchema, interruptedRecord } from '../../domain/record-builder';
import type { CallDraft } from '../../domain/record-builder';
import type { PayloadCipher } from './cipher';
import type { DraftRow, RecordDatabase, RecordRow } from './database';
import type { RecordFilter } from './record-filter';
import { RecordReader } from './record-reader';
import type { RecordCounts, StoredRecord } from './record-reader';
import { guarded, needRoom } from './store-trouble';

/** A call that an earlier run left half-written, and what is needed to take it back where that may be possible. */
export interface UnfinishedCall {
  draft: CallDraft;
  journal: CallJournal | null;
}

export interface RecordStoreOptions {
  database: RecordDatabase;
  cipher: PayloadCipher;
  sha256Hex: (text: string) => Promise<string>;
  /** Used once, when the database is new. */
  newDeskId: () => string;
  /** Whether the disk has room enough to open and write the database; default: it has. */
  hasRoom?: () => Promise<boolean>;
}

/**
 * The desk's memory: half-written calls, finished records in their chain, and the outbox.
 *
 * `finishRecord` is the promise: record, number in the chain, outbox and the draft's removal are one transaction, on
 * the disk or not at all. Hash and ciphertext are made before it opens, for an IndexedDB transaction closes at the
 * first await on anything else; writes go one after another, so no two records can take the same number.
 */
export class RecordStore {
  readonly deskId: string;
  readonly #options: RecordStoreOptions;
  readonly #listeners = new Set<() => void>();
  readonly #reader: RecordReader;
  /** Drafts whose record is under way or done: a late save must not bring them back. */
  readonly #closed = new Set<string>();
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(options: RecordStoreOptions, deskId: string) {
    this.#options = options;
    this.#reader = new RecordReader(options.database, options.cipher);
    this.deskId = deskId;
  }

  /** @throws SidetoneError `disk-full`, or `local-store-failed` when the database cannot be opened: both retryable. */
  static async open(options: RecordStoreOptions): Promise<RecordStore> {
    const { database } = options;
    await needRoom(options.hasRoom);
    const fresh = options.newDeskId();
    const desk = await guarded(() =>
      database.transaction('rw', database.meta, async () => {
        const known = await database.meta.get('desk');
        if (known) return known;
        const first = { key: 'desk', deskId: fresh, headNumber: 0, headHash: GENESIS_HASH } as const;
        await database.meta.add(first);
        return first;
      }),
    );
    return new RecordStore(options, desk.deskId);
  }

  /**
   * Keeps a half-written call with the journal of its dialog, in one write. After its record is finished, a late save
   * changes nothing.
   */
  saveDraft(draft: CallDraft, journal: CallJournal | null = null): Promise<void> {
    const { cipher, database } = this.#options;
    return this.#inTurn(async () => {
      const { recordId } = draft;
      if (this.#closed.has(recordId)) return;
      const payload = await cipher.encrypt(JSON.stringify(draft));
      const row = journal && { recordId, payload, journal: await cipher.encrypt(JSON.stringify(journal)) };
      await guarded(() => database.drafts.put(row ?? { recordId, payload }));
    });
  }

  /**
   * Gives the record its place in the chain and its seat in the outbox. Safe to repeat: a record already finished is
   * handed back as it is. @throws SidetoneError `disk-full`, `local-store-failed` (retryable): nothing was written, the draft stays.
   */
  finishRecord(record: CallRecord): Promise<ChainedRecord> {
    return this.#inTurn(() => this.#finish(record));
  }

  /** What an earlier run left half-written, in the order the calls were made. Ask before the first call of this run. */
  async unfinished(): Promise<{ calls: UnfinishedCall[]; unreadable: number }> {
    const { cipher, database } = this.#options;
    const rows = await guarded(() => database.drafts.toArray());
    const calls: UnfinishedCall[] = [];
    let unreadable = 0;
    for (const row of rows) {
      try {
        const draft = callDraftSchema.parse(JSON.parse(await cipher.decrypt(row.payload)));
        calls.push({ draft, journal: await this.#journalOf(row) });
      } catch {
        unreadable += 1;
      }
    }
    // UUIDv7 sorts by time.
    calls.sort((a, b) => (a.draft.recordId < b.draft.recordId ? -1 : 1));
    return { calls, unreadable };
  }

  /** Finishes as interrupted what an earlier run left half-written. A draft that breaks the contract stays where it is. */
  async recoverDrafts(calls: readonly UnfinishedCall[]): Promise<{ recovered: ChainedRecord[]; unreadable: number }> {
    const recovered: ChainedRecord[] = [];
    let unreadable = 0;
    for (const { draft } of calls) {
      let record;
      try {
        record = interruptedRecord(draft);
      } catch {
        unreadable += 1;
        continue;
      }
      recovered.push(await this.finishRecord(record));
    }
    return { recovered, unreadable };
  }

  /** Newest first. Records written with a lost key are left out and counted, as far as the search went. */
  search(filter?: RecordFilter): Promise<{ records: StoredRecord[]; unreadable: number }> {
    return this.#reader.search(filter);
  }

  /** Null where there is none, or it cannot be read. */
  find(recordId: string): Promise<StoredRecord | null> {
    return this.#reader.find(recordId);
  }

  counts(): Promise<RecordCounts> {
    return this.#reader.counts();
  }

  /** Calls `listener` after every change of the records; the returned function ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The outbox beyond `afterNumber`, at most `limit`. An unreadable record is parked on the way, never sent. */
  async nextBatch(afterNumber: number, limit: number): Promise<ChainedRecord[]> {
    const { database } = this.#options;
    const seats = await guarded(() => database.outbox.where('number').above(afterNumber).limit(limit).primaryKeys());
    const rows = await guarded(() => database.records.bulkGet(seats));
    const batch: ChainedRecord[] = [];
    for (const row of rows) {
      const chained = row === undefined ? null : await this.#reader.open(row);
      if (chained !== null) batch.push(chained);
      else if (row) await this.settle([{ number: row.number, syncState: 'refused', reason: 'payload-unreadable' }]);
    }
    // All of them unreadable: there may be more behind.
    const last = seats.at(-1);
    return batch.length === 0 && last !== undefined ? this.nextBatch(last, limit) : batch;
  }

  /** Notes what the server said; a settled record leaves the outbox. */
  settle(results: { number: number; syncState: 'synced' | 'refused'; reason: string | null }[]): Promise<void> {
    return this.#inTurn(async () => {
      const { database } = this.#options;
      await guarded(() =>
        database.transaction('rw', database.records, database.outbox, async () => {
          for (const { number, syncState, reason } of results)
            await database.records.update(number, { syncState, reason });
          await database.outbox.bulkDelete(results.map(({ number }) => number));
        }),
      );
      this.#changed();
    });
  }

  /** Puts refused records back into the outbox, after whatever refused them was repaired. */
  retryRefused(): Promise<number> {
    return this.#inTurn(async () => {
      const { database } = this.#options;
      const count = await guarded(() =>
        database.transaction('rw', database.records, database.outbox, async () => {
          const numbers = await database.records.where('syncState').equals('refused').primaryKeys();
          await database.records.where('number').anyOf(numbers).modify({ syncState: 'waiting', reason: null });
          await database.outbox.bulkPut(numbers.map((number) => ({ number })));
          return numbers.length;
        }),
      );
      if (count > 0) this.#changed();
      return count;
    });
  }

  /** Waits for the writes under way and closes the database. */
  async close(): Promise<void> {
    await this.#queue;
    this.#options.database.close();
  }

  async #finish(record: CallRecord): Promise<ChainedRecord> {
    const { database, cipher, sha256Hex } = this.#options;
    const before = await guarded(async () => ({
      existing: await database.records.where('recordId').equals(record.recordId).first(),
      desk: await database.meta.get('desk'),
    }));
    if (before.existing) return this.#finishedBefore(before.existing);
    if (before.desk === undefined) throw new SidetoneError('local-store-failed', 'The desk has lost its identity.');
    const { deskId, headNumber, headHash } = before.desk;
    const link = { deskId, number: headNumber + 1, previousHash: headHash, record };
    const chained: ChainedRecord = { ...link, hash: await chainHash(link, sha256Hex) };
    const payload = await cipher.encrypt(JSON.stringify(chained));
    const { number, hash } = chained;
    await guarded(() =>
      database.transaction('rw', [database.records, database.outbox, database.meta, database.drafts], async () => {
        // `add`, not `put`: should another window have taken the number, this whole transaction fails and is retried.
        await database.records.add({ number, recordId: record.recordId, syncState: 'waiting', reason: null, payload });
        await database.outbox.add({ number });
        await database.meta.put({ key: 'desk', deskId, headNumber: number, headHash: hash });
        await database.drafts.delete(record.recordId);
      }),
    );
    this.#closed.add(record.recordId);
    this.#reader.keep(chained);
    this.#changed();
    return chained;
  }

  /** A journal that cannot be read is none: the call's record is finished all the same. */
  async #journalOf({ journal }: DraftRow): Promise<CallJournal | null> {
    if (journal === undefined) return null;
    try {
      return callJournalSchema.parse(JSON.parse(await this.#options.cipher.decrypt(journal)));
    } catch {
      return null;
    }
  }

  async #finishedBefore(row: RecordRow): Promise<ChainedRecord> {
    this.#closed.add(row.recordId);
    await guarded(() => this.#options.database.drafts.delete(row.recordId));
    const chained = await this.#reader.open(row);
    if (chained === null) throw new SidetoneError('payload-unreadable', 'The record is stored, but its key is lost.');
    return chained;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const whenReady = () => this.#ready().then(work);
    const result = this.#queue.then(whenReady, whenReady);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #ready(): Promise<void> {
    await needRoom(this.#options.hasRoom);
    const { database } = this.#options;
    // The browser closes a database whose disk failed. Where Dexie could not open it again it has given up for good:
    // this makes it try at the next use.
    if (database.hasFailed() && !database.hasBeenClosed()) database.close({ disableAutoOpen: false });
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
