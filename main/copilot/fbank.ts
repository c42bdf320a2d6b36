import FFT from 'fft.js';
import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';

export const MEL_BINS = 80;
/** 25 ms windows every 10 ms at 16 kHz. */
export const WINDOW_SAMPLES = 400;
export const SHIFT_SAMPLES = 160;
const FFT_SIZE = 512;
const LOWEST_HZ = 20;
const PRE_EMPHASIS = 0.97;
/** kaldi floors mel energies at the epsilon of a 32-bit float before taking the logarithm. */
const ENERGY_FLOOR = 1.1920929e-7;
/** kaldi's models are trained on samples in the range of a 16-bit integer. */
const INT16_SCALE = 32_768;

const melOf = (hz: number) => 1127 * Math.log(1 + hz / 700);

interface MelBand {
  firstBin: number;
  weights: Float64Array;
}

/** kaldi's triangles: even on the mel scale from 20 Hz to Nyquist, weighted in mel. */
function melBands(): MelBand[] {
  const lowest = melOf(LOWEST_HZ);
  const step = (melOf(EAR_SAMPLE_RATE_HZ / 2) - lowest) / (MEL_BINS + 1);
  return Array.from({ length: MEL_BINS }, (_, band) => {
    const left = lowest + band * step;
    const centre = left + step;
    const right = centre + step;
    const weights: number[] = [];
    let firstBin = -1;
    for (let bin = 0; bin < FFT_SIZE / 2; bin += 1) {
      const mel = melOf((bin * EAR_SAMPLE_RATE_HZ) / FFT_SIZE);
      if (mel <= left || mel >= right) continue;
      if (firstBin < 0) firstBin = bin;
      weights.push(mel <= centre ? (mel - left) / step : (right - mel) / step);
    }
    return { firstBin: Math.max(0, firstBin), weights: Float64Array.from(weights) };
  });
}

/** Bins from `first` up to but not `end`: those that lie below 250 Hz, from 350 to 3300 Hz, and above 4.1 kHz. */
export const BANDS = {
  low: { first: 0, end: 8 },
  middle: { first: 12, end: 54 },
  high: { first: 61, end: MEL_BINS },
};

/** Energy (linear) of some bins of a log-mel frame. */
export function energyOf(frame: Float32Array, { first, end }: { first: number; end: number }): number {
  let energy = 0;
  for (let bin = first; bin < end; bin += 1) energy += Math.exp(frame[bin] ?? -Infinity);
  return energy;
}

/**
 * Log mel filter bank as kaldi computes it (`compute-fbank-feats`: 80 bands, 25/10 ms, Hamming, pre-emphasis 0.97,
 * DC offset removed, no dither, snip edges). One instance may serve many streams: it keeps no audio.
 */
export class Fbank {
  readonly #fft = new FFT(FFT_SIZE);
  readonly #bands = melBands();
  readonly #window = Float64Array.from(
    { length: WINDOW_SAMPLES },
    (_, index) => 0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (WINDOW_SAMPLES - 1)),
  );
  readonly #frame = new Array<number>(FFT_SIZE).fill(0);
  readonly #spectrum: number[] = this.#fft.createComplexArray();
  readonly #power = new Float64Array(FFT_SIZE / 2);

  /** Writes MEL_BINS values for the window of `pcm` (in [-1, 1]) that begins at `start` into `target` at `offset`. */
  compute(pcm: Float32Array, start: number, target: Float32Array, offset: number): void {
    const frame = this.#frame;
    let mean = 0;
    for (let index = 0; index < WINDOW_SAMPLES; index += 1) mean += pcm[start + index] ?? 0;
    mean /= WINDOW_SAMPLES;
    let previous = ((pcm[start] ?? 0) - mean) * INT16_SCALE;
    for (let index = 0; index < WINDOW_SAMPLES; index += 1) {
      const sample = ((pcm[start + index] ?? 0) - mean) * INT16_SCALE;
      frame[index] = (sample - PRE_EMPHASIS * previous) * (this.#window[index] ?? 0);
      previous = sample;
    }
    this.#fft.realTransform(this.#spectrum, frame);
    for (let bin = 0; bin < FFT_SIZE / 2; bin += 1) {
      const real = this.#spectrum[2 * bin] ?? 0;
      const imaginary = this.#spectrum[2 * bin + 1] ?? 0;
      this.#power[bin] = real * real + imaginary * imaginary;
    }
    this.#bands.forEach(({ firstBin, weights }, band) => {
      let energy = 0;
      for (let index = 0; index < weights.length; index += 1) {
        energy += (weights[index] ?? 0) * (this.#power[firstBin + index] ?? 0);
      }
      target[offset + band] = Math.log(Math.max(energy, ENERGY_FLOOR));
    });
  }
}
