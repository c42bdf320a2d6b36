import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { callQualitySchema } from '../contracts/records';
import type { QualitySecond } from './live-quality';
import { addSecond, emptyQuality } from './quality-series';

function second(mos: number, part: Partial<QualitySecond> = {}): QualitySecond {
  const leg = { lossPercent: 0, jitterMs: 1, roundTripMs: 10, mos };
  return { atMs: 0, incoming: leg, outgoing: leg, sentMeanSquare: null, word: 'good', side: null, ...part };
}

describe('the quality of a call', () => {
  it('keeps mean, worst and who was to blame', () => {
    let quality = addSecond(emptyQuality(), second(4.4), 5_000);
    quality = addSecond(quality, second(2.0, { word: 'poor', side: 'my-network' }), 6_000);
    expect(quality).toMatchObject({
      meanMos: 3.2,
      worstMos: 2,
      measuredSeconds: 2,
      poorSeconds: 1,
      sides: { 'my-network': 1, 'their-side': 0, 'my-microphone': 0 },
    });
    expect(quality.series).toMatchObject({ fromMs: 5_000, stepSeconds: 1 });
    expect(quality.series.points.map((point) => point?.in)).toEqual([4.4, 2]);
  });

  it('leaves a hole where nothing was measured', () => {
    let quality = addSecond(emptyQuality(), second(4), 0);
    quality = addSecond(quality, null, 1_000);
    quality = addSecond(quality, second(4), 3_000);
    expect(quality.series.points.map((point) => point?.in ?? null)).toEqual([4, null, null, 4]);
    expect(quality.measuredSeconds).toBe(2);
  });

  it('stays small however long the call, and never smooths its worst second away', () => {
    fc.assert(
      fc.property(fc.integer({ min: 700, max: 5_000 }), fc.nat(), (length, at) => {
        const worst = at % length;
        let quality = emptyQuality();
        for (let index = 0; index < length; index += 1) {
          quality = addSecond(quality, second(index === worst ? 1.2 : 4.4), index * 1000);
        }
        const { points, stepSeconds } = quality.series;
        expect(points.length).toBeLessThanOrEqual(600);
        expect(points.length * stepSeconds).toBeGreaterThanOrEqual(length);
        expect(points[Math.floor(worst / stepSeconds)]?.in).toBe(1.2);
        expect(quality.worstMos).toBe(1.2);
        expect(callQualitySchema.parse(quality)).toEqual(quality);
      }),
      { numRuns: 20 },
    );
  });
});
