import { resample } from '../audio-file';

export interface TelephoneFilter {
  lowHz: number;
  highHz: number;
  /** Of the filter; the fewer, the softer its edges. */
  taps: number;
}

const SHARP: TelephoneFilter = { lowHz: 300, highHz: 3400, taps: 401 };

/** Audio as a telephone brings it: 300-3400 Hz (or as told), 8 kHz, G.711 µ-law; returned at 16 kHz. */
export async function throughTelephone(pcm: Float32Array, filter = SHARP): Promise<Float32Array> {
  return throughMuLaw(bandPass(pcm, filter, 16_000));
}

/** 8 kHz and G.711 µ-law without the band's filter; returned at 16 kHz. */
export async function throughMuLaw(pcm: Float32Array): Promise<Float32Array> {
  const narrow = await resample(pcm, 16_000, 8000);
  return resample(
    narrow.map((sample) => muLaw(sample)),
    8000,
    16_000,
  );
}

/** ITU-T G.711 µ-law and back, in the 14-bit segments of the recommendation. */
function muLaw(sample: number): number {
  const magnitude = Math.min(8158, Math.round(Math.abs(sample) * 8159)) + 33;
  const segment = Math.max(0, Math.floor(Math.log2(magnitude)) - 5);
  const step = (magnitude >> (segment + 1)) & 15;
  const decoded = ((2 * step + 33) << segment) - 33;
  return (Math.sign(sample) * decoded) / 8159;
}

/** A linear-phase filter (windowed sinc). */
function bandPass(pcm: Float32Array, { lowHz, highHz, taps: length }: TelephoneFilter, rateHz: number): Float32Array {
  const half = (length - 1) / 2;
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, index) => {
    const n = index - half;
    const low = (2 * lowHz) / rateHz;
    const high = (2 * highHz) / rateHz;
    const ideal = n === 0 ? high - low : (Math.sin(Math.PI * high * n) - Math.sin(Math.PI * low * n)) / (Math.PI * n);
    return ideal * (0.54 + 0.46 * Math.cos((Math.PI * n) / half));
  });
  return pcm.map((_, at) => {
    let sum = 0;
    const from = Math.max(-half, at - pcm.length + 1);
    for (let n = from; n <= Math.min(half, at); n += 1) sum += (taps[n + half] ?? 0) * (pcm[at - n] ?? 0);
    return sum;
  });
}
