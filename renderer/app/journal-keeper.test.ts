import { beforeEach, describe, expect, it } from 'vitest';
import type { CallJournal } from '../../contracts/call-journal';
import { IDLE_CALL, type CallEvent, type CallState } from '../../domain/call-state';
import { startDraft, type CallDraft } from '../../domain/record-builder';
import { FakeSession } from '../call/fake-telephone';
import type { CallFollower } from './call-follower';
import { JournalKeeper } from './journal-keeper';

const recordId = '01939a5e-7b00-7000-8000-000000000001';
const draft: CallDraft = startDraft({
  recordId,
  direction: 'outbound',
  remoteNumber: '8001',
  agentExtension: '1001',
  language: 'zh',
  wallTimeMs: 0,
  monotonicMs: 0,
});
let written: (CallJournal | null)[];
let state: CallState;
let session: FakeSession;
let keeper: JournalKeeper;
let follower: CallFollower;
let nowMs: number;

beforeEach(() => {
  written = [];
  nowMs = 1_000;
  state = { ...IDLE_CALL, phase: 'dialing', direction: 'outbound', remoteNumber: '8001' };
  session = new FakeSession('8001');
  const records = {
    saveDraft: (_draft: CallDraft, journal: CallJournal | null) => Promise.resolve(void written.push(journal)),
    finishRecord: () => Promise.resolve(),
  };
  keeper = new JournalKeeper(records, { wallMs: () => nowMs });
  follower = keeper.follow({
    recordId,
    direction: 'outbound',
    remoteNumber: '8001',
    state: () => state,
    session: () => session,
    draft: () => null,
    note: () => undefined,
    show: () => undefined,
  });
});

function move(event: CallEvent, part: Partial<CallState>): void {
  state = { ...state, ...part };
  follower.moved?.(state, event);
}

function answer(): void {
  const dialog = { callId: 'a', localTag: 'o', remoteTag: 't', routeSet: [], localCSeq: 1, remoteTarget: 'sip:x' };
  session.facts = dialog;
  move({ type: 'accepted' }, { phase: 'active' });
}

describe('JournalKeeper', () => {
  it('writes no journal of a call that rings', async () => {
    await keeper.saveDraft(draft);
    move({ type: 'progress', earlyMedia: false }, { phase: 'remote-ringing' });
    await keeper.saveDraft(draft);
    expect(written).toEqual([null, null]);
    expect(keeper.anyLive).toBe(false);
  });

  it('writes the answer, mute and hold at once, and the time with each draft', async () => {
    await keeper.saveDraft(draft);
    nowMs = 2_000;
    answer();
    nowMs = 3_000;
    move({ type: 'mute' }, { muted: true });
    move({ type: 'hold' }, { hold: 'holding' });
    move({ type: 'hold-accepted' }, { hold: 'held' });
    nowMs = 4_000;
    await keeper.saveDraft(draft);
    expect(written.slice(1)).toMatchObject([
      { muted: false, held: false, answeredAtMs: 2_000, seenAtMs: 2_000 },
      { muted: true, held: false },
      { muted: true, held: true, seenAtMs: 3_000 },
      { muted: true, held: true, answeredAtMs: 2_000, seenAtMs: 4_000 },
    ]);
    expect(keeper.anyLive).toBe(true);
  });

  it('takes the journal away as soon as the agent hangs up, and knows nothing of the wrap-up', async () => {
    await keeper.saveDraft(draft);
    answer();
    move({ type: 'hang-up' }, { phase: 'ending' });
    expect(written.at(-1)).toBeNull();
    follower.ended?.();
    await keeper.saveDraft(draft);
    expect(written.at(-1)).toBeNull();
    expect(keeper.anyLive).toBe(false);
  });
});
