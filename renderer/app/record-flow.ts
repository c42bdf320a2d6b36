import type { CallRecord } from '../../contracts/records';
import { maskNumber } from '../../domain/phone-numbers';
import type { HeldBackStore } from '../records/held-back-store';
import type { StoredRecord } from '../records/record-reader';
import type { RecordStore } from '../records/store';
import type { AppStore, RecordDetailView, RecordFilter, RecordRow } from '../ui/model';
import type { ContestFlow } from './contest-flow';

const RECENT_COUNT = 30;
const TABLE_COUNT = 500;

/** Titles of the cards of a call that were not withdrawn, each once. */
export function cueTitles(record: CallRecord): string[] {
  const last = new Map<string, { title: string; state: string }>();
  for (const entry of record.timeline) {
    if (entry.type === 'card') last.set(entry.cueId, { title: entry.title, state: entry.state });
  }
  return [...last.values()].filter(({ state }) => state !== 'withdrawn').map(({ title }) => title);
}

export function rowOf({ chained: { record }, syncState }: StoredRecord, country: string): RecordRow {
  return {
    recordId: record.recordId,
    direction: record.direction,
    maskedNumber: maskNumber(record.remoteNumber, country),
    customerName: record.customerName,
    agentExtension: record.agentExtension,
    agentAccount: record.agentAccount,
    startedAt: record.startedAt,
    answered: record.answeredAt !== null,
    talkMs: record.talkMs,
    cause: record.cause,
    disposition: record.disposition,
    cueTitles: cueTitles(record),
    optOut: record.optOut !== null,
    practice: record.practice !== undefined,
    sync: syncState,
  };
}

export function detailOf(stored: StoredRecord, country: string): RecordDetailView {
  const { chained, syncState, reason } = stored;
  return {
    record: chained.record,
    maskedNumber: maskNumber(chained.record.remoteNumber, country),
    sync: syncState,
    syncTrouble: reason === null ? null : { code: reason, message: reason },
    chainNumber: chained.number,
    hash: chained.hash,
  };
}

/** Keeps recent calls, the Records tab and the count of unsynced records in step with the local store. */
export class RecordFlow {
  readonly #store: AppStore;
  readonly #records: RecordStore;
  readonly #country: () => string;
  readonly #heldBack: Pick<HeldBackStore, 'get'>;
  readonly contests: ContestFlow;
  #refreshing: Promise<void> | null = null;
  #again = false;

  constructor(
    store: AppStore,
    records: RecordStore,
    country: () => string,
    beside: { heldBack: Pick<HeldBackStore, 'get'>; contests: ContestFlow },
  ) {
    this.#heldBack = beside.heldBack;
    this.contests = beside.contests;
    this.#store = store;
    this.#records = records;
    this.#country = country;
    records.subscribe(() => void this.refresh());
    // A table that nobody sees is not read: on the phone tab a call costs the same on the first day and in a year.
    store.subscribe(({ tab }, before) => {
      if (tab !== before.tab && this.#tableIsSeen()) void this.refresh();
    });
  }

  search(filter: RecordFilter): void {
    this.#store.setState((model) => ({ records: { ...model.records, filter } }));
    void this.refresh();
  }

  async open(recordId: string): Promise<void> {
    const found = await this.#records.find(recordId);
    const heldBack = found?.chained.record.form ? await this.#heldBack.get(recordId) : undefined;
    const selected = found && { ...detailOf(found, this.#country()), ...(heldBack && { heldBack }) };
    this.#store.setState((model) => ({ records: { ...model.records, selected } }));
    if (found?.chained.record.review) await this.contests.opened(recordId);
  }

  close(): void {
    this.#store.setState((model) => ({ records: { ...model.records, selected: null } }));
  }

  /** A whole record, for redialling. */
  async recordOf(recordId: string): Promise<CallRecord | null> {
    return (await this.#records.find(recordId))?.chained.record ?? null;
  }

  /** One reading at a time; a change during it causes one more. */
  refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#read().finally(() => {
      this.#refreshing = null;
      if (this.#again) {
        this.#again = false;
        void this.refresh();
      }
    });
    return this.#refreshing;
  }

  async #read(): Promise<void> {
    const { records } = this.#store.getState();
    const country = this.#country();
    const recent = (await this.#records.search({ limit: RECENT_COUNT })).records;
    const { total, waiting, refused } = await this.#records.counts();
    const rows = this.#tableIsSeen() ? await this.#rows(records.filter) : null;
    const open = records.selected && (await this.#records.find(records.selected.record.recordId));
    this.#store.setState((model) => {
      // What was opened or closed meanwhile stays as it is now.
      const isOpen = open && model.records.selected?.record.recordId === open.chained.record.recordId;
      const { heldBack } = model.records.selected ?? {};
      const now = isOpen && { ...detailOf(open, country), ...(heldBack && { heldBack }) };
      const selected = now || model.records.selected;
      return {
        recent: recent.map((stored) => rowOf(stored, country)),
        records: { ...model.records, rows: rows ?? model.records.rows, total, selected },
        sync: { ...model.sync, refused, unsynced: waiting },
      };
    });
  }

  #tableIsSeen(): boolean {
    return this.#store.getState().tab === 'records';
  }

  async #rows(filter: RecordFilter): Promise<RecordRow[]> {
    const { records } = await this.#records.search({
      text: filter.text,
      ...(filter.direction === 'all' ? {} : { direction: filter.direction }),
      ...(filter.result === 'all' ? {} : { disposition: filter.result }),
      ...(filter.sync === 'all' ? {} : { syncState: filter.sync }),
      limit: TABLE_COUNT,
    });
    return records.map((stored) => rowOf(stored, this.#country()));
  }
}
