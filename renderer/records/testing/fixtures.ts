import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { GENESIS_HASH } from '../../../contracts/records';
import type { CallRecord, ChainedRecord } from '../../../contracts/records';
import { chainHash } from '../../../domain/chain';
import { addToDraft, recordOf, startDraft } from '../../../domain/record-builder';
import type { CallDraft } from '../../../domain/record-builder';
import { sha256Hex } from '../cipher';
import type { PayloadCipher } from '../cipher';
import { RecordDatabase } from '../database';
import { createFakeCipher } from '../fake-cipher';
import { RecordStore } from '../store';

/** One disk of a desk: stores opened on it one after another see the same data. */
export class FakeDisk {
  readonly #engine = { indexedDB: new IDBFactory(), IDBKeyRange };
  #opened = 0;

  database(): RecordDatabase {
    return new RecordDatabase('records', this.#engine);
  }

  open(
    cipher: PayloadCipher = createFakeCipher(),
    database = this.database(),
    hasRoom: () => Promise<boolean> = () => Promise.resolve(true),
  ): Promise<RecordStore> {
    this.#opened += 1;
    return RecordStore.open({ database, cipher, sha256Hex, newDeskId: () => `desk-${this.#opened}`, hasRoom });
  }
}

export function draft(index: number, part: Partial<CallDraft> = {}): CallDraft {
  const started = startDraft({
    recordId: `01939a5e-7b00-7000-8000-${String(index).padStart(12, '0')}`,
    direction: 'outbound',
    remoteNumber: `800${index}`,
    agentExtension: '1001',
    language: 'zh',
    wallTimeMs: Date.UTC(2026, 10, 21) + index * 60_000,
    monotonicMs: 0,
  });
  return { ...addToDraft(started, { type: 'phase', phase: 'active' }, 1_000), ...part };
}

export function finished(index: number, part: Partial<CallDraft> = {}): CallRecord {
  return recordOf(addToDraft(draft(index, part), { type: 'ended', cause: 'agent-hangup', sipCode: 200 }, 5_000), 6_000);
}

/** As the desk does at its start with all that is not worth taking back. */
export async function recoverAll(store: RecordStore): Promise<{ recovered: ChainedRecord[]; unreadable: number }> {
  const { calls, unreadable } = await store.unfinished();
  const { recovered, unreadable: broken } = await store.recoverDrafts(calls);
  return { recovered, unreadable: unreadable + broken };
}

/** What the server would say of the chain: null when it is whole. */
export async function chainFault(records: ChainedRecord[]): Promise<string | null> {
  let previousHash = GENESIS_HASH;
  for (const [index, link] of [...records].sort((a, b) => a.number - b.number).entries()) {
    if (link.number !== index + 1) return `number ${link.number} stands at ${index + 1}`;
    if (link.previousHash !== previousHash) return `link ${link.number} does not follow`;
    if (link.hash !== (await chainHash(link, sha256Hex))) return `hash of ${link.number} is wrong`;
    previousHash = link.hash;
  }
  return null;
}
