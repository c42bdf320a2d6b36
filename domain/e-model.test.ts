import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { codecImpairment, meanOpinionScore, transmissionRating } from './e-model';

const pcmu = codecImpairment('audio/PCMU');

describe('the E-model', () => {
  it('gives the default rating and MOS of G.107 to a leg without loss or delay', () => {
    const rating = transmissionRating({ oneWayDelayMs: 0, lossPercent: 0, codec: pcmu });
    expect(rating).toBeCloseTo(93.2, 5);
    expect(meanOpinionScore(rating)).toBeCloseTo(4.41, 2);
  });

  it('follows the MOS values of G.107 table B.1', () => {
    for (const [rating, mos] of [
      [90, 4.34],
      [80, 4.03],
      [70, 3.6],
      [60, 3.1],
      [50, 2.58],
    ] as const) {
      expect(meanOpinionScore(rating)).toBeCloseTo(mos, 1);
    }
  });

  it('takes nothing for a delay up to 100 ms and about 14 points at 300 ms', () => {
    const at = (oneWayDelayMs: number) => 93.2 - transmissionRating({ oneWayDelayMs, lossPercent: 0, codec: pcmu });
    expect(at(100)).toBe(0);
    expect(at(300)).toBeGreaterThan(13);
    expect(at(300)).toBeLessThan(16);
  });

  it('never rises with more loss or more delay, and stays within its range', () => {
    const leg = fc.record({
      delay: fc.double({ min: 0, max: 2000, noNaN: true }),
      loss: fc.double({ min: 0, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(leg, fc.double({ min: 0, max: 50, noNaN: true }), ({ delay, loss }, more) => {
        const rate = (oneWayDelayMs: number, lossPercent: number) =>
          transmissionRating({ oneWayDelayMs, lossPercent, codec: pcmu });
        const mos = meanOpinionScore(rate(delay, loss));
        expect(mos).toBeGreaterThanOrEqual(1);
        expect(mos).toBeLessThanOrEqual(4.5);
        expect(rate(delay + more, loss)).toBeLessThanOrEqual(rate(delay, loss) + 1e-9);
        expect(rate(delay, loss + more)).toBeLessThanOrEqual(rate(delay, loss) + 1e-9);
      }),
    );
  });
});
