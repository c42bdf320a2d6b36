import type { Language } from '../../contracts/cues';
import type { VoiceLine } from '../../contracts/emotion';
import type { TranscriptLine } from '../../contracts/transcript';
import type { CueSignal } from '../cue-rules/facts';
import { findIntents } from '../intents/find-intents';
import { builtInReview } from '../review/built-in';
import { findEmotions } from './find-emotions';

/** Feelings are asked of the newest lines only; of the voices all count, for they are what is usual. */
const LINES_READ_TOGETHER = 6;

/** What feelings the newest of a call tell its cues. The same one may come again with the next line. */
export function emotionSignals(
  voices: readonly VoiceLine[],
  lines: readonly TranscriptLine[],
  language: Language,
): CueSignal[] {
  const { intents: book } = builtInReview(language);
  const latest = lines.slice(-LINES_READ_TOGETHER);
  return findEmotions(voices, findIntents(latest, book), book).map(({ emotion, leg, endMs, words }) => ({
    type: 'emotion',
    emotion,
    leg,
    endMs,
    words: words ?? '',
  }));
}
