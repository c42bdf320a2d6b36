import type { Language } from '../../contracts/cues';
import type { TranscriptLine } from '../../contracts/transcript';
import type { CueSignal } from '../cue-rules/facts';
import { builtInReview } from '../review/built-in';
import { findIntents, standing } from './find-intents';

const LINES_READ_TOGETHER = 6;

/** What the latest lines of a call mean, for its rules. An answer means what it means by the question before it. */
export function intentSignals(lines: readonly TranscriptLine[], language: Language): CueSignal[] {
  const { intents } = builtInReview(language);
  return standing(findIntents(lines.slice(-LINES_READ_TOGETHER), intents)).map(({ id, leg, endMs, words }) => ({
    type: 'intent',
    intentId: id,
    leg,
    endMs,
    words,
  }));
}
