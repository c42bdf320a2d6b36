/**
 * - `wide`: nothing is missing, 16 kHz.
 * - `narrow`: nothing above 3.5 kHz, but the low band is there: 8 kHz without the filters of a telephone.
 * - `telephone`: both are missing, 300-3400 Hz.
 * - `unknown`: too little speech was heard to tell.
 */
export type LegBand = 'unknown' | 'wide' | 'narrow' | 'telephone';

/**
 * Energies of one frame of 10 ms, as sums of kaldi's mel bins (linear, of samples in the range of 16-bit integers):
 * below 250 Hz, 350 to 3300 Hz, and above 4.1 kHz, which is more than a line of 8 kHz can carry.
 */
export interface BandEnergies {
  low: number;
  middle: number;
  high: number;
}

/** The middle of a muted line or of idle G.711 stays below. */
const SILENT_BELOW = 1e6;
/** A frame this far below the loudest of late is a pause. */
const SPEECH_WITHIN = 10 ** (-20 / 10);
/** How much speech is enough, counted in frames of 10 ms. */
const ENOUGH_FRAMES = 30;
/** Speech longer ago than about this weighs little: a call may be transferred from one kind of line to another. */
const MEMORY_FRAMES = 600;
/** The loudest frame is forgotten by 1 dB in a second, lest one click hide the voice for the rest of the call. */
const PEAK_DECAY = 10 ** (-1 / 10 / 100);

/** Below `missing` (share of the middle's energy, in dB) a band is missing, above `there` it is there. */
interface Edge {
  missing: number;
  there: number;
}
/*
 * Measured on recorded and synthetic speech, 0.3 s of it or more: through the telephone band low −36 to −51 and high −43
 * to −52; as 8 kHz without the band's filter low above −36 but in 1 % and high −42 to −51; as they are high above −34.
 */
const LOW: Edge = { missing: -36, there: -31 };
const HIGH: Edge = { missing: -39, there: -35 };

/**
 * Tells from the long-term spectrum of the speech on one leg what kind of line it came over. What is averaged is dB, not
 * energy: one click would outweigh minutes of speech.
 */
export class LegBandDetector {
  #peak = 0;
  #frames = 0;
  #sharesDb = { low: 0, high: 0 };
  #lowMissing: boolean | null = null;
  #highMissing: boolean | null = null;

  hear({ low, middle, high }: BandEnergies): void {
    this.#peak *= PEAK_DECAY;
    if (middle < SILENT_BELOW || middle < this.#peak * SPEECH_WITHIN) return;
    // Beside this, what was taken for speech so far was noise.
    if (middle * SPEECH_WITHIN > this.#peak) this.#forget();
    this.#peak = Math.max(this.#peak, middle);
    this.#frames += 1;
    const weight = 1 / Math.min(this.#frames, MEMORY_FRAMES);
    this.#sharesDb = {
      low: mix(this.#sharesDb.low, inDb(low / middle), weight),
      high: mix(this.#sharesDb.high, inDb(high / middle), weight),
    };
    if (this.#frames < ENOUGH_FRAMES) return;
    this.#lowMissing = isMissing(this.#sharesDb.low, LOW, this.#lowMissing);
    this.#highMissing = isMissing(this.#sharesDb.high, HIGH, this.#highMissing);
  }

  get band(): LegBand {
    if (this.#lowMissing === null || this.#highMissing === null) return 'unknown';
    if (!this.#highMissing) return 'wide';
    return this.#lowMissing ? 'telephone' : 'narrow';
  }

  /** Energy of the band beside that of the middle, in dB, on average over the speech of late. */
  get sharesDb(): Readonly<Record<'low' | 'high', number>> {
    return this.#sharesDb;
  }

  #forget(): void {
    this.#frames = 0;
    this.#sharesDb = { low: 0, high: 0 };
  }
}

/** A band without any energy counts as 100 dB below. */
function inDb(share: number): number {
  return 10 * Math.log10(Math.max(share, 1e-10));
}

function mix(before: number, value: number, weight: number): number {
  return before + weight * (value - before);
}

/** Between the two edges it stays what it was; at first, the nearer edge decides. */
function isMissing(shareDb: number, { missing, there }: Edge, before: boolean | null): boolean {
  if (shareDb <= missing) return true;
  if (shareDb >= there) return false;
  return before ?? shareDb < (missing + there) / 2;
}
