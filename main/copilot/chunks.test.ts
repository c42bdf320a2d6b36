import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AcousticStream, type ScoredChunk } from './acoustic-stream';
import { Fbank } from './fbank';
import { FEATURE_VALUES, FeatureStream } from './feature-stream';
import { LegFrames } from './leg-frames';
import type { OnnxModel } from './onnxruntime';

/** A second and a half that is nowhere the same. */
const AUDIO = Float32Array.from(
  { length: 24_000 },
  (_, at) => 0.4 * Math.sin((at * at) / 9_000) + 0.2 * Math.sin(at / 7),
);
const cuts = fc.array(fc.integer({ min: 0, max: AUDIO.length }), { maxLength: 40 });

/** The audio in pieces, some of them empty. */
function pieces(at: readonly number[]): Float32Array[] {
  const edges = [0, ...[...at].sort((a, b) => a - b), AUDIO.length];
  return edges.slice(1).map((end, index) => AUDIO.subarray(edges[index], end));
}

function features(parts: readonly Float32Array[]): Float32Array[] {
  const normalisation = {
    shift: new Float32Array(FEATURE_VALUES).fill(0.5),
    scale: new Float32Array(FEATURE_VALUES).fill(2),
  };
  const stream = new FeatureStream(new Fbank(), normalisation);
  return [...parts.flatMap((part) => stream.push(part)), ...stream.finish()];
}

function joined(frames: readonly Float32Array[]): Float32Array {
  const data = new Float32Array(frames.length * FEATURE_VALUES);
  frames.forEach((frame, index) => data.set(frame, index * FEATURE_VALUES));
  return data;
}

/** Scores a frame by all frames it is allowed to see, so that a context that is cut short shows. */
const model: OnnxModel = {
  run: async ({ speech }) => {
    const [, frames = 0] = speech?.shape ?? [];
    const data = speech?.data as Float32Array;
    const first = (frame: number) => data[frame * FEATURE_VALUES] ?? 0;
    const logits = Float32Array.from({ length: frames }, (_, frame) => {
      let sum = 0;
      for (let near = frame - 20; near <= frame + 8; near += 1) sum += near >= 0 && near < frames ? first(near) : 0;
      return sum;
    });
    return { logits };
  },
};

describe('what is heard does not depend on how the audio is cut', () => {
  it.each([16_000, 8_000, 44_100])('frames of the ears, from %i Hz', async (sampleRateHz) => {
    const framesOf = async (parts: readonly Float32Array[]) => {
      const leg = await LegFrames.create('customer', sampleRateHz);
      parts.forEach((part) => leg.push(part));
      leg.end();
      const frames: number[] = [];
      while (leg.hasFrame) frames.push(...leg.take());
      leg.destroy();
      return frames;
    };
    const whole = await framesOf([AUDIO]);
    await fc.assert(
      fc.asyncProperty(cuts, async (at) => {
        const cut = await framesOf(pieces(at));
        expect(cut.length).toBe(whole.length);
        // A rate converter's last bit may fall otherwise; 2e-6 is 114 dB below full scale.
        expect(cut.every((sample, index) => Math.abs(sample - (whole[index] ?? 0)) < 2e-6)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('features of the keyword network', () => {
    const whole = features([AUDIO]);
    expect(whole.length).toBeGreaterThan(40);
    fc.assert(
      fc.property(cuts, (at) => {
        expect(features(pieces(at))).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it('scores of the keyword network', async () => {
    const all = features([AUDIO, AUDIO, AUDIO]);
    const scores = async (ends: readonly number[]) => {
      const stream = new AcousticStream(model, 1);
      const edges = [0, ...[...ends].sort((a, b) => a - b), all.length];
      const chunks: ScoredChunk[] = [];
      for (const [index, end] of edges.slice(1).entries())
        chunks.push(...(await stream.push(all.slice(edges[index], end))));
      chunks.push(...(await stream.finish()));
      return chunks.map(({ exact, ahead }) => ({
        exact: exact.map(([score]) => score),
        ahead: ahead.map(([score]) => score),
      }));
    };
    const whole = await scores([]);
    const { logits } = await model.run({
      speech: { data: joined(all), shape: [1, all.length, FEATURE_VALUES] },
    });
    expect(whole.flatMap(({ exact }) => exact)).toEqual([...(logits ?? [])]);
    expect(whole.some(({ ahead }) => ahead.length > 0)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: all.length }), { maxLength: 20 }), async (ends) => {
        expect(await scores(ends)).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });
});
