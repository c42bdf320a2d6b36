import { describe, expect, it } from 'vitest';
import { LegBandDetector, type LegBand } from '../../../domain/leg-band';
import { BANDS, MEL_BINS } from '../fbank';
import { BandRepair, CONTEXT_FRAMES, packRepair, unpackRepair, WINDOW_VALUES } from './band-repair';
import { MelMender } from './mel-mender';

/** A loud frame with what a kind of line leaves of it; `mark` tells frames apart. */
function melFrame(band: LegBand, mark = 0): Float32Array {
  return new Float32Array(MEL_BINS).map((_, bin) => {
    if (bin < BANDS.low.end) return band === 'telephone' ? 8 : 18;
    if (bin >= BANDS.high.first) return band === 'wide' ? 18 : 8;
    return 18 + mark / 1000;
  });
}

/** Adds to bin 0 what the bin 20 of the last frame of the window lies above 18, and 1 to bin 1. */
function repairOfLookAhead(): BandRepair {
  const weights = new Float32Array((WINDOW_VALUES + 1) * MEL_BINS);
  weights[(2 * CONTEXT_FRAMES * MEL_BINS + 20) * MEL_BINS] = 1;
  weights[WINDOW_VALUES * MEL_BINS] = -18;
  weights[WINDOW_VALUES * MEL_BINS + 1] = 1;
  return new BandRepair(weights);
}
const repairs = new Map<LegBand, BandRepair>([['telephone', repairOfLookAhead()]]);
const isRepaired = (frame: Float32Array | undefined) => frame?.[1] === 9;

function utterance(mender: MelMender, frames: readonly Float32Array[]): Float32Array[][] {
  return [...frames.map((frame) => mender.push(frame)), mender.finish()];
}
const frames = (band: LegBand, count: number) => Array.from({ length: count }, (_, mark) => melFrame(band, mark));

describe('the mender of log-mel frames', () => {
  it('lets a leg with its whole band pass as it is, at once when that is known', () => {
    const detector = new LegBandDetector();
    const given = frames('wide', 60);
    expect(utterance(new MelMender(detector, repairs), given).flat()).toEqual(given);
    const steps = utterance(new MelMender(detector, repairs), given);
    expect(steps.slice(0, 60).map((step) => step.length)).toEqual(given.map(() => 1));
  });

  it('repairs a telephone leg from its first frame on, 50 ms late', () => {
    const detector = new LegBandDetector();
    const first = utterance(new MelMender(detector, repairs), frames('telephone', 60));
    expect(first.flat()).toHaveLength(60);
    expect(first.flat().every(isRepaired)).toBe(true);
    const steps = utterance(new MelMender(detector, repairs), frames('telephone', 60));
    expect(steps.slice(0, 7).map((step) => step.length)).toEqual([0, 0, 0, 0, 0, 1, 1]);
    const out = steps.flat();
    expect(out).toHaveLength(60);
    // Frame 3 was repaired by what came five frames later, the last one by itself.
    expect(out[3]?.[0]).toBeCloseTo(8 + 8 / 1000, 4);
    expect(out[59]?.[0]).toBeCloseTo(8 + 59 / 1000, 4);
  });

  it('waits for a second at most where there is no speech to tell the band by', () => {
    const quiet = () => new Float32Array(MEL_BINS).fill(1);
    const steps = utterance(new MelMender(new LegBandDetector(), repairs), Array.from({ length: 120 }, quiet));
    expect(steps.slice(0, 99).flat()).toEqual([]);
    expect(steps[99]).toHaveLength(100);
    expect(steps[100]).toHaveLength(1);
    expect(steps.flat()).toHaveLength(120);
  });

  it('gives a short utterance of an unknown leg as it is when it ends', () => {
    const given = frames('telephone', 20);
    const steps = utterance(new MelMender(new LegBandDetector(), repairs), given);
    expect(steps.slice(0, 20).flat()).toEqual([]);
    expect(steps.flat()).toEqual(given);
  });

  it('leaves a band alone that it has no repair for', () => {
    const given = frames('narrow', 60);
    expect(utterance(new MelMender(new LegBandDetector(), repairs), given).flat()).toEqual(given);
  });
});

describe('the weights of the band repair', () => {
  it('come out of the file as they went in, to a part in thousands', () => {
    const weights = Float64Array.from({ length: (WINDOW_VALUES + 1) * MEL_BINS }, (_, at) => Math.sin(at));
    const window = frames('telephone', 2 * CONTEXT_FRAMES + 1);
    const [exact, packed] = [new BandRepair(Float32Array.from(weights)), unpackRepair(packRepair(weights))];
    const [wanted, got] = [exact.repair(window), packed.repair(window)];
    got.forEach((value, bin) => expect(Math.abs(value - (wanted[bin] ?? NaN))).toBeLessThan(0.5));
    expect(Math.max(...wanted.map(Math.abs))).toBeGreaterThan(10);
  });

  it('are refused when some are missing', () => {
    expect(() => new BandRepair(new Float32Array(5))).toThrow(expect.objectContaining({ code: 'model-damaged' }));
  });
});
