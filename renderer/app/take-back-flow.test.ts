import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallJournal } from '../../contracts/call-journal';
import { SidetoneError } from '../../contracts/errors';
import { TAKE_BACK_WITHIN_MS } from '../../domain/call-journal';
import type { UnfinishedCall } from '../records/store';
import { draft } from '../records/testing/fixtures';
import { createAppStore, type AppStore } from '../ui/model';
import { scene } from '../ui/gallery/scenes';
import { TakeBackFlow, type LostCall, type TakeBackOutcome } from './take-back-flow';

const nowMs = Date.UTC(2026, 10, 27, 9);
let store: AppStore;
let asked: { recordId: string; target: string; held: boolean }[];
let outcomes: TakeBackOutcome[];
let finished: string[];
/** By which Call-ID each draft that was asked for, or finished, is known. */
let callIds: string[];
let notices: string[];
let dialled: string[];
let left: UnfinishedCall[];
let closed: number;
let busy: boolean;
let full: boolean;

function call(index: number, part: Partial<CallJournal> = {}): UnfinishedCall {
  const lost = draft(index);
  const dialog = { callId: `c${index}`, localTag: 'o', remoteTag: 't', routeSet: [], localCSeq: 1, remoteTarget: 'x' };
  const { recordId, remoteNumber } = lost;
  const journal = { recordId, dialog, direction: 'outbound', remoteNumber, muted: false, held: false } as const;
  return { draft: lost, journal: { ...journal, answeredAtMs: nowMs - 9_000, seenAtMs: nowMs - 3_000, ...part } };
}

beforeEach(() => {
  vi.useFakeTimers({ now: nowMs });
  store = createAppStore();
  [asked, outcomes, finished, callIds, notices, dialled, left] = [[], [], [], [], [], [], []];
  closed = 0;
  busy = false;
  full = false;
});
afterEach(() => vi.useRealTimers());

async function begun(): Promise<TakeBackFlow> {
  const flow = new TakeBackFlow({
    store,
    extension: () => '1001',
    country: () => 'CN',
    nowMs: () => Date.now(),
    prepare: () => () => (closed += 1),
    takeBack: ({ draft: { recordId, sipCallId }, journal }: LostCall, target) => {
      callIds.push(sipCallId);
      asked.push({ recordId, target, held: journal.held });
      return Promise.resolve(outcomes.shift() ?? { type: 'taken-back' });
    },
    busy: () => busy,
    records: {
      unfinished: () => Promise.resolve({ calls: left, unreadable: 0 }),
      recoverDrafts: (calls) => {
        if (full) return Promise.reject(new SidetoneError('disk-full', 'Full.', { retryable: true }));
        finished.push(...calls.map(({ draft: { recordId } }) => recordId));
        callIds.push(...calls.map(({ draft: { sipCallId } }) => sipCallId));
        return Promise.resolve({ recovered: [], unreadable: 0 });
      },
    },
    notice: ({ code }) => notices.push(code),
    dial: (number, accountId) => dialled.push(accountId === 'main' ? number : `${number} by ${accountId}`),
  });
  await flow.begin();
  await flow.finishOthers();
  return flow;
}

describe('TakeBackFlow', () => {
  it('waits for the PBX, says so, and asks for the call once', async () => {
    left = [call(1)];
    const flow = await begun();
    expect(store.getState().takeBack).toMatchObject({ state: 'waiting', number: expect.any(String) as string });
    expect(asked).toEqual([]);
    await flow.registered('main');
    await flow.registered('main');
    expect(asked).toEqual([{ recordId: draft(1).recordId, target: '8001', held: false }]);
    expect(store.getState().takeBack).toBeNull();
    expect(finished).toEqual([]);
  });

  it('finishes at once what had no dialog, or was left too long ago', async () => {
    left = [{ ...call(1), journal: null }, call(2, { seenAtMs: nowMs - TAKE_BACK_WITHIN_MS - 1 })];
    const flow = await begun();
    expect(finished).toEqual([draft(1).recordId, draft(2).recordId]);
    await flow.registered('main');
    expect(asked).toEqual([]);
    expect(store.getState().takeBack).toBeNull();
  });

  it('knows a call by its journal’s Call-ID where its draft has none, whatever becomes of it', async () => {
    const [recent, old] = [call(1), call(2, { seenAtMs: nowMs - TAKE_BACK_WITHIN_MS - 1 })];
    left = [recent, old].map((one) => ({ ...one, draft: { ...one.draft, sipCallId: '' } }));
    const flow = await begun();
    await flow.registered('main');
    expect(callIds).toEqual(['c2', 'c1']);
  });

  it.each([
    [{ type: 'refused', sipCode: 481 }, 'gone'],
    [{ type: 'refused', sipCode: 603 }, 'gone'],
    [{ type: 'refused', sipCode: 501 }, 'refused'],
    [{ type: 'refused', sipCode: null }, 'unreachable'],
    [{ type: 'not-asked' }, 'microphone'],
  ] as const)('finishes a call after %j, says why, and calls back when asked to', async (outcome, failure) => {
    left = [call(1)];
    outcomes = [outcome];
    const flow = await begun();
    await flow.registered('main');
    expect(finished).toEqual([draft(1).recordId]);
    expect(store.getState().takeBack).toMatchObject({ state: 'failed', failure });
    flow.callBack();
    expect(dialled).toEqual(['8001']);
    store.setState({ call: scene('in-call', 'zh', nowMs).call });
    expect(store.getState().takeBack).toBeNull();
    flow.callBack();
    expect(dialled).toHaveLength(1);
  });

  it('calls back by the account that the call used', async () => {
    left = [call(1, { accountId: 'brand-b' })];
    outcomes = [{ type: 'refused', sipCode: 603 }];
    const flow = await begun();
    await flow.registered('brand-b');
    flow.callBack();
    expect(dialled).toEqual(['8001 by brand-b']);
  });

  it('asks by its own number where the PBX does not know the other', async () => {
    left = [call(1)];
    outcomes = [{ type: 'refused', sipCode: 404 }];
    await (await begun()).registered('main');
    expect(asked.map(({ target }) => target)).toEqual(['8001', '1001']);
    expect(store.getState().takeBack).toBeNull();
  });

  it('takes several back: whom the agent was talking to first, the others held', async () => {
    left = [call(1, { held: true }), call(2), call(3, { answeredAtMs: nowMs - 20_000 })];
    outcomes = [{ type: 'taken-back' }, { type: 'not-asked' }];
    busy = true;
    await (await begun()).registered('main');
    expect(asked.map(({ recordId, held }) => [recordId, held])).toEqual([
      [draft(2).recordId, false],
      [draft(3).recordId, true],
      [draft(1).recordId, true],
    ]);
    expect(finished).toEqual([draft(3).recordId]);
  });

  it('says that the disk is full, and finishes the record when it is not', async () => {
    left = [{ ...call(1), journal: null }];
    full = true;
    await begun();
    expect([notices, finished]).toEqual([['disk-full'], []]);
    full = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(finished).toEqual([draft(1).recordId]);
  });

  it('gives up when the PBX is not reached in time, and lets go of the microphone', async () => {
    left = [call(1)];
    const flow = await begun();
    await vi.advanceTimersByTimeAsync(TAKE_BACK_WITHIN_MS);
    expect(store.getState().takeBack).toMatchObject({ state: 'failed', failure: 'too-late' });
    expect(finished).toEqual([draft(1).recordId]);
    expect(closed).toBe(1);
    await flow.registered('main');
    expect(asked).toEqual([]);
    flow.dismiss();
    expect(store.getState().takeBack).toBeNull();
  });
});
