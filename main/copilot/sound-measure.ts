import FFT from 'fft.js';
import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import { lineSound, type LineSound, type SoundMeasure } from '../../domain/line-sounds';

/** 64 ms tell 440 from 480 Hz. */
const WINDOW_SAMPLES = 1_024;
const HOP_SAMPLES = 256;
const BIN_HZ = EAR_SAMPLE_RATE_HZ / WINDOW_SAMPLES;
/** Of a line: what a telephone carries, with a little on either side. */
const FIRST_BIN = Math.round(200 / BIN_HZ);
const END_BIN = Math.round(3_600 / BIN_HZ);
/** Call-progress tones (ITU-T E.180), special information tone, fax (T.30), and keys (Q.23). */
const TONES_HZ = [
  ...[350, 400, 425, 440, 450, 480, 620],
  ...[950, 985, 1_000, 1_100, 1_400, 1_428, 1_777, 1_800, 2_100],
  ...[697, 770, 852, 941, 1_209, 1_336, 1_477, 1_633],
];
/** A tone of a PBX keeps its pitch to a hertz or two; two that are near pull each other. */
const TONE_WITHIN_HZ = 8;
/** What a steady tone spreads to under a Hann window, on either side. */
const SPREAD_BINS = 2;
/** Windows this far below the loudest are pauses. */
const PAUSE_BELOW = { tone: 10 ** -2, steady: 10 ** -2.5 };
/** A partial is steady that was there this long ago and half as long ago, within so much. */
const STEADY_WINDOWS = 10;
const STEADY_WITHIN_HZ = 6;
const SMALLEST_PARTIAL = 0.003;
/** Of a window: a sine at about -80 dBFS. What is quieter has no spectrum to speak of. */
const FAINTEST_POWER = 5e-4;
/** A long utterance is measured piece by piece until one is speech, which the first mostly is. */
const PIECE_SAMPLES = 3 * EAR_SAMPLE_RATE_HZ;
const SHORTEST_PIECE_SAMPLES = EAR_SAMPLE_RATE_HZ;

interface Partial {
  hz: number;
  power: number;
}
interface Window {
  power: number;
  tonePower: number;
  partials: Partial[];
}

/** What an utterance is, 16 kHz samples in [-1, 1]; all of it must be something else for it not to be speech. */
export function soundOf({ pcm, voicedMs }: { pcm: Float32Array; voicedMs: number }): LineSound {
  let sound: LineSound = 'quiet';
  for (let start = 0; start === 0 || start + SHORTEST_PIECE_SAMPLES <= pcm.length; start += PIECE_SAMPLES) {
    const rest = pcm.length - start - PIECE_SAMPLES;
    const piece = pcm.subarray(start, rest < SHORTEST_PIECE_SAMPLES ? pcm.length : start + PIECE_SAMPLES);
    const next = lineSound({ ...measureSound(piece), voicedMs });
    if (next === 'speech') return next;
    if (next !== 'quiet') sound = next;
  }
  return sound;
}

/** Measures some audio, a fifth of a second of it at least. */
export function measureSound(pcm: Float32Array): Omit<SoundMeasure, 'voicedMs'> {
  const windows = Array.from(spectra(pcm), measureWindow);
  const loudest = windows.reduce((most, { power }) => Math.max(most, power), 0);
  return {
    loudestDb: loudestDb(pcm),
    toneShare: toneShare(windows, loudest),
    steadyShare: steadyShare(windows, loudest),
  };
}

function toneShare(windows: readonly Window[], loudest: number): number {
  let [tones, all] = [0, 0];
  for (const { power, tonePower } of windows) {
    if (power < Math.max(FAINTEST_POWER, loudest * PAUSE_BELOW.tone)) continue;
    tones += tonePower;
    all += power;
  }
  return all === 0 ? 0 : tones / all;
}

