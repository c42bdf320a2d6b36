import Dexie from 'dexie';
import type { EntityTable } from 'dexie';

/** waiting: in the outbox. synced: the server acknowledged it as durable. refused: parked, the reason beside it. */
export type SyncState = 'waiting' | 'synced' | 'refused';

export interface DraftRow {
  recordId: string;
  payload: string;
  /** The CallJournal of the call, encrypted; absent while it could not be taken back. In the row of its draft: one write. */
  journal?: string;
}

export interface RecordRow {
  /** The record's number in its desk's chain. */
  number: number;
  recordId: string;
  syncState: SyncState;
  /** Why the server refused it; null otherwise. */
  reason: string | null;
  /** A ChainedRecord as JSON, encrypted. */
  payload: string;
}

export interface OutboxRow {
  number: number;
}

interface DeskRow {
  key: 'desk';
  deskId: string;
  /** The last link of the chain: what the next record builds on. */
  headNumber: number;
  headHash: string;
}

/** The desk's local records. Only this file and contact-store.ts, whose database is another, import Dexie. */
export class RecordDatabase extends Dexie {
  declare drafts: EntityTable<DraftRow, 'recordId'>;
  declare records: EntityTable<RecordRow, 'number'>;
  declare outbox: EntityTable<OutboxRow, 'number'>;
  declare meta: EntityTable<DeskRow, 'key'>;

  /** `indexedDB` and `IDBKeyRange` may be handed in (tests); by default the window's own. */
  constructor(name: string, engine?: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }) {
    // Strict: a transaction counts as done only when the disk has it (870 a second measured; calls are rarer).
    super(name, { chromeTransactionDurability: 'strict', ...engine });
    this.version(1).stores({
      drafts: 'recordId',
      records: 'number, &recordId, syncState',
      outbox: 'number',
      meta: 'key',
    });
  }
}
