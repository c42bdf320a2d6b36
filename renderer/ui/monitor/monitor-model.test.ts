import { describe, expect, it } from 'vitest';
import type { DeskStatus, RecordFeedItem } from '../../../contracts/server-api';
import { EMPTY_MONITOR } from '../model';
import { applyMonitorMessage, customerLane, deskInTrouble, sortDesks, visibleRows } from './monitor-model';

const nowMs = Date.parse('2026-11-21T10:00:00Z');
const desk = (deskId: string, patch: Partial<DeskStatus> = {}): DeskStatus => ({
  deskId,
  name: deskId,
  extension: '1001',
  state: 'ready',
  breakReason: null,
  stateSince: '2026-11-21T09:59:00Z',
  call: null,
  lastCue: null,
  unsynced: 0,
  ...patch,
});
const today = { calls: 1, answered: 1, answerRate: 1, talkMs: 5000, optOuts: 0 };
const item = (recordId: string): RecordFeedItem => ({
  recordId,
  deskId: 'a',
  number: 1,
  direction: 'outbound',
  maskedNumber: '8001',
  customerName: null,
  startedAt: '2026-11-21T09:58:00Z',
  talkMs: 5000,
  cause: 'agent-hangup',
  disposition: null,
  cues: [],
});

describe('the monitor', () => {
  it('replaces a known desk in its place, adds a new one, drops one that is gone', () => {
    let model = applyMonitorMessage(EMPTY_MONITOR, {
      type: 'snapshot',
      desks: [desk('a'), desk('b')],
      today,
      feed: [],
    });
    model = applyMonitorMessage(model, { type: 'desk', status: desk('a', { state: 'break' }) });
    model = applyMonitorMessage(model, { type: 'desk', status: desk('c') });
    expect(model.desks.map(({ deskId, state }) => [deskId, state])).toEqual([
      ['a', 'break'],
      ['b', 'ready'],
      ['c', 'ready'],
    ]);
    model = applyMonitorMessage(model, { type: 'desk-gone', deskId: 'b' });
    expect(model.desks.map(({ deskId }) => deskId)).toEqual(['a', 'c']);
    expect(model.connection).toBe('live');
  });

  it('shows a record sent twice once, newest first', () => {
    let model = EMPTY_MONITOR;
    for (const id of ['1', '2', '1']) model = applyMonitorMessage(model, { type: 'record', item: item(id), today });
    expect(model.feed.map(({ recordId }) => recordId)).toEqual(['1', '2']);
  });

  it('brings trouble to the front, then calls', () => {
    const call = {
      recordId: 'r',
      direction: 'outbound' as const,
      phase: 'active' as const,
      maskedNumber: '8001',
      customerName: null,
      since: '2026-11-21T09:59:00Z',
      quality: 'good' as const,
      customerSpeech: [],
    };
    const sorted = sortDesks(
      [
        desk('ready'),
        desk('talking', { state: 'in-call', call }),
        desk('stuck', { unsynced: 9 }),
        desk('cue', {
          state: 'in-call',
          call,
          lastCue: { title: 'Complaint', phrase: 'x', at: '2026-11-21T09:59:50Z' },
        }),
      ],
      nowMs,
    );
    expect(sorted.map(({ deskId }) => deskId)).toEqual(['cue', 'stuck', 'talking', 'ready']);
  });

  it('draws only the rows in sight', () => {
    expect(visibleRows(0, 300, 100, 1000)).toEqual({ first: 0, end: 4 });
    expect(visibleRows(50_000, 300, 100, 1000)).toEqual({ first: 499, end: 504 });
    expect(visibleRows(50_000, 300, 100, 3)).toEqual({ first: 3, end: 3 });
  });
});

describe('trouble at a desk', () => {
  it('is a fresh card of this call, not one of the call before', () => {
    const call = {
      recordId: 'r',
      direction: 'outbound' as const,
      phase: 'active' as const,
      maskedNumber: '8001',
      customerName: null,
      since: '2026-11-21T09:59:30Z',
      quality: 'good' as const,
      customerSpeech: [],
    };
    const cueAt = (at: string) => desk('a', { call, lastCue: { title: 'Complaint', phrase: 'x', at } });
    expect(deskInTrouble(cueAt('2026-11-21T09:59:40Z'), nowMs)).toBe(true);
    expect(deskInTrouble(cueAt('2026-11-21T09:59:20Z'), nowMs)).toBe(false);
  });
});

describe('the customer’s lane of a tile', () => {
  it('shows the last 60 seconds, cut at both ends, what goes on up to now', () => {
    const iso = (secondsAgo: number) => new Date(nowMs - secondsAgo * 1000).toISOString();
    const speech = [
      { startedAt: iso(90), endedAt: iso(70) },
      { startedAt: iso(66), endedAt: iso(54) },
      { startedAt: iso(15), endedAt: null },
    ];
    expect(customerLane(speech, nowMs)).toEqual([
      { leftPercent: 0, widthPercent: 10 },
      { leftPercent: 75, widthPercent: 25 },
    ]);
  });
});
