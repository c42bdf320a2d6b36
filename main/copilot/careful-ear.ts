import type { SpokenLanguage, TimedWord } from '../../contracts/transcript';

export interface Transcript {
  /** Simplified characters for Chinese; empty when the ear will not vouch for what it wrote. */
  text: string;
  /** On the clock of the samples given; only from recognisers that time their words. */
  words?: TimedWord[];
  /** What was taken for the language (ISO 639), where the recogniser tells. */
  language?: string;
}

/** Writes down a finished utterance. Slower, and right more often: it confirms or withdraws what the fast ear said. */
export interface CarefulEar {
  /** `pcm`: 16 kHz samples in [-1, 1] of one utterance, at most about 25 s. Must not block the calling thread for long. */
  transcribe(pcm: Float32Array, language: SpokenLanguage): Promise<Transcript>;
}

/** Words that were timed in the samples, on the clock of the leg they are from. */
export function onLeg(transcript: Transcript, fromMs: number): Transcript {
  if (!transcript.words) return transcript;
  const words = transcript.words.map(({ text, startMs, endMs }) => ({
    text,
    startMs: fromMs + startMs,
    endMs: fromMs + endMs,
  }));
  return { ...transcript, words };
}
