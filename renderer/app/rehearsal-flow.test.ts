import { expect, it, vi } from 'vitest';
import type { CallRecord } from '../../contracts/records';
import { rehearsal } from '../../domain/testing/rehearsals';
import type { RecordFilter } from '../records/record-filter';
import type { StoredRecord } from '../records/record-reader';
import { createAppStore, type CallView } from '../ui/model';
import { RehearsalFlow } from './rehearsal-flow';

const stored = (record: CallRecord): StoredRecord => ({
  chained: { deskId: 'd', number: 1, previousHash: '0'.repeat(64), hash: '0'.repeat(64), record },
  syncState: 'waiting',
  reason: null,
});
const at = (hour: number, recordId: string) => ({
  ...rehearsal({ startedAt: new Date(2026, 10, 28, hour), spoken: [], endsAt: 20 }),
  recordId,
});

function begin() {
  let changed = () => undefined as void;
  const kept: CallRecord[] = [at(9, 'a'), { ...at(10, 'no-story'), practice: { expected: [] } }];
  const asked: RecordFilter[] = [];
  const store = createAppStore();
  const trouble = vi.fn();
  const search = (filter: RecordFilter = {}) => {
    asked.push(filter);
    return Promise.resolve({ records: kept.map(stored), unreadable: 0 });
  };
  const subscribe = (listener: () => void) => {
    changed = listener;
    return () => undefined;
  };
  new RehearsalFlow({ store, records: { search, subscribe }, trouble });
  const open = () =>
    store.setState(({ view }) => ({ view: { ...view, rehearsal: { page: 'progress', story: null } } }));
  const shown = (ids: string[]) =>
    vi.waitFor(() => expect(store.getState().rehearsals?.map(({ recordId }) => recordId)).toEqual(ids));
  return { store, kept, asked, trouble, open, shown, change: () => changed() };
}

it('reads the whole store once, when rehearsals are looked at, and then only what is new', async () => {
  const { asked, change, kept, open, shown } = begin();
  change();
  expect(asked).toEqual([]);
  open();
  await shown(['a']);
  expect(asked).toEqual([{ practice: true, limit: 500 }]);
  kept.push(at(11, 'b'));
  change();
  await shown(['b', 'a']);
  expect(asked[1]).toEqual({ limit: 20 });
});

it('turns to the report of a practice call that begins, and leaves a real one alone', () => {
  const { open, store } = begin();
  const call = (recordId: string, practice: boolean) => store.setState({ call: { recordId, practice } as CallView });
  call('before', true);
  expect(store.getState().view.rehearsal).toBeNull();
  open();
  call('real', false);
  expect(store.getState().view.rehearsal?.page).toBe('progress');
  call('practice', true);
  expect(store.getState().view.rehearsal).toEqual({ page: 'report', recordId: 'practice' });
});
