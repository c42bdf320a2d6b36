import { beforeEach, expect, it, vi } from 'vitest';
import { IDLE_CALL } from '../../domain/call-state';
import type { DraftEvent } from '../../domain/record-builder';
import type { CallView } from '../ui/model';
import { CallTransfer } from './call-transfer';
import { newCallView } from './call-view';

let view: CallView;
let notes: DraftEvent[];
let told: string[];
let asked: string[];
let nowMs: number;
let transfer: CallTransfer;

beforeEach(() => {
  vi.useFakeTimers();
  const facts = { recordId: 'r', customer: null, remoteName: '', country: 'CN', startedAtMs: 0 };
  view = newCallView(IDLE_CALL, facts);
  [notes, told, asked, nowMs] = [[], [], [], 0];
  transfer = new CallTransfer({
    nowMs: () => nowMs,
    note: (event) => notes.push(event),
    change: (change) => (view = change(view)),
    tell: ({ code, message }) => told.push(`${code} ${message}`.trim()),
    done: () => asked.push('done'),
    failed: () => asked.push('failed'),
  });
});

const outcomes = () => notes.flatMap((note) => (note.type === 'transfer' ? [note.outcome] : []));

it('shows each step, writes it down once, and gives the call away when the target answered', () => {
  transfer.begin('blind', '8002');
  expect(view.transfer).toEqual({ stage: 'asked', to: '8002' });
  transfer.take({ type: 'accepted' });
  transfer.take({ type: 'progress', sipCode: 180 });
  expect(view.transfer?.stage).toBe('ringing');
  expect(asked).toEqual([]);
  transfer.take({ type: 'done', sipfrag: 'SIP/2.0 200 OK' });
  transfer.take({ type: 'failed', sipCode: 500 });
  expect(asked).toEqual(['done']);
  expect(outcomes()).toEqual(['asked', 'done']);
  expect(transfer.ended()).toBe(true);
  expect(told).toEqual([]);
});

it('keeps the call when the target is busy, and says so', () => {
  transfer.begin('blind', '8002');
  transfer.take({ type: 'failed', sipCode: 486 });
  expect(told).toEqual(['transfer-busy SIP 486']);
  expect(asked).toEqual(['failed']);
  expect(outcomes()).toEqual(['asked', 'failed']);
  nowMs = 60_000;
  expect(transfer.ended()).toBe(false);
  expect(told).toHaveLength(1);
});

it('says that the customer is lost when the PBX hangs up right after the failure', () => {
  transfer.begin('blind', '8002');
  transfer.take({ type: 'failed', sipCode: 486 });
  nowMs = 500;
  expect(transfer.ended()).toBe(false);
  expect(told).toEqual(['transfer-busy SIP 486', 'transfer-lost']);
});

it('gives up waiting for a word of the PBX', () => {
  transfer.begin('blind', '8002');
  transfer.take({ type: 'accepted' });
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual(['transfer-timeout']);
  expect(view.transfer?.stage).toBe('failed');
});

it('takes a hang-up in the middle of a transfer for its end, outcome unknown', () => {
  transfer.begin('attended', '8002');
  transfer.take({ type: 'accepted' });
  expect(transfer.ended()).toBe(true);
  expect(outcomes()).toEqual(['asked', 'gone']);
});

it('names the park slot where the PBX did', () => {
  transfer.begin('park', '700');
  transfer.take({ type: 'done', sipfrag: 'SIP/2.0 200 Parked at 701' });
  expect(told).toEqual(['parked-at 701']);
});

it('waits for nothing once the call is over, and says nothing of it', () => {
  transfer.begin('blind', '8002');
  transfer.close();
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
  expect(outcomes()).toEqual(['asked', 'gone']);
});
