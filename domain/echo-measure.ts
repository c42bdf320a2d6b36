/**
 * How much of the far end comes back through the near microphone: normalised cross-correlation over delays up to half
 * a second. Measured on what leaves the desk, so after any echo cancellation: what is found here the customer hears.
 */

const INPUT_RATE_HZ = 16_000;
const DECIMATION = 4;
const RATE_HZ = INPUT_RATE_HZ / DECIMATION;
const WINDOW_MS = 2_000;
const MAX_DELAY_MS = 500;
const WINDOW = (RATE_HZ * WINDOW_MS) / 1000;
const MAX_DELAY = (RATE_HZ * MAX_DELAY_MS) / 1000;
/** Two people speaking at once stay under 0.2 over two seconds; an echo through a room stands above 0.35. */
const ECHO_CORRELATION = 0.35;
/** -50 dBFS: without a far end that speaks there is nothing to hear of it. */
const FAR_MEAN_SQUARE = 1e-5;
/** -75 dBFS: what is softer than this nobody hears. */
const NEAR_MEAN_SQUARE = 3e-8;
/** An echo has one delay; chance has many. */
const SAME_DELAY_MS = 10;
const FINDINGS_NEEDED = 2;
const FINDINGS_KEPT = 4;

export interface EchoFinding {
  /** 0 to 1: 1 is nothing but the far end. */
  correlation: number;
  delayMs: number;
  /** Of the echo below the far end's own level, dB. */
  returnLossDb: number;
}

/**
 * The strongest echo of `far` in `near`, both at 4 kHz as {@link decimated} gives them; `far` begins MAX_DELAY samples
 * before `near`. null where either is too soft to tell.
 */
function strongestEcho(near: Float32Array, far: Float32Array): EchoFinding | null {
  const nearEnergy = energyOf(near, 0, WINDOW);
  let farEnergy = energyOf(far, 0, WINDOW);
  if (nearEnergy / WINDOW < NEAR_MEAN_SQUARE) return null;
  let best: EchoFinding | null = null;
  for (let start = 0; start <= MAX_DELAY; start += 1) {
    if (farEnergy / WINDOW > FAR_MEAN_SQUARE) {
      let sum = 0;
      for (let index = 0; index < WINDOW; index += 1) sum += (near[index] ?? 0) * (far[start + index] ?? 0);
      const correlation = Math.abs(sum) / Math.sqrt(nearEnergy * farEnergy);
      if (best === null || correlation > best.correlation) {
        const gain = Math.abs(sum) / farEnergy;
        best = { correlation, delayMs: ((MAX_DELAY - start) * 1000) / RATE_HZ, returnLossDb: -20 * Math.log10(gain) };
      }
    }
    farEnergy += (far[start + WINDOW] ?? 0) ** 2 - (far[start] ?? 0) ** 2;
  }
  return best;
}

function energyOf(samples: Float32Array, from: number, length: number): number {
  let sum = 0;
  for (let index = from; index < from + length; index += 1) sum += (samples[index] ?? 0) ** 2;
  return sum;
}

/** Four samples become one; the difference of neighbours flattens the spectrum, so that vowels do not decide alone. */
class Decimator {
  #last = 0;

  next(pcm: Float32Array): Float32Array {
    const out = new Float32Array(Math.floor(pcm.length / DECIMATION));
    for (let index = 0; index < out.length; index += 1) {
      let sum = 0;
      for (let tap = 0; tap < DECIMATION; tap += 1) sum += pcm[index * DECIMATION + tap] ?? 0;
      const mean = sum / DECIMATION;
      out[index] = mean - this.#last;
      this.#last = mean;
    }
    return out;
  }
}

/** Fed both legs of a call frame by frame; every two seconds it measures. */
export class EchoMeter {
  readonly #near = new Float32Array(WINDOW);
  readonly #far = new Float32Array(WINDOW + MAX_DELAY);
  readonly #ofNear = new Decimator();
  readonly #ofFar = new Decimator();
  readonly #findings: (EchoFinding | null)[] = [];
  #filled = 0;

  /**
   * One frame of each leg, 16 kHz, of the same moment and a multiple of four samples long. Answers at the end of a
   * window in which the far end spoke: the echo, when two of the last four windows found one at the same delay; else
   * `none`. null in between.
   */
  add(near: Float32Array, far: Float32Array): EchoFinding | 'none' | null {
    const nearPart = this.#ofNear.next(near);
    const farPart = this.#ofFar.next(far);
    const room = Math.min(nearPart.length, WINDOW - this.#filled);
    this.#near.set(nearPart.subarray(0, room), this.#filled);
    this.#far.set(farPart.subarray(0, room), MAX_DELAY + this.#filled);
    this.#filled += room;
    if (this.#filled < WINDOW) return null;
    const spoke = energyOf(this.#far, MAX_DELAY, WINDOW) / WINDOW > FAR_MEAN_SQUARE;
    const finding = strongestEcho(this.#near, this.#far);
    // The end of this window is what the next may be an echo of.
    this.#far.copyWithin(0, WINDOW);
    this.#filled = 0;
    if (!spoke && finding === null) return null;
    this.#findings.push(finding && finding.correlation >= ECHO_CORRELATION ? finding : null);
    if (this.#findings.length > FINDINGS_KEPT) this.#findings.shift();
    return this.#verdict() ?? 'none';
  }

  #verdict(): EchoFinding | null {
    const found = this.#findings.filter((finding) => finding !== null);
    const newest = found.at(-1);
    if (!newest) return null;
    const agreeing = found.filter(({ delayMs }) => Math.abs(delayMs - newest.delayMs) <= SAME_DELAY_MS);
    return agreeing.length >= FINDINGS_NEEDED ? newest : null;
  }
}
