import { setImmediate } from 'node:timers/promises';
import { FRAME_SAMPLES } from '../../contracts/audio';

/** Takes noise out of the audio of one leg, frame by frame. Not for two things at once: each call waits for the last. */
export interface LegNoiseFilter {
  /** A frame of the ears in, and the one of {@link NoiseFilter.delayFrames} before out; null while there is none. */
  push(frame: Float32Array): Float32Array | null;
  /** No more frames follow: those that are still in it. */
  finish(): Float32Array[];
  close(): void;
}

export interface NoiseFilter {
  readonly delayFrames: number;
  openLeg(): Promise<LegNoiseFilter>;
}

/** Hears everything as it comes. */
export const UNFILTERED: NoiseFilter = {
  delayFrames: 0,
  openLeg: () => Promise.resolve({ push: (frame) => frame, finish: () => [], close: () => undefined }),
};

/** A filter in place of which everything is heard as it comes, should it fail to load or to open for a leg. */
export async function dispensable(
  load: () => Promise<NoiseFilter>,
  failed: (error: unknown) => void,
): Promise<NoiseFilter> {
  const without = (error: unknown) => {
    failed(error);
    return UNFILTERED;
  };
  const filter = await load().catch(without);
  return { ...filter, openLeg: () => filter.openLeg().catch((error: unknown) => without(error).openLeg()) };
}

/** So much is filtered before others have their turn. */
const FRAMES_AT_ONCE = 16;

/** One utterance without its noise, as long as it was and with no shift in time. */
export async function withoutNoise(filter: NoiseFilter, pcm: Float32Array): Promise<Float32Array> {
  const leg = await filter.openLeg();
  try {
    const filtered = new Float32Array(Math.ceil(pcm.length / FRAME_SAMPLES) * FRAME_SAMPLES);
    let at = 0;
    const keep = (frame: Float32Array | null) => {
      if (frame) filtered.set(frame, at);
      at += frame?.length ?? 0;
    };
    for (let start = 0, count = 1; start < pcm.length; start += FRAME_SAMPLES, count += 1) {
      const frame = new Float32Array(FRAME_SAMPLES);
      frame.set(pcm.subarray(start, start + FRAME_SAMPLES));
      keep(leg.push(frame));
      if (count % FRAMES_AT_ONCE === 0) await setImmediate();
    }
    leg.finish().forEach(keep);
    return filtered.subarray(0, pcm.length);
  } finally {
    leg.close();
  }
}

/** What a leg hears through a filter that is opened with the first frame. */
export class LegNoise {
  #filter: Promise<LegNoiseFilter> | null = null;

  constructor(private readonly noiseFilter: () => Promise<NoiseFilter>) {}

  /** null while the filter still keeps it. */
  async push(frame: Float32Array): Promise<Float32Array | null> {
    this.#filter ??= this.noiseFilter().then((filter) => filter.openLeg());
    return (await this.#filter).push(frame);
  }

  /** What the filter still kept. The leg may go on afterwards, with nothing remembered. */
  async finish(): Promise<Float32Array[]> {
    const filter = await this.#filter;
    this.#filter = null;
    const rest = filter?.finish() ?? [];
    filter?.close();
    return rest;
  }
}
