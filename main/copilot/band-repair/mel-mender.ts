import type { LegBandDetector } from '../../../domain/leg-band';
import { type LegBand } from '../../../domain/leg-band';
import { BANDS, energyOf } from '../fbank';
import { CONTEXT_FRAMES, type BandRepair } from './band-repair';

/** While the band of a leg is unknown, its first utterance waits for so many frames of 10 ms, then goes on as it is. */
const LONGEST_WAIT_FRAMES = 100;

/**
 * Log-mel frames of one utterance in, the same out, repaired where the leg's band calls for it. A repaired frame comes
 * CONTEXT_FRAMES late (50 ms), any other at once. Frames are looked at one by one, so what comes out does not depend on
 * how many came in together.
 */
export class MelMender {
  /** Frames from `#first` on. */
  readonly #frames: Float32Array[] = [];
  #first = 0;
  #next = 0;

  constructor(
    private readonly detector: LegBandDetector,
    private readonly repairs: ReadonlyMap<LegBand, BandRepair>,
  ) {}

  push(frame: Float32Array): Float32Array[] {
    this.#frames.push(frame);
    this.detector.hear({
      low: energyOf(frame, BANDS.low),
      middle: energyOf(frame, BANDS.middle),
      high: energyOf(frame, BANDS.high),
    });
    const waits = this.detector.band === 'unknown' && this.#total < LONGEST_WAIT_FRAMES;
    return waits ? [] : this.#emit(this.#repair ? CONTEXT_FRAMES : 0);
  }

  /** What still waits; beyond the end of the utterance its last frame stands for those that the repair would look at. */
  finish(): Float32Array[] {
    return this.#emit(0);
  }

  get #total(): number {
    return this.#first + this.#frames.length;
  }

  get #repair(): BandRepair | undefined {
    return this.repairs.get(this.detector.band);
  }

  #emit(lookAhead: number): Float32Array[] {
    const repair = this.#repair;
    const out: Float32Array[] = [];
    for (; this.#next + lookAhead < this.#total; this.#next += 1) {
      const frame = this.#at(this.#next);
      out.push(repair ? repair.repair(this.#window(this.#next)) : frame);
    }
    const needless = this.#next - CONTEXT_FRAMES - this.#first;
    if (needless > 0) {
      this.#frames.splice(0, needless);
      this.#first += needless;
    }
    return out;
  }

  #window(middle: number): Float32Array[] {
    return Array.from({ length: 2 * CONTEXT_FRAMES + 1 }, (_, place) => this.#at(middle + place - CONTEXT_FRAMES));
  }

  /** The frame of that number; before the first and after the last, the nearest. */
  #at(number: number): Float32Array {
    const place = Math.min(this.#frames.length - 1, Math.max(0, number - this.#first));
    return this.#frames[place] ?? new Float32Array(0);
  }
}
