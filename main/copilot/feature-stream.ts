import { SidetoneError } from '../../contracts/errors';
import { type Fbank, MEL_BINS, SHIFT_SAMPLES, WINDOW_SAMPLES } from './fbank';
import { joined } from './joined';
import type { MelMender } from './band-repair/mel-mender';

/** Low frame rate: five neighbouring frames stacked, every third kept: one stacked frame each 30 ms. */
const STACK = 5;
const STRIDE = 3;
const LEFT_PADDING = (STACK - 1) / 2;
export const FEATURE_VALUES = STACK * MEL_BINS;
export const FEATURE_SHIFT_SAMPLES = STRIDE * SHIFT_SAMPLES;

/** Mean and variance normalisation: `(value + shift) * scale` for each of FEATURE_VALUES. */
export interface Normalisation {
  shift: Float32Array;
  scale: Float32Array;
}

/** Reads kaldi's text `<AddShift>` and `<Rescale>` network. Throws SidetoneError `model-damaged`. */
export function parseNormalisation(text: string): Normalisation {
  const rows = [...text.matchAll(/<LearnRateCoef>\s*\S+\s*\[([^\]]*)\]/g)].map((match) =>
    Float32Array.from((match[1] ?? '').trim().split(/\s+/).map(Number)),
  );
  const [shift, scale] = rows;
  if (shift?.length !== FEATURE_VALUES || scale?.length !== FEATURE_VALUES) {
    throw new SidetoneError('model-damaged', 'The normalisation file of the keyword model is not complete.');
  }
  return { shift, scale };
}

/**
 * Audio in pieces of any length, stacked and normalised filter-bank frames out. The frames do not depend on how the
 * audio was cut: each is computed once, when its last sample has come. A mender repairs what the leg's line took away.
 */
export class FeatureStream {
  #pcm = new Float32Array(0);
  readonly #mel: Float32Array[] = [];
  #melDropped = 0;
  #stacked = 0;

  constructor(
    private readonly fbank: Fbank,
    private readonly normalisation: Normalisation,
    private readonly mender: MelMender | null = null,
  ) {}

  push(pcm: Float32Array): Float32Array[] {
    const waiting = joined([this.#pcm, pcm]);
    let start = 0;
    for (; start + WINDOW_SAMPLES <= waiting.length; start += SHIFT_SAMPLES) {
      const frame = new Float32Array(MEL_BINS);
      this.fbank.compute(waiting, start, frame, 0);
      this.#mel.push(...(this.mender?.push(frame) ?? [frame]));
    }
    this.#pcm = waiting.slice(start);
    return this.#stack(false);
  }

  /** The last frames, the missing right neighbours replaced by the last one. */
  finish(): Float32Array[] {
    this.#mel.push(...(this.mender?.finish() ?? []));
    return this.#stack(true);
  }

  #stack(last: boolean): Float32Array[] {
    const features: Float32Array[] = [];
    const frames = this.#melDropped + this.#mel.length;
    while (frames > 0) {
      const first = this.#stacked * STRIDE - LEFT_PADDING;
      const complete = first + STACK <= frames;
      if (!complete && !(last && this.#stacked * STRIDE < frames)) break;
      features.push(this.#stackAt(first, frames));
      this.#stacked += 1;
    }
    // The next stack reaches LEFT_PADDING frames back; what lies before is no longer needed.
    const needed = Math.max(0, this.#stacked * STRIDE - LEFT_PADDING);
    const drop = Math.min(this.#mel.length - 1, needed - this.#melDropped);
    if (drop > 0) {
      this.#mel.splice(0, drop);
      this.#melDropped += drop;
    }
    return features;
  }

  #stackAt(first: number, frames: number): Float32Array {
    const values = new Float32Array(FEATURE_VALUES);
    for (let place = 0; place < STACK; place += 1) {
      const index = Math.min(frames - 1, Math.max(0, first + place)) - this.#melDropped;
      values.set(this.#mel[index] ?? new Float32Array(MEL_BINS), place * MEL_BINS);
    }
    const { shift, scale } = this.normalisation;
    for (let index = 0; index < FEATURE_VALUES; index += 1) {
      values[index] = ((values[index] ?? 0) + (shift[index] ?? 0)) * (scale[index] ?? 1);
    }
    return values;
  }
}
