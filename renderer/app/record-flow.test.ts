import { beforeEach, expect, it, vi } from 'vitest';
import { FakeDisk, finished } from '../records/testing/fixtures';
import { createAesCipher } from '../records/cipher';
import type { RecordStore } from '../records/store';
import { createAppStore, type AppStore } from '../ui/model';
import { deskContests } from './desk-contests';
import { RecordFlow } from './record-flow';

let store: AppStore;
let records: RecordStore;
let flow: RecordFlow;
const numbers = (rows: readonly { recordId: string }[]) => rows.map(({ recordId }) => Number(recordId.slice(-12)));

beforeEach(async () => {
  store = createAppStore();
  records = await new FakeDisk().open();
  flow = new RecordFlow(store, records, () => 'CN', {
    heldBack: { get: async () => ({}) },
    contests: deskContests(store, await createAesCipher(new Uint8Array(32)), () => undefined),
  });
});

it('keeps recent calls and counts in step, and reads the table only while it is seen', async () => {
  const search = vi.spyOn(records, 'search');
  for (const index of [1, 2, 3]) await records.finishRecord(finished(index));
  await records.settle([{ number: 1, syncState: 'refused', reason: 'x' }]);
  await vi.waitFor(() => expect(store.getState().sync).toMatchObject({ refused: 1, unsynced: 2 }));
  expect(numbers(store.getState().recent)).toEqual([3, 2, 1]);
  expect(store.getState().records).toMatchObject({ rows: [], total: 3 });
  expect(search.mock.calls.every(([filter]) => (filter?.limit ?? Infinity) <= 30)).toBe(true);

  store.setState({ tab: 'records' });
  await vi.waitFor(() => expect(numbers(store.getState().records.rows)).toEqual([3, 2, 1]));
  flow.search({ ...store.getState().records.filter, sync: 'refused' });
  await vi.waitFor(() => expect(numbers(store.getState().records.rows)).toEqual([1]));
  await records.finishRecord(finished(4));
  await vi.waitFor(() => expect(store.getState().records.total).toBe(4));
  expect(numbers(store.getState().records.rows)).toEqual([1]);
});

it('opens a record, follows what becomes of it, and leaves a closed one closed', async () => {
  await records.finishRecord(finished(1));
  await flow.open(finished(1).recordId);
  expect(store.getState().records.selected).toMatchObject({ sync: 'waiting', chainNumber: 1 });
  await records.settle([{ number: 1, syncState: 'refused', reason: 'record-invalid' }]);
  await vi.waitFor(() => expect(store.getState().records.selected?.syncTrouble?.code).toBe('record-invalid'));
  const reading = flow.refresh();
  flow.close();
  await reading;
  await flow.refresh();
  expect(store.getState().records.selected).toBeNull();
});

it('knows the whole record, to call again by its account', async () => {
  await records.finishRecord({ ...finished(5), agentExtension: '2001', agentAccount: '品牌乙' });
  const whom = { remoteNumber: '8005', agentExtension: '2001', agentAccount: '品牌乙' };
  expect(await flow.recordOf(finished(5).recordId)).toMatchObject(whom);
  expect(await flow.recordOf('no-such-record')).toBeNull();
  await vi.waitFor(() => expect(store.getState().recent[0]).toMatchObject({ agentAccount: '品牌乙' }));
});
