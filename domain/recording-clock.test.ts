import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callMsOf, fileMsOf, recordedStretches } from './recording-clock';

const recording = {
  fromMs: 2_000,
  missing: [
    { fromMs: 20_000, toMs: 30_000 },
    { fromMs: 5_000, toMs: 9_000 },
  ],
};

describe('the clock of a recording', () => {
  it('leaps over what the file does not hold', () => {
    const calls = [2_000, 4_000, 5_000, 8_000, 9_000, 12_000, 25_000, 31_000];
    expect(calls.map((callMs) => fileMsOf(callMs, recording))).toEqual([
      ...[0, 2_000, 3_000, 3_000, 3_000, 6_000, 14_000, 15_000],
    ]);
    expect([0, 2_000, 3_000, 6_000, 14_000, 15_000].map((fileMs) => callMsOf(fileMs, recording))).toEqual([
      ...[2_000, 4_000, 9_000, 12_000, 30_000, 31_000],
    ]);
  });

  it('leads from the file to the call and back', () => {
    const gap = fc.record({
      afterMs: fc.integer({ min: 1, max: 9_000 }),
      lengthMs: fc.integer({ min: 1, max: 9_000 }),
    });
    fc.assert(
      fc.property(fc.nat(9_000), fc.array(gap, { maxLength: 4 }), fc.nat(60_000), (fromMs, gaps, fileMs) => {
        let atMs = fromMs;
        const missing = gaps.map(({ afterMs, lengthMs }) => {
          const one = { fromMs: atMs + afterMs, toMs: atMs + afterMs + lengthMs };
          atMs = one.toMs;
          return one;
        });
        expect(fileMsOf(callMsOf(fileMs, { fromMs, missing }), { fromMs, missing })).toBe(fileMs);
      }),
    );
  });

  it('tells the stretches of the call that the file holds, as far as it goes', () => {
    expect(recordedStretches(recording, 15_000)).toEqual([
      { fromMs: 2_000, fileFromMs: 0, lengthMs: 3_000 },
      { fromMs: 9_000, fileFromMs: 3_000, lengthMs: 11_000 },
      { fromMs: 30_000, fileFromMs: 14_000, lengthMs: 1_000 },
    ]);
    // Cut short by a crash.
    expect(recordedStretches(recording, 4_000).at(-1)).toEqual({ fromMs: 9_000, fileFromMs: 3_000, lengthMs: 1_000 });
    expect(recordedStretches({ fromMs: 500 }, 4_000)).toEqual([{ fromMs: 500, fileFromMs: 0, lengthMs: 4_000 }]);
  });
});
