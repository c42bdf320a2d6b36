import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adviseThreshold, hoursToVouchFor, rateAtMost } from './false-alarms';

describe('the threshold of a phrase', () => {
  const scores = [0.2, 0.62, 0.3, 0.4114];

  it('lies just above the false alarms that the budget does not cover', () => {
    expect(adviseThreshold(scores, { hours: 10, perHour: 0.1, lowest: 0.1 })).toMatchObject({
      threshold: 0.412,
      falseAlarms: 1,
      keepsBudget: true,
    });
    expect(adviseThreshold(scores, { hours: 9, perHour: 0.1, lowest: 0.1 }).threshold).toBe(0.621);
    expect(adviseThreshold(scores, { hours: 10, perHour: 0.4, lowest: 0.1 }).threshold).toBe(0.1);
  });

  it('is the lowest one where nothing rang', () => {
    const advice = adviseThreshold([], { hours: 30, perHour: 0.1, lowest: 0.15 });
    expect(advice).toMatchObject({ threshold: 0.15, falseAlarms: 0, keepsBudget: true });
    expect(advice.perHourAtMost).toBeCloseTo(0.1, 2);
  });

  it('says so where no threshold keeps to the budget', () => {
    expect(adviseThreshold([1, 1, 0.9995], { hours: 1, perHour: 0.1, lowest: 0.1 })).toMatchObject({
      threshold: 0.999,
      falseAlarms: 3,
      keepsBudget: false,
    });
  });

  it('keeps to the budget whatever the scores are, and would not one step lower', () => {
    const score = fc.double({ min: 0.1, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(fc.array(score), fc.integer({ min: 1, max: 50 }), (falseScores, hours) => {
        const { threshold, keepsBudget } = adviseThreshold(falseScores, { hours, perHour: 0.1, lowest: 0.1 });
        const heard = (at: number) => falseScores.filter((value) => value >= at).length;
        expect(keepsBudget && heard(threshold) <= hours / 10).toBe(true);
        expect(threshold === 0.1 || heard(threshold - 0.001) > Math.floor(hours / 10)).toBe(true);
      }),
    );
  });
});

describe('what the hours vouch for', () => {
  it('is the rule of three where nothing rang', () => {
    expect(rateAtMost(0, 1)).toBeCloseTo(2.9957, 3);
    expect(hoursToVouchFor(0.1)).toBeCloseTo(29.957, 2);
  });

  it('is the exact limit of a Poisson count otherwise', () => {
    // One-sided 95 % limits as in any table of the chi-squared distribution.
    expect(rateAtMost(1, 2)).toBeCloseTo(4.744 / 2, 3);
    expect(rateAtMost(10, 1)).toBeCloseTo(16.962, 2);
    expect(rateAtMost(1000, 1)).toBeGreaterThan(1050);
    expect(rateAtMost(1000, 1)).toBeLessThan(1060);
  });
});
