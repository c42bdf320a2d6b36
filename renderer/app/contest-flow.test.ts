import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, expect, it, vi } from 'vitest';
import { SidetoneError, type Failure } from '../../contracts/errors';
import type { ScoredItem } from '../../contracts/quality-form';
import { contestedScore } from '../../domain/quality/contest';
import { withTotals } from '../../domain/quality/totals';
import { createAesCipher } from '../records/cipher';
import { ContestStore } from '../records/contest-store';
import { createAppStore, type AppStore } from '../ui/model';
import { ContestFlow } from './contest-flow';

const recordId = 'r';
const item = (itemId: string, outcome: 'met' | 'not-met'): ScoredItem => ({
  ...{ itemId, type: 'say', title: { zh: itemId, en: itemId }, weight: 10, fails: false, outcome },
  ...{ points: outcome === 'met' ? 10 : 0, reason: 'not-said', measured: null, evidence: [], history: [] },
});
const score = withTotals({ name: 'x', language: 'zh', version: 1 }, [
  item('greeting', 'met'),
  item('closing', 'not-met'),
]);
const contested = { type: 'contested' as const, by: '小林', at: '2026-11-28T10:00:00.000Z', comment: '我说了' };
const accepted = { type: 'accepted' as const, by: '吴', at: '2026-11-28T11:00:00.000Z', comment: null };

let store: AppStore;
let contests: ContestStore;
let notices: Failure[];
let flow: ContestFlow;
const server = { of: vi.fn(), contest: vi.fn(), decide: vi.fn(), open: vi.fn() };

beforeEach(async () => {
  vi.resetAllMocks();
  server.open.mockResolvedValue([]);
  server.contest.mockResolvedValue({ items: [{ itemId: 'closing', history: [contested] }] });
  notices = [];
  store = createAppStore({
    records: {
      ...createAppStore().getState().records,
      selected: { record: { recordId, review: { score } } } as never,
    },
  });
  contests = new ContestStore({
    name: 'x',
    cipher: await createAesCipher(new Uint8Array(32).fill(7)),
    engine: { indexedDB: new IDBFactory(), IDBKeyRange },
  });
  flow = open();
});
function open(): ContestFlow {
  return new ContestFlow({ store, contests, notice: (failure) => notices.push(failure), nowIso: () => contested.at });
}
const shown = () => store.getState().contests[recordId];

it('keeps a contest while the server is not there, over a restart, and sends it once it is', async () => {
  await flow.contest(recordId, 'closing', ' 我说了 ');
  expect(shown()?.waiting).toEqual([{ itemId: 'closing', comment: '我说了', at: contested.at }]);
  flow = open();
  await flow.enrolled(server);
  expect(server.contest).toHaveBeenCalledExactlyOnceWith(recordId, {
    itemId: 'closing',
    comment: '我说了',
    at: contested.at,
  });
  expect(shown()).toEqual({ waiting: [], known: [{ itemId: 'closing', history: [contested] }] });
  await flow.send();
  expect(server.contest).toHaveBeenCalledOnce();
});

it('waits where the record is still on its way, and gives up what the server refuses for good', async () => {
  server.contest.mockRejectedValueOnce(new SidetoneError('record-not-stored', '', { retryable: true }));
  await flow.enrolled(server);
  await flow.contest(recordId, 'closing', '我说了');
  expect(shown()?.waiting).toHaveLength(1);
  server.contest.mockRejectedValueOnce(new SidetoneError('contest-not-possible', 'no'));
  await flow.send();
  expect(shown()?.waiting).toEqual([]);
  expect(notices.map(({ code }) => code)).toEqual(['contest-not-possible']);
});

it('says at once what cannot be contested, and keeps nothing of it', async () => {
  await flow.contest(recordId, 'greeting', 'x');
  expect(notices.map(({ code }) => code)).toEqual(['contest-not-possible']);
  expect(await contests.waiting()).toEqual([]);
});

it('shows what was decided when the record is opened, with the score anew', async () => {
  server.of.mockResolvedValue({ items: [{ itemId: 'closing', history: [contested, accepted] }] });
  await flow.enrolled(server);
  await flow.opened(recordId);
  const said = shown();
  expect(said && contestedScore(score, said)).toMatchObject({ total: 100 });
  server.of.mockRejectedValue(new SidetoneError('server-unreachable', '', { retryable: true }));
  store.setState({ contests: {} });
  await flow.opened(recordId);
  expect(shown()?.known).toHaveLength(1);
});

it('lists what waits for a decision to supervisors only, and sends the decision', async () => {
  await flow.enrolled(server);
  expect(server.open).not.toHaveBeenCalled();
  store.setState({ role: 'supervisor' });
  const decision = { itemId: 'closing', accepted: false, comment: '没有听到' };
  server.open.mockResolvedValue([{ recordId, item: item('closing', 'not-met') }]);
  await flow.decide(recordId, decision);
  expect(server.decide).toHaveBeenCalledExactlyOnceWith(recordId, decision);
  expect(store.getState().openContests).toHaveLength(1);
});
