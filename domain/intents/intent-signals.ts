import type { Language } from '../../contracts/cues';
import type { TranscriptLine } from '../../contracts/transcript';
import type { CueSignal } from '../cue-rules/facts';
import { builtInReview } from '../review/built-in';
import { deniedIntents, findIntents, standing } from './find-intents';

const LINES_READ_TOGETHER = 6;

/** What the latest lines of a call mean, for its rules and against its keywords. An answer means what it means by the question before it. */
export function intentSignals(lines: readonly TranscriptLine[], language: Language): CueSignal[] {
  const { intents } = builtInReview(language);
  const latest = lines.slice(-LINES_READ_TOGETHER);
  const denied = deniedIntents(latest, intents).map((denial): CueSignal => ({ type: 'intent-denied', ...denial }));
  const found = standing(findIntents(latest, intents)).map(({ id, leg, endMs, words }): CueSignal => ({
    type: 'intent',
    intentId: id,
    leg,
    endMs,
    words,
  }));
  return [...denied, ...found];
}
