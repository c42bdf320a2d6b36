import type { SpokenLanguage, TimedWord } from '../../contracts/transcript';

export interface Transcript {
  /** Simplified characters for Chinese; empty when the ear will not vouch for what it wrote. */
  text: string;
  /** On the clock of the samples given; only from recognisers that time their words. */
  words?: TimedWord[];
  /** What was taken for the language (ISO 639), where the recogniser tells. */
  language?: string;
}

/** An utterance that is heard while it is spoken. One call after another: each waits for those before it. */
export interface EarStream {
  /** More samples, as for {@link CarefulEar.transcribe}: what is written so far, all of it, and may yet change. */
  push(pcm: Float32Array): Promise<Transcript>;
  /** No more comes: the whole. */
  finish(): Promise<Transcript>;
}

/** Writes down a finished utterance. Slower, and right more often: it confirms or withdraws what the fast ear said. */
export interface CarefulEar {
  /** `pcm`: 16 kHz samples in [-1, 1] of one utterance, at most about 25 s. Must not block the calling thread for long. */
  transcribe(pcm: Float32Array, language: SpokenLanguage): Promise<Transcript>;
  /** Only of a recogniser made for it. */
  stream?(language: SpokenLanguage): EarStream;
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
