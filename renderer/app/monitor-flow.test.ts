import { describe, expect, it } from 'vitest';
import type { DeskStatus, RecordFeedItem } from '../../contracts/server-api';
import { EMPTY_MONITOR } from '../ui/model';
import { applyMonitorMessage } from './monitor-flow';

const desk = (deskId: string, state: DeskStatus['state'] = 'ready'): DeskStatus => ({
  deskId,
  name: deskId,
  extension: '1001',
  state,
  breakReason: null,
  stateSince: '2026-01-01T00:00:00Z',
  call: null,
  lastCue: null,
  unsynced: 0,
});
const item = (recordId: string): RecordFeedItem => ({
  recordId,
  deskId: 'a',
  number: 1,
  direction: 'outbound',
  maskedNumber: '8001',
  customerName: null,
  startedAt: '2026-01-01T00:00:00Z',
  talkMs: 1,
  cause: 'agent-hangup',
  disposition: null,
  cues: [],
});
const today = { calls: 1, answered: 1, answerRate: 1, talkMs: 1, optOuts: 0 };

describe('applyMonitorMessage', () => {
  it('adds a desk once, replaces it when it changes, and drops it when it is gone', () => {
    let model = applyMonitorMessage(EMPTY_MONITOR, { type: 'desk', status: desk('a') });
    model = applyMonitorMessage(model, { type: 'desk', status: desk('b') });
    model = applyMonitorMessage(model, { type: 'desk', status: desk('a', 'in-call') });
    expect(model.desks.map(({ deskId, state }) => `${deskId} ${state}`)).toEqual(['a in-call', 'b ready']);
    model = applyMonitorMessage(model, { type: 'desk-gone', deskId: 'a' });
    expect(model.desks.map(({ deskId }) => deskId)).toEqual(['b']);
  });

  it('puts the newest record first and shows a record once', () => {
    let model = applyMonitorMessage(EMPTY_MONITOR, { type: 'record', item: item('1'), today });
    model = applyMonitorMessage(model, { type: 'record', item: item('2'), today });
    model = applyMonitorMessage(model, { type: 'record', item: item('1'), today });
    expect(model.feed.map(({ recordId }) => recordId)).toEqual(['1', '2']);
    expect(model.today).toEqual(today);
  });
});
