import { describe, expect, it } from 'vitest';
import { callJournalSchema, type CallJournal, type DialogFacts } from '../contracts/call-journal';
import {
  TAKE_BACK_WITHIN_MS,
  byUrgency,
  continuedDraft,
  failureOf,
  journalOf,
  mayTryNext,
  replacesValue,
  takeBackTargets,
  tellsMore,
  withJournal,
  worthTakingBack,
} from './call-journal';
import { IDLE_CALL, type CallState } from './call-state';
import { addToDraft, recordOf, startDraft } from './record-builder';

const recordId = '01939a5e-7b00-7000-8000-000000000001';
const dialog: DialogFacts = {
  callId: 'a@desk',
  localTag: 'ours',
  remoteTag: 'theirs',
  routeSet: ['<sip:proxy.example.com;lr>'],
  localCSeq: 7,
  remoteTarget: 'sip:asterisk@192.0.2.1;transport=ws',
};
const active: CallState = { ...IDLE_CALL, phase: 'active', direction: 'inbound', remoteNumber: '13800138000' };
const startMs = Date.UTC(2026, 10, 27, 9);

function entry(part: Partial<CallState> = {}, nowMs = startMs): CallJournal {
  const journal = journalOf({ recordId, state: { ...active, ...part }, dialog, answeredAtMs: startMs }, nowMs);
  if (!journal) throw new Error('Nothing to write down.');
  return callJournalSchema.parse(journal);
}

/** Rung at 0 s, answered at 1 s, the customer speaking since 3 s, last heard of at 10 s. */
function draft() {
  let now = startDraft({
    recordId,
    direction: 'inbound',
    remoteNumber: '13800138000',
    agentExtension: '1001',
    language: 'zh',
    wallTimeMs: startMs,
    monotonicMs: 500_000,
    sipCallId: 'a@desk',
  });
  now = addToDraft(now, { type: 'phase', phase: 'active' }, 501_000);
  now = addToDraft(now, { type: 'audio-started' }, 501_000);
  const event = { type: 'speech-start', callId: recordId, leg: 'customer', startMs: 2_000 } as const;
  now = addToDraft(now, { type: 'speech', event }, 503_200);
  return addToDraft(now, { type: 'mute', muted: false }, 510_000);
}

