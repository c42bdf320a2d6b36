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
  readonly #values = new Float64Array(WINDOW_VALUES);

  /** `weights`: MEL_BINS values for each of INPUTS, the constant last. */
  constructor(private readonly weights: Float32Array) {
    if (weights.length !== INPUTS * MEL_BINS) {
      throw new SidetoneError('model-damaged', 'The weights of the band repair are not complete.');
    }
  }

  /** The middle of a window of `2 × CONTEXT_FRAMES + 1` frames, with what the line took away. */
  repair(window: readonly Float32Array[]): Float32Array {
    const values = this.#values;
    window.forEach((frame, place) => {
      for (let bin = 0; bin < MEL_BINS; bin += 1) {
        values[place * MEL_BINS + bin] = Math.max(LOWEST_LOG_ENERGY, frame[bin] ?? 0);
      }
    });
    const { weights } = this;
    const repaired = new Float64Array(MEL_BINS);
    for (let bin = 0; bin < MEL_BINS; bin += 1) {
      repaired[bin] = (values[CONTEXT_FRAMES * MEL_BINS + bin] ?? 0) + (weights[WINDOW_VALUES * MEL_BINS + bin] ?? 0);
    }
    // Four inputs at once: the sums are then read and written a quarter as often.
    for (let input = 0; input < WINDOW_VALUES; input += 4) {
      const [first = 0, second = 0, third = 0, fourth = 0] = [
        values[input],
        values[input + 1],
        values[input + 2],
        values[input + 3],
      ];
      const row = input * MEL_BINS;
      for (let bin = 0; bin < MEL_BINS; bin += 1) {
        const at = row + bin;
        repaired[bin] =
          (repaired[bin] ?? 0) +
          first * (weights[at] ?? 0) +
          second * (weights[at + MEL_BINS] ?? 0) +
          third * (weights[at + 2 * MEL_BINS] ?? 0) +
          fourth * (weights[at + 3 * MEL_BINS] ?? 0);
      }
    }
    return Float32Array.from(repaired);
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
