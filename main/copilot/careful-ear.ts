import type { Language } from '../../contracts/cues';

export interface Transcript {
  /** Simplified characters for Chinese; empty when the ear will not vouch for what it wrote. */
  text: string;
}

/** Writes down a finished utterance. Slower, and right more often: it confirms or withdraws what the fast ear said. */
export interface CarefulEar {
  /** `pcm`: 16 kHz samples in [-1, 1] of one utterance, at most about 25 s. Must not block the calling thread. */
  transcribe(pcm: Float32Array, language: Language): Promise<Transcript>;
}
