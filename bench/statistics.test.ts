import { describe, expect, it } from 'vitest';
import { interleave, median, medianRatio, quantile } from './statistics';

describe('statistics of the benchmark', () => {
  it('takes the middle value, and the mean of the two middle ones', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('interpolates a quantile, and reaches the ends', () => {
    const values = [40, 10, 30, 20, 50];
    expect(quantile(values, 0)).toBe(10);
    expect(quantile(values, 1)).toBe(50);
    expect(quantile(values, 0.95)).toBeCloseTo(48);
  });

  it('has no figure where there are no values', () => {
    expect(median([])).toBeNaN();
  });

  it('leaves the given values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('is not misled by a machine that slows down between the pairs', () => {
    // Twice as fast in two pairs of three; the slow last pair and a hiccup in the second put the medians elsewhere.
    expect(medianRatio({ ours: [1, 4, 10], alternative: [2, 20, 20] })).toBe(0.5);
  });

  it('compares the medians where samples have no partner', () => {
    expect(medianRatio({ ours: [1, 2, 3], alternative: [8, 8] })).toBe(0.25);
  });

  it('runs both sides in turn, and counts no warm-up', async () => {
    const ran: string[] = [];
    const side = (name: string) => async () => ran.push(name);
    const samples = await interleave(2, { ours: side('ours'), alternative: side('alternative') });
    expect(ran).toEqual(['ours', 'alternative', 'ours', 'alternative', 'alternative', 'ours']);
    expect(samples).toEqual({ ours: [3, 6], alternative: [4, 5] });
  });
});
