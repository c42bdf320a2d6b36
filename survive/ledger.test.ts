import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../contracts/records';
import { balance } from './ledger';

const startedAtMs = Date.parse('2026-11-21T10:00:00Z');
const call = (callId: string, afterMs = 0) => ({ callId, number: '700', startedAtMs: startedAtMs + afterMs });
const record = (recordId: string, sipCallId: string, afterMs = 0) =>
  ({
    recordId,
    sipCallId,
    remoteNumber: '700',
    startedAt: new Date(startedAtMs + afterMs).toISOString(),
  }) as CallRecord;

describe('calls settled against records', () => {
  it('finds the call without a record and the record that is there twice', () => {
    const calls = [call('a'), call('b'), call('c')];
    const records = [record('1', 'a'), record('2', 'b'), record('3', 'b')];
    expect(balance(calls, records)).toEqual({ lost: ['c'], doubled: ['b'], attempts: 0 });
    expect(balance([call('a')], [record('1', 'a'), record('1', 'a')]).doubled).toContain('a');
  });

  it('gives a record that was cut short before its Call-ID to the call of that number and time, once', () => {
    const records = [record('1', '', 2_000), record('2', '', 3_000)];
    expect(balance([call('a')], records)).toEqual({ lost: [], doubled: [], attempts: 1 });
    expect(balance([call('a', 3_600_000)], records).lost).toEqual(['a']);
  });
});
