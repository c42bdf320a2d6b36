import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../bench/random';
import { FRAME_SAMPLES } from '../../contracts/audio';
import { withoutNoise, type NoiseFilter } from './noise-filter';
import { loadRnnoiseFilter } from './rnnoise-filter';

const RATE_HZ = 16_000;
/** The harmonics of a voice whose pitch moves, three syllables a second. */
const voice = Float32Array.from({ length: 3 * RATE_HZ }, (_, sample) => {
  const t = sample / RATE_HZ;
  const phase = 2 * Math.PI * (140 * t - (30 / (3 * Math.PI)) * Math.cos(3 * Math.PI * t));
  const harmonics = Array.from({ length: 25 }, (_unused, h) => Math.sin((h + 1) * phase) / (1 + h / 5));
  return 0.05 * Math.max(0, Math.sin(3 * Math.PI * t)) * harmonics.reduce((sum, value) => sum + value, 0);
});
const rootMeanSquare = (pcm: Float32Array) => Math.sqrt(pcm.reduce((sum, x) => sum + x * x, 0) / pcm.length);

describe('RNNoise', () => {
  let filter: NoiseFilter;
  beforeAll(async () => {
    filter = await loadRnnoiseFilter();
  });

  it('takes a steady noise away', async () => {
    const random = seededRandom(1);
    const noise = Float32Array.from({ length: 2 * RATE_HZ }, () => 0.05 * (2 * random() - 1));
    const filtered = await withoutNoise(filter, noise);
    expect(rootMeanSquare(filtered.subarray(RATE_HZ))).toBeLessThan(rootMeanSquare(noise) / 30);
  });

  it('keeps a voice, at the same times and as long as it was', async () => {
    const cut = voice.subarray(0, voice.length - 100);
    const filtered = await withoutNoise(filter, cut);
    expect(filtered.length).toBe(cut.length);
    const likeness = (shift: number) =>
      cut.subarray(2_000, 40_000).reduce((sum, x, at) => sum + x * (filtered[2_000 + at + shift] ?? 0), 0);
    const shifts = Array.from({ length: 801 }, (_, index) => index - 400);
    const best = shifts.reduce((most, shift) => (likeness(shift) > likeness(most) ? shift : most), 0);
    expect(Math.abs(best)).toBeLessThanOrEqual(4);
    expect(rootMeanSquare(filtered)).toBeGreaterThan(rootMeanSquare(cut) / 3);
  });

  it('gives a frame for each after the first few, and the rest at the end', async () => {
    const leg = await filter.openLeg();
    const given = Array.from({ length: 5 }, (_, n) =>
      leg.push(voice.slice(n * FRAME_SAMPLES, (n + 1) * FRAME_SAMPLES)),
    );
    const rest = leg.finish();
    leg.close();
    expect(given.map((frame) => frame?.length ?? null)).toEqual([null, null, ...Array<number>(3).fill(FRAME_SAMPLES)]);
    expect(rest.map((frame) => frame.length)).toEqual([FRAME_SAMPLES, FRAME_SAMPLES]);
  });
});
