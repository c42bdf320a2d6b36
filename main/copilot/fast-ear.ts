import type { Keyword } from '../../contracts/speech';

/** A phrase heard within an utterance; times in ms from the utterance's first sample. */
export interface EarHit {
  phrase: string;
  startMs: number;
  endMs: number;
  /** 0 to 1. */
  score: number;
  /** It was told before, with a lower score. */
  again?: boolean;
}

/** One utterance being listened to while it is spoken. Calls must not overlap: each waits for the one before. */
export interface FastListening {
  /** Takes the next samples (16 kHz, [-1, 1], any number) and returns what is now certain. */
  push(pcm: Float32Array): Promise<EarHit[]>;
  /** No more samples follow. */
  finish(): Promise<EarHit[]>;
}

/** What the ear knows of the line of one leg, from utterance to utterance; opaque to all but the ear that made it. */
export type LegMemory = object;

/** `early`: a hit as soon as it stands, at the score it has then. `settled`: later, at its best score. */
export type HitTiming = 'early' | 'settled';

/** Hears keywords within a quarter of a second of their last sound, and sometimes hears a homophone. */
export interface FastEar {
  createMemory(): LegMemory;
  /** Why it cannot listen for a phrase, for a person; null when it can. */
  deafTo(phrase: string): string | null;
  /** One utterance; the utterances of a leg share its memory. Early unless told otherwise. */
  listen(keywords: readonly Keyword[], memory: LegMemory, timing?: HitTiming): FastListening;
}
