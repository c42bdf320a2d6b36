import type { IntentBook } from '../../contracts/intents';
import type { TranscriptLine } from '../../contracts/transcript';
import type { CueSignal } from '../cue-rules/facts';
import { findIntents, standing } from './find-intents';

/** An answer means what it means by the question before it: so many of the last lines are read together. */
const LINES_READ_TOGETHER = 6;

/** What the newest of a call's lines tell its cues of intents. The same intent may come again with the next line. */
export function intentSignals(lines: readonly TranscriptLine[], book: IntentBook): CueSignal[] {
  return standing(findIntents(lines.slice(-LINES_READ_TOGETHER), book)).map(({ id, leg, endMs, words }) => ({
    type: 'intent',
    intentId: id,
    leg,
    endMs,
    words,
  }));
}
