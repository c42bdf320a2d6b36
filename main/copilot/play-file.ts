import { FRAME_MS } from '../../contracts/audio';
import type { Language } from '../../contracts/cues';
import type { Keyword, NoiseFilterUse } from '../../contracts/speech';
import type { SpokenLanguage } from '../../contracts/transcript';
import { withAudioFile } from './audio-file';
import { LegFrames } from './leg-frames';
import type { EarsPipeline } from './pipeline';
import type { AudioSource } from './wav-reader';

export interface PlayOptions {
  customerChannel: 0 | 1;
  /** Of the keywords. */
  language: Language;
  /** As in a call; default: the language of the keywords. */
  spokenLanguage?: SpokenLanguage | undefined;
  keywords: readonly Keyword[];
  noiseFilter?: NoiseFilterUse | undefined;
}

/** How many frames are given before waiting for the fast ear: files come faster than calls. */
const FRAMES_AHEAD = 16;
/** How many before waiting for the careful ear too, so that a long file does not pile up in memory. */
const FRAMES_AHEAD_OF_CAREFUL = Math.floor(60_000 / FRAME_MS);

/**
 * Gives a recording to the ears as a call by the name of the file, and hears it out. Throws SidetoneError `not-audio` or
 * `file-unreadable`.
 */
export async function playFile(
  pipeline: EarsPipeline,
  file: string,
  options: PlayOptions,
): Promise<{ seconds: number; legs: number }> {
  return withAudioFile(file, (source) => playSource(pipeline, file, source, options));
}

/** As `playFile`, with audio that is no file. */
export async function playSource(
  pipeline: EarsPipeline,
  callId: string,
  source: AudioSource,
  options: PlayOptions,
): Promise<{ seconds: number; legs: number }> {
  const { sampleRateHz, channelCount } = source;
  const legs = await Promise.all(
    // A recording of one channel is taken to be the customer.
    Array.from({ length: Math.min(channelCount, 2) }, (_, channel) =>
      LegFrames.create(channelCount === 1 || channel === options.customerChannel ? 'customer' : 'agent', sampleRateHz),
    ),
  );
  const { language, spokenLanguage, keywords, noiseFilter } = options;
  pipeline.startCall({ callId, language, spokenLanguage, keywords, noiseFilter });
  let samples = 0;
  let sequence = 0;
  try {
    for await (const block of source.blocks()) {
      samples += block[0]?.length ?? 0;
      legs.forEach((leg, channel) => leg.push(block[channel] ?? new Float32Array(0)));
      sequence = await hear(pipeline, callId, legs, sequence);
    }
    for (const leg of legs) leg.end();
    await hear(pipeline, callId, legs, sequence);
  } finally {
    for (const leg of legs) leg.destroy();
    await pipeline.endCall(callId);
  }
  return { seconds: samples / sampleRateHz, legs: legs.length };
}

/** Gives the pipeline every frame that all legs have, and returns the number of the next. */
async function hear(pipeline: EarsPipeline, callId: string, legs: readonly LegFrames[], from: number): Promise<number> {
  let sequence = from;
  while (legs.every((leg) => leg.hasFrame)) {
    for (const leg of legs) {
      const captureTimeMs = sequence * FRAME_MS;
      pipeline.frame({ type: 'frame', callId, leg: leg.leg, sequence, captureTimeMs, pcm: leg.take() });
    }
    sequence += 1;
    if (sequence % FRAMES_AHEAD_OF_CAREFUL === 0) await pipeline.judged(callId);
    else if (sequence % FRAMES_AHEAD === 0) await pipeline.drained();
  }
  return sequence;
}
