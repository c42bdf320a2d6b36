import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SidetoneError } from '../../contracts/errors';
import type { CallRecord } from '../../contracts/records';
import type { CallDraft } from '../../domain/record-builder';
import { CallScribe } from './call-scribe';

let drafts: CallDraft[];
let records: CallRecord[];
let troubles: unknown[];
let full: boolean;
let recoveries: number;
let scribe: CallScribe;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  drafts = [];
  records = [];
  troubles = [];
  full = false;
  recoveries = 0;
  scribe = new CallScribe({
    keeper: {
      saveDraft: (draft) => Promise.resolve(void drafts.push(draft)),
      finishRecord: (record) => {
        if (full) return Promise.reject(new SidetoneError('disk-full', 'Full.', { retryable: true }));
        return Promise.resolve(records.push(record));
      },
    },
    nowMs: () => Date.now(),
    trouble: (error) => troubles.push(error),
    recovered: () => (recoveries += 1),
  });
});
afterEach(() => vi.useRealTimers());

const start = {
  recordId: '0193e0a0-0000-7000-8000-000000000001',
  direction: 'inbound' as const,
  remoteNumber: '8001',
  agentExtension: '1001',
  language: 'zh' as const,
  wallTimeMs: 1_000_000,
  sipCallId: 'a@b',
};

describe('CallScribe', () => {
  it('keeps the newest draft on disk and writes the record once', async () => {
    scribe.begin(start);
    scribe.note({ type: 'phase', phase: 'active' });
    vi.advanceTimersByTime(3_000);
    scribe.note({ type: 'ended', cause: 'customer-hangup', sipCode: null });
    await scribe.finish();
    await scribe.finish();
    expect(drafts.at(-1)?.ended).toMatchObject({ cause: 'customer-hangup' });
    expect(records).toMatchObject([{ cause: 'customer-hangup', talkMs: 3_000, sipCallId: 'a@b' }]);
    expect(scribe.draft).toBeNull();
  });

  it('waits for the last words of the call, and the wrap-up is no longer for it', async () => {
    scribe.begin(start);
    scribe.note({ type: 'phase', phase: 'active' });
    scribe.note({ type: 'audio-started' });
    scribe.note({ type: 'ended', cause: 'agent-hangup', sipCode: null });
    vi.advanceTimersByTime(400);
    let heard = (): void => undefined;
    const finished = scribe.finish(new Promise<void>((resolve) => (heard = resolve)));
    void scribe.finish();
    vi.advanceTimersByTime(2_000);
    const line = { callId: 'a', leg: 'customer', startMs: 100, endMs: 900, text: '下周三再打给我' } as const;
    scribe.note({ type: 'speech', event: { type: 'transcript', ...line } });
    expect(records).toEqual([]);
    heard();
    await finished;
    expect(records).toMatchObject([{ wrapUpMs: 400, transcript: { lines: [{ text: '下周三再打给我' }] } }]);
    expect(records).toHaveLength(1);
    expect(drafts.at(-1)?.transcript).toHaveLength(1);
  });

  it('offers a record again until the full disk takes it', async () => {
    full = true;
    scribe.begin(start);
    await scribe.finish();
    expect(records).toEqual([]);
    expect(troubles).toMatchObject([{ code: 'disk-full' }]);
    full = false;
    expect(recoveries).toBe(0);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(records).toHaveLength(1);
    expect(recoveries).toBe(1);
  });

  it('writes down a caller who was turned away, with the reason, beside the call under way', async () => {
    scribe.begin(start);
    const second = { ...start, recordId: '0193e0a0-0000-7000-8000-000000000002', remoteNumber: '8002' };
    await scribe.turnedAway(second, 'agent-in-call', 486);
    expect(records).toMatchObject([
      { remoteNumber: '8002', cause: 'agent-in-call', sipCode: 486, answeredAt: null, talkMs: 0 },
    ]);
    expect(scribe.draft?.remoteNumber).toBe('8001');
  });
});
