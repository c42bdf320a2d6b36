import { EAR_SAMPLE_RATE_HZ, FRAME_MS, FRAME_SAMPLES } from '../../contracts/audio';
import type { FastListening } from './fast-ear';
import { joined } from './joined';
import type { HeardKeyword } from './leg-listener';

/** Where it is quietest in so much before the end an utterance is cut: mostly between two words. */
const CUT_WITHIN_FRAMES = Math.floor(2_000 / FRAME_MS);
/** What is heard again after a cut, at least; a word at the cut is heard again from before its beginning. */
const OVERLAP_MS = 480;
const BEFORE_WORD_MS = 192;

/** An utterance of a leg while it is spoken. Times: ms from the start of the leg. */
export interface OpenOfLeg {
  startMs: number;
  /** Of its first sample; unknown until it is announced. */
  pcmStartMs: number;
  isAnnounced: boolean;
  voicedFrames: number;
  lastVoiceMs: number;
  /** Since the voice was last sure. */
  quietFrames: number;
  /** It goes on over a cut; `startMs`: where it began to listen. */
  listening: { startMs: number; fast: FastListening | null } | null;
  heard: HeardKeyword[];
  held: HeardKeyword[];
  /** Of each frame, dB below full scale. */
  levelsDb: number[];
  /** So much before its start is heard again, where the one before was cut. */
  overlapMs: number;
}

/** A frame as the voice detector took it. */
export interface HeardFrame {
  frame: Float32Array;
  isSpeech: boolean;
}

export interface Cut {
  ended: OpenOfLeg;
  /** What the careful ear gets of `ended`. */
  pcm: Float32Array;
  /** What of its last so many ms is not confirmed is left to `next`. */
  overlapAfterMs: number;
  next: OpenOfLeg;
  /** The frames of `next` so far, with what is heard again. */
  buffer: HeardFrame[];
}

/**
 * Cuts talk without a pause where it was quietest of late; what followed begins the next utterance. A word that ends near
 * the cut, or behind it, is the next one's, which has all of it. `frames`: of the utterance so far.
 */
export function cutUtterance(open: OpenOfLeg, frames: readonly HeardFrame[]): Cut {
  const at = frames.length - quietestBehind(open.levelsDb);
  const msOf = (index: number) => open.pcmStartMs + index * FRAME_MS;
  const cutMs = msOf(at);
  const lastVoiceMs = (from: number, to: number) =>
    msOf(Math.max(from, frames.slice(0, to).findLastIndex(({ isSpeech }) => isSpeech) + 1));
  const voicedFrames = (part: readonly HeardFrame[]) => part.filter(({ isSpeech }) => isSpeech).length;
  const isOver = ({ endMs }: HeardKeyword) => endMs <= cutMs;
  const goesOn = ({ endMs }: HeardKeyword) => endMs > cutMs - OVERLAP_MS;
  const ended: OpenOfLeg = {
    ...open,
    lastVoiceMs: lastVoiceMs(0, at),
    voicedFrames: voicedFrames(frames.slice(0, at)),
    heard: open.heard.filter(isOver),
    held: open.held.filter(isOver),
  };
  const [heard, held] = [open.heard.filter(goesOn), open.held.filter(goesOn)];
  const wordsMs = [...heard, ...held].map(({ startMs }) => startMs - BEFORE_WORD_MS);
  const againFrames = Math.min(at, Math.ceil((cutMs - Math.min(cutMs - OVERLAP_MS, ...wordsMs)) / FRAME_MS));
  const overlapMs = againFrames * FRAME_MS;
  const next: OpenOfLeg = {
    ...open,
    startMs: cutMs,
    pcmStartMs: cutMs - overlapMs,
    isAnnounced: false,
    lastVoiceMs: lastVoiceMs(at, frames.length),
    voicedFrames: voicedFrames(frames.slice(at)),
    // One that was given up on a desk that fell behind begins anew, if it may.
    listening: open.listening?.fast ? open.listening : null,
    heard,
    held,
    // Whether the line is noisy is known by now.
    levelsDb: open.levelsDb.slice(-frames.length),
    overlapMs,
  };
  return {
    ended,
    pcm: joined(frames.slice(0, at).map(({ frame }) => frame)),
    overlapAfterMs: Math.max(0, OVERLAP_MS - (cutMs - ended.lastVoiceMs)),
    next,
    buffer: frames
      .slice(at - againFrames)
      .map(({ frame, isSpeech }, index) => ({ frame, isSpeech: isSpeech && index >= againFrames })),
  };
}

/** So many frames follow the place where it is quietest, the frames before and behind it together; of equals the last. */
function quietestBehind(levelsDb: readonly number[]): number {
  const loudness = (behind: number) => (levelsDb.at(-behind) ?? 0) + (levelsDb.at(-behind - 1) ?? 0);
  let best = 1;
  for (let behind = 2; behind < levelsDb.length && behind <= CUT_WITHIN_FRAMES; behind += 1) {
    if (loudness(behind) < loudness(best)) best = behind;
  }
  return best;
}

/** How much of it the voice detector was sure of. */
export function voicedMs({ voicedFrames }: OpenOfLeg): number {
  return (1000 * voicedFrames * FRAME_SAMPLES) / EAR_SAMPLE_RATE_HZ;
}

/** Of a frame, dB below full scale. */
export function levelDb(pcm: Float32Array): number {
  return 10 * Math.log10(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length + 1e-10);
}
