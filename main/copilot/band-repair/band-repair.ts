import { z } from 'zod';
import { SidetoneError } from '../../../contracts/errors';
import type { LegBand } from '../../../domain/leg-band';
import { MEL_BINS } from '../fbank';
import fitted from './weights.json';

/** Frames before and after the one being repaired that the map looks at. */
export const CONTEXT_FRAMES = 5;
/** What the map takes for one frame: the whole window, and a constant 1. */
export const WINDOW_VALUES = (2 * CONTEXT_FRAMES + 1) * MEL_BINS;
const INPUTS = WINDOW_VALUES + 1;

/**
 * Log energies below this count as this: idle G.711 is digital silence, at −16, and next to it the first sounds of a word
 * would be mended out of all proportion. The softest sounds of speech lie above.
 */
export const LOWEST_LOG_ENERGY = 7;

/** A linear map from a window of log-mel frames to what the middle one lacks. */
export class BandRepair {
  /** `weights`: MEL_BINS values for each of INPUTS, the constant last. */
  constructor(private readonly weights: Float32Array) {
    if (weights.length !== INPUTS * MEL_BINS) {
      throw new SidetoneError('model-damaged', 'The weights of the band repair are not complete.');
    }
  }

  /** The middle of a window of `2 × CONTEXT_FRAMES + 1` frames, with what the line took away. */
  repair(window: readonly Float32Array[]): Float32Array {
    const missing = Float64Array.from(this.weights.subarray(WINDOW_VALUES * MEL_BINS));
    window.forEach((frame, place) => {
      for (let bin = 0; bin < MEL_BINS; bin += 1) {
        const value = Math.max(LOWEST_LOG_ENERGY, frame[bin] ?? 0);
        const row = (place * MEL_BINS + bin) * MEL_BINS;
        for (let target = 0; target < MEL_BINS; target += 1) {
          missing[target] = (missing[target] ?? 0) + value * (this.weights[row + target] ?? 0);
        }
      }
    });
    const middle = window[CONTEXT_FRAMES] ?? new Float32Array(MEL_BINS);
    return middle.map((value, bin) => Math.max(LOWEST_LOG_ENERGY, value) + (missing[bin] ?? 0));
  }
}

/** As it lies in the file: 16-bit integers in base64, each MEL_BIN's column with a scale of its own. */
export const packedRepairSchema = z.strictObject({
  scales: z.array(z.number().positive()).length(MEL_BINS),
  weights: z.base64(),
});
export type PackedRepair = z.infer<typeof packedRepairSchema>;

export function packRepair(weights: Float64Array): PackedRepair {
  const scales = Array.from({ length: MEL_BINS }, (_, target) => {
    let largest = Number.MIN_VALUE;
    for (let at = target; at < weights.length; at += MEL_BINS) largest = Math.max(largest, Math.abs(weights[at] ?? 0));
    return largest / 32_767;
  });
  const bytes = Buffer.alloc(2 * weights.length);
  weights.forEach((weight, at) => bytes.writeInt16LE(Math.round(weight / (scales[at % MEL_BINS] ?? 1)), 2 * at));
  return { scales, weights: bytes.toString('base64') };
}

/** Throws SidetoneError `model-damaged`. */
export function unpackRepair({ scales, weights }: PackedRepair): BandRepair {
  const bytes = Buffer.from(weights, 'base64');
  return new BandRepair(
    Float32Array.from(
      { length: bytes.length >> 1 },
      (_, at) => bytes.readInt16LE(2 * at) * (scales[at % MEL_BINS] ?? 0),
    ),
  );
}

const fileSchema = z.strictObject({ telephone: packedRepairSchema, narrow: packedRepairSchema.optional() });

let loaded: ReadonlyMap<LegBand, BandRepair> | null = null;

/** The repairs that come with the product, by the band that they are for. */
export function fittedRepairs(): ReadonlyMap<LegBand, BandRepair> {
  if (!loaded) {
    const { telephone, narrow } = fileSchema.parse(fitted);
    const repairs = new Map<LegBand, BandRepair>([['telephone', unpackRepair(telephone)]]);
    if (narrow) repairs.set('narrow', unpackRepair(narrow));
    loaded = repairs;
  }
  return loaded;
}