describe('the journal of a call', () => {
  it('holds what taking back needs', () => {
    expect(entry({ muted: true }, startMs + 5)).toEqual({
      recordId,
      dialog,
      direction: 'inbound',
      remoteNumber: '13800138000',
      muted: true,
      held: false,
      answeredAtMs: startMs,
      seenAtMs: startMs + 5,
    });
  });

  it.each(['idle', 'dialing', 'remote-ringing', 'ringing', 'answering', 'taking-back', 'ending', 'ended'] as const)(
    'has nothing of a call that is %s',
    (phase) => {
      expect(journalOf({ recordId, state: { ...active, phase }, dialog, answeredAtMs: 0 }, 0)).toBeNull();
    },
  );

  it('has nothing of a call without a dialog', () => {
    expect(journalOf({ recordId, state: active, dialog: null, answeredAtMs: 0 }, 0)).toBeNull();
  });

  it('keeps a hold that was asked for, and none that the agent was ending', () => {
    expect((['none', 'holding', 'held', 'resuming'] as const).map((hold) => entry({ hold }).held)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('is written at once for mute, hold, another dialog and the end, not for the time that passes', () => {
    const before = entry();
    expect(tellsMore(before, entry({}, startMs + 60_000))).toBe(false);
    expect(tellsMore(before, { ...before, dialog: { ...dialog, localCSeq: 8 } })).toBe(false);
    expect(tellsMore(null, null)).toBe(false);
    for (const now of [
      entry({ muted: true }),
      entry({ hold: 'held' }),
      { ...before, dialog: { ...dialog, callId: 'b@desk' } },
      { ...before, dialog: { ...dialog, remoteTarget: 'sip:other@192.0.2.2' } },
      null,
    ]) {
      expect(tellsMore(before, now)).toBe(true);
    }
    expect(tellsMore(null, before)).toBe(true);
  });
});

describe('taking back', () => {
  it('names the tags as the PBX sees them, whoever called whom', () => {
    expect(replacesValue(dialog)).toBe('a@desk;to-tag=theirs;from-tag=ours');
  });

  it('is worth it for some minutes, and never for a call that had ended', () => {
    const journal = entry();
    expect(worthTakingBack(journal, draft(), startMs + TAKE_BACK_WITHIN_MS)).toBe(true);
    expect(worthTakingBack(journal, draft(), startMs + TAKE_BACK_WITHIN_MS + 1)).toBe(false);
    expect(worthTakingBack(journal, draft(), startMs - 30_000)).toBe(true);
    expect(worthTakingBack(journal, draft(), startMs - 3_600_000)).toBe(false);
    const ended = addToDraft(draft(), { type: 'ended', cause: 'agent-hangup', sipCode: null }, 511_000);
    expect(worthTakingBack(journal, ended, startMs)).toBe(false);
  });

  it('begins with whom the agent was talking to', () => {
    const [talking, held, later] = [entry(), entry({ hold: 'held' }), { ...entry(), answeredAtMs: startMs + 1 }];
    expect([held, talking, later].sort(byUrgency)).toEqual([later, talking, held]);
  });

  it('asks by the other side’s number, then by its own', () => {
    expect(takeBackTargets(entry(), '1001')).toEqual(['13800138000', '1001']);
    expect(takeBackTargets(entry({ remoteNumber: '' }), '1001')).toEqual(['1001']);
    expect([404, 484, 481, 603, null].map(mayTryNext)).toEqual([true, true, false, false, false]);
  });

  it('tells a call that is gone from one that is refused', () => {
    expect([481, 603, 420, 501, null].map(failureOf)).toEqual(['gone', 'gone', 'refused', 'refused', 'unreachable']);
  });
});

describe('a draft that the answer had not reached when the program died', () => {
  const early = startDraft({
    ...{ recordId, direction: 'outbound', remoteNumber: '600', agentExtension: '1001', language: 'zh' },
    wallTimeMs: startMs,
    monotonicMs: 500_000,
  });
  const journal = { ...entry(), answeredAtMs: startMs + 3_000 };

  it('has its dialog and its answer from the journal', () => {
    const known = withJournal(early, journal);
    expect(known).toMatchObject({ sipCallId: 'a@desk', phase: 'active', answeredAtMs: 3_000, lastAtMs: 3_000 });
    const now = { wallTimeMs: startMs + 14_000, monotonicMs: 2_000, sipCallId: 'b@desk' };
    expect(continuedDraft(known, now)).toMatchObject({ sipCallId: 'a@desk', answeredAtMs: 3_000 });
  });

  it('is as it was where it knows both', () => {
    expect(withJournal(draft(), { ...journal, dialog: { ...dialog, callId: 'b@desk' } })).toEqual(draft());
    const ended = addToDraft(early, { type: 'ended', cause: 'cancelled', sipCode: null }, 501_000);
    expect(withJournal(ended, journal)).toMatchObject({ answeredAtMs: null, ended: { cause: 'cancelled' } });
  });
});

describe('the record of a call that goes on in another run', () => {
  const now = { wallTimeMs: startMs + 14_000, monotonicMs: 2_000, sipCallId: 'b@desk' };

  it('runs by the wall clock over the gap and by the new monotonic clock after it', () => {
    const next = addToDraft(
      continuedDraft(draft(), now),
      { type: 'ended', cause: 'agent-hangup', sipCode: null },
      8_000,
    );
    const record = recordOf(next, 9_000);
    expect(record).toMatchObject({ sipCallId: 'a@desk', cause: 'agent-hangup', talkMs: 19_000, wrapUpMs: 1_000 });
    expect(record.endedAt).toBe(new Date(startMs + 20_000).toISOString());
  });

  it('tells of the gap and of the second dialog, and cuts what was being said', () => {
    expect(continuedDraft(draft(), now).timeline.slice(-4)).toEqual([
      { type: 'speech', atMs: 3_000, endMs: 10_000, leg: 'customer' },
      { type: 'warning', atMs: 10_000, code: 'desk-died' },
      { type: 'warning', atMs: 14_000, code: 'taken-back' },
      { type: 'note', atMs: 14_000, text: 'Call-ID b@desk' },
    ]);
    expect(continuedDraft(draft(), now).speakingSinceMs).toEqual({ agent: null, customer: null });
  });

  it('never runs backwards, even if the clock was set back', () => {
    expect(continuedDraft(draft(), { ...now, wallTimeMs: startMs - 60_000 }).lastAtMs).toBe(10_000);
  });
});