/** The mean of the windows' shares, so that one loud beat does not outweigh the rest. */
function steadyShare(windows: readonly Window[], loudest: number): number {
  let [shares, count] = [0, 0];
  for (let at = STEADY_WINDOWS; at < windows.length; at += 1) {
    const { power, partials } = windows[at] ?? { power: 0, partials: [] };
    if (power < Math.max(FAINTEST_POWER, loudest * PAUSE_BELOW.steady)) continue;
    const before = [windows[at - STEADY_WINDOWS], windows[at - STEADY_WINDOWS / 2]];
    const steady = partials.filter((partial) => before.every((window) => window?.partials.some(isSame(partial))));
    shares += Math.min(1, steady.reduce((sum, partial) => sum + partial.power, 0) / power);
    count += 1;
  }
  return count === 0 ? 0 : shares / count;
}

function isSame({ hz, power }: Partial) {
  return (other: Partial) => Math.abs(other.hz - hz) < STEADY_WITHIN_HZ && other.power > power / 100;
}

/** Power by bin, of one window after another; the same array each time. */
function* spectra(pcm: Float32Array): Generator<Float64Array> {
  const fft = new FFT(WINDOW_SAMPLES);
  const frame = new Array<number>(WINDOW_SAMPLES).fill(0);
  const spectrum = fft.createComplexArray();
  const power = new Float64Array(WINDOW_SAMPLES / 2);
  for (let start = 0; start + WINDOW_SAMPLES <= pcm.length; start += HOP_SAMPLES) {
    for (let at = 0; at < WINDOW_SAMPLES; at += 1) {
      frame[at] = (pcm[start + at] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * at) / WINDOW_SAMPLES));
    }
    fft.realTransform(spectrum, frame);
    for (let bin = 0; bin < power.length; bin += 1) {
      power[bin] = (spectrum[2 * bin] ?? 0) ** 2 + (spectrum[2 * bin + 1] ?? 0) ** 2;
    }
    yield power;
  }
}

function measureWindow(bins: Float64Array): Window {
  const power = sum(bins, FIRST_BIN, END_BIN);
  const partials: Partial[] = [];
  for (let bin = FIRST_BIN; bin < END_BIN; bin += 1) {
    const [left = 0, here = 0, right = 0] = bins.subarray(bin - 1, bin + 2);
    if (here <= left || here < right || here <= power * SMALLEST_PARTIAL) continue;
    partials.push({
      hz: (bin + vertex(left, here, right)) * BIN_HZ,
      power: sum(bins, bin - SPREAD_BINS, bin + SPREAD_BINS + 1),
    });
  }
  return { power, tonePower: Math.min(power, tonePower(partials)), partials };
}

/** Of the two strongest partials that are at the pitch of a tone. */
function tonePower(partials: readonly Partial[]): number {
  const tones = partials.filter(({ hz }) => TONES_HZ.some((toneHz) => Math.abs(hz - toneHz) < TONE_WITHIN_HZ));
  const [first = 0, second = 0] = tones.map(({ power }) => power).sort((a, b) => b - a);
  return first + second;
}

/** Where a parabola through three values of a spectrum, in dB, has its top, from the middle one. */
function vertex(left: number, here: number, right: number): number {
  const [a, b, c] = [left, here, right].map((value) => Math.log(value + 1e-15)) as [number, number, number];
  const bend = a - 2 * b + c;
  return bend === 0 ? 0 : (a - c) / (2 * bend);
}

function loudestDb(pcm: Float32Array): number {
  const length = EAR_SAMPLE_RATE_HZ / 10;
  let loudest = 0;
  for (let start = 0; start < pcm.length; start += length) {
    const part = pcm.subarray(start, start + length);
    loudest = Math.max(loudest, part.reduce((total, sample) => total + sample * sample, 0) / part.length);
  }
  return 10 * Math.log10(loudest || 1e-12);
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at += 1) total += values[at] ?? 0;
  return total;
}
