/** What the microphone really gives, apart from what the mute button lets through. Pure: fed every 100 ms or so. */

import { DEAD_MEAN_SQUARE } from './live-quality';

/** -45 dBFS: a voice at a headset, even a quiet one. */
const VOICE_MEAN_SQUARE = 3e-5;
/** And so far above the room's own noise: 12 dB. */
const VOICE_ABOVE_NOISE = 16;
/** So that it is on screen within three seconds. */
const SILENT_AFTER_MS = 2_500;
/** This much voice within the window is talking, not a cough. */
const TALKING_AFTER_MS = 500;
const TALKING_WINDOW_MS = 2_000;
const TALKING_STAYS_MS = 3_000;

export interface MicrophoneLevel {
  atMs: number;
  /** Of the raw microphone, before the mute; 0 to 1. */
  meanSquare: number;
  muted: boolean;
  /** The other side is speaking: an agent who listens need not be heard. */
  farSpeaking: boolean;
}

export interface MicrophoneWatch {
  readonly lastAtMs: number | null;
  /** It gave something since it was opened. */
  readonly alive: boolean;
  readonly deadMs: number;
  readonly noise: number;
  readonly voicedMs: readonly { atMs: number; forMs: number }[];
  readonly talkedAtMs: number | null;
  /** Nothing at all comes from it, for a time in which the agent might have spoken. */
  readonly silent: boolean;
  /** The agent talks and nobody hears it. */
  readonly talkingWhileMuted: boolean;
}

export const MICROPHONE_WATCH: MicrophoneWatch = {
  lastAtMs: null,
  alive: false,
  deadMs: 0,
  noise: VOICE_MEAN_SQUARE / VOICE_ABOVE_NOISE,
  voicedMs: [],
  talkedAtMs: null,
  silent: false,
  talkingWhileMuted: false,
};

/**
 * One more level. A microphone that has given sound may fall silent while the other side speaks (headsets with a noise
 * gate do); one that has never given any is called silent whoever speaks.
 */
export function watchMicrophone(before: MicrophoneWatch, level: MicrophoneLevel): MicrophoneWatch {
  const forMs = before.lastAtMs === null ? 0 : Math.max(0, Math.min(1_000, level.atMs - before.lastAtMs));
  const dead = level.meanSquare < DEAD_MEAN_SQUARE;
  const alive = before.alive || !dead;
  const counts = !alive || !level.farSpeaking;
  const deadMs = dead ? before.deadMs + (counts ? forMs : 0) : 0;
  const noise = noiseAfter(before.noise, level.meanSquare, forMs);
  const voice = level.meanSquare > Math.max(VOICE_MEAN_SQUARE, VOICE_ABOVE_NOISE * noise);
  const voicedMs = level.muted
    ? [...before.voicedMs, ...(voice ? [{ atMs: level.atMs, forMs }] : [])].filter(
        ({ atMs }) => level.atMs - atMs < TALKING_WINDOW_MS,
      )
    : [];
  const talks = voicedMs.reduce((sum, block) => sum + block.forMs, 0) >= TALKING_AFTER_MS;
  const talkedAtMs = !level.muted ? null : talks ? level.atMs : before.talkedAtMs;
  return {
    lastAtMs: level.atMs,
    alive,
    deadMs,
    noise,
    voicedMs,
    talkedAtMs,
    silent: deadMs >= SILENT_AFTER_MS,
    talkingWhileMuted: talkedAtMs !== null && level.atMs - talkedAtMs < TALKING_STAYS_MS,
  };
}

/** Falls to a quieter room at once, rises to a louder one within some ten seconds: a voice does not become noise. */
function noiseAfter(noise: number, meanSquare: number, forMs: number): number {
  if (meanSquare <= noise) return meanSquare;
  return noise + (meanSquare - noise) * Math.min(1, forMs / 10_000) * 0.2;
}
