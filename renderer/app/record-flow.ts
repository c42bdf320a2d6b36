import type { CallRecord } from '../../contracts/records';
import { maskNumber } from '../../domain/phone-numbers';
import type { RecordStore, StoredRecord } from '../records/store';
import type { AppStore, RecordDetailView, RecordFilter, RecordRow } from '../ui/model';

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
    startedAt: record.startedAt,
    answered: record.answeredAt !== null,
    talkMs: record.talkMs,
    cause: record.cause,
    disposition: record.disposition,
    cueTitles: cueTitles(record),
    optOut: record.optOut !== null,
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
  #refreshing: Promise<void> | null = null;
  #again = false;

  constructor(store: AppStore, records: RecordStore, country: () => string) {
    this.#store = store;
    this.#records = records;
    this.#country = country;
    records.subscribe(() => void this.refresh());
  }

  search(filter: RecordFilter): void {
    this.#store.setState((model) => ({ records: { ...model.records, filter } }));
    void this.refresh();
  }

  async open(recordId: string): Promise<void> {
    const { records } = await this.#records.search();
    const found = records.find(({ chained }) => chained.record.recordId === recordId);
    const selected = found ? detailOf(found, this.#country()) : null;
    this.#store.setState((model) => ({ records: { ...model.records, selected } }));
  }

  close(): void {
    this.#store.setState((model) => ({ records: { ...model.records, selected: null } }));
  }

  /** The number of a record, for redialling. */
  async numberOf(recordId: string): Promise<string | null> {
    const { records } = await this.#records.search();
    return records.find(({ chained }) => chained.record.recordId === recordId)?.chained.record.remoteNumber ?? null;
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
    const { filter, selected } = this.#store.getState().records;
    const country = this.#country();
    const all = (await this.#records.search()).records;
    const wanted = await this.#records.search({
      text: filter.text,
      ...(filter.direction === 'all' ? {} : { direction: filter.direction }),
      ...(filter.result === 'all' ? {} : { disposition: filter.result }),
      ...(filter.sync === 'all' ? {} : { syncState: filter.sync }),
      limit: TABLE_COUNT,
    });
    const open = selected && all.find(({ chained }) => chained.record.recordId === selected.record.recordId);
    const refused = all.filter(({ syncState }) => syncState === 'refused').length;
    const unsynced = all.filter(({ syncState }) => syncState === 'waiting').length;
    this.#store.setState((model) => ({
      recent: all.slice(0, RECENT_COUNT).map((stored) => rowOf(stored, country)),
      records: {
        ...model.records,
        rows: wanted.records.map((stored) => rowOf(stored, country)),
        total: all.length,
        selected: open ? detailOf(open, country) : model.records.selected,
      },
      sync: { ...model.sync, refused, unsynced },
    }));
  }
}
