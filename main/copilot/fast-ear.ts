import type { Keyword } from '../../contracts/speech';

/** A phrase heard within an utterance; times in ms from the utterance's first sample. */
export interface EarHit {
  phrase: string;
  startMs: number;
  endMs: number;
  /** 0 to 1. */
  score: number;
}

/** One utterance being listened to while it is spoken. Calls must not overlap: each waits for the one before. */
export interface FastListening {
  /** Takes the next samples (16 kHz, [-1, 1], any number) and returns what is now certain. */
  push(pcm: Float32Array): Promise<EarHit[]>;
  /** No more samples follow. */
  finish(): Promise<EarHit[]>;
}

/** Hears keywords within half a second of their last sound, and sometimes hears a homophone. */
export interface FastEar {
  listen(keywords: readonly Keyword[]): FastListening;
}
