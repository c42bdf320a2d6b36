import { expect, it } from 'vitest';
import { secretSpans } from './secret-spans';

it('secrets of a call lie in its recording as much earlier as that began later', () => {
  const transcript = {
    lines: [],
    redacted: { 'card-number': 1, 'identity-number': 0, 'bank-account': 0, 'phone-number': 0, address: 0, name: 0 },
    secrets: [{ kind: 'card-number' as const, leg: 'customer' as const, startMs: 9_000, endMs: 12_000 }],
  };
  const recording = { fromMs: 2_500, durationMs: 60_000, bytes: 1 };
  expect(secretSpans({ transcript, recording })).toEqual([{ leg: 'customer', startMs: 6_500, endMs: 9_500 }]);
  expect(secretSpans({ recording })).toEqual([]);
  // Another line was in front: of that time the file has nothing.
  const missing = [
    { fromMs: 4_000, toMs: 7_000 },
    { fromMs: 20_000, toMs: 40_000 },
  ];
  expect(secretSpans({ transcript, recording: { ...recording, missing } })).toEqual([
    { leg: 'customer', startMs: 3_500, endMs: 6_500 },
  ]);
});

it('secrets of an older record are the whole of each line that had one', () => {
  const line = (leg: 'agent' | 'customer', startMs: number, text: string) => ({
    leg,
    startMs,
    endMs: startMs + 900,
    text,
  });
  const lines = [line('customer', 1_000, '卡号是[card-number]'), line('agent', 3_000, '好的')];
  const transcript = { lines, redacted: { 'card-number': 1 } as Record<'card-number', number> };
  const record = { transcript: transcript as never, recording: { fromMs: 500, durationMs: 9_000, bytes: 1 } };
  expect(secretSpans(record)).toEqual([{ leg: 'customer', startMs: 500, endMs: 1_400 }]);
});
