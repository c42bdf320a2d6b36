import { toFailure, type Failure } from '../../contracts/errors';
import { isRehearsal, type RehearsalRecord } from '../../domain/rehearsal/practice-mark';
import type { RecordFilter } from '../records/record-filter';
import type { RecordStore } from '../records/store';
import type { AppStore } from '../ui/model';

/** Some hundred days of practice; what is older counts no more. */
const MOST = 500;
/** Among so many of all calls a new rehearsal is looked for: the whole store is read only once. */
const NEWEST = 20;

export interface RehearsalFlowOptions {
  store: AppStore;
  records: Pick<RecordStore, 'search' | 'subscribe'>;
  trouble(failure: Failure): void;
}

/** Reads the rehearsals of this desk while they are looked at, and turns to the report of one that begins. */
export class RehearsalFlow {
  readonly #options: RehearsalFlowOptions;
  #reading: Promise<void> = Promise.resolve();

  constructor(options: RehearsalFlowOptions) {
    this.#options = options;
    const { store, records } = options;
    store.subscribe((now, before) => {
      const { view, call } = now;
      if (view.rehearsal === null) return;
      if (before.view.rehearsal === null) this.#readSoon({ practice: true, limit: MOST });
      if (!call?.practice || call.recordId === before.call?.recordId) return;
      store.setState({ view: { ...view, rehearsal: { page: 'report', recordId: call.recordId } } });
    });
    records.subscribe(() => {
      if (store.getState().view.rehearsal !== null) this.#readSoon({ limit: NEWEST });
    });
  }

  /** One after another: an older reading must not undo a newer one. */
  #readSoon(filter: RecordFilter): void {
    this.#reading = this.#reading
      .then(() => this.#read(filter))
      .catch((error: unknown) => this.#options.trouble(toFailure(error)));
  }

  async #read(filter: RecordFilter): Promise<void> {
    const { store, records } = this.#options;
    const found = (await records.search(filter)).records.map(({ chained }) => chained.record);
    store.setState(({ rehearsals }) => ({ rehearsals: merged(found.filter(isRehearsal), rehearsals ?? []) }));
  }
}

/** Newest first. A record that is written never changes: what is known of it is kept. */
function merged(found: readonly RehearsalRecord[], known: readonly RehearsalRecord[]): RehearsalRecord[] {
  const all = new Map([...found, ...known].map((record) => [record.recordId, record]));
  return [...all.values()].sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt)).slice(0, MOST);
}
