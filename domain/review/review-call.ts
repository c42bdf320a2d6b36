import type { Language } from '../../contracts/cues';
import type { FoundIntent, Satisfaction } from '../../contracts/intents';
import type { QualityScore } from '../../contracts/quality-form';
import type { TranscriptLine } from '../../contracts/transcript';
import { measureConversation, type ConversationFigures } from '../conversation/measure';
import type { SpokenSpan, TimeSpan } from '../conversation/spans';
import { findIntents } from '../intents/find-intents';
import { estimateSatisfaction } from '../intents/satisfaction';
import { scoreCall } from '../quality/score-call';
import { builtInReview } from './built-in';

/** A call that is over, on the clock of its lines. */
export interface CallToReview {
  readonly language: Language;
  readonly lines: readonly TranscriptLine[];
  readonly spans: readonly SpokenSpan[];
  readonly answered: boolean;
  readonly connected: TimeSpan;
  readonly held?: readonly TimeSpan[];
  /** When the desk played the notice of recording; null when it did not. */
  readonly noticePlayedAtMs: number | null;
}

export interface CallReview {
  readonly figures: ConversationFigures;
  readonly intents: readonly FoundIntent[];
  readonly satisfaction: Satisfaction;
  readonly score: QualityScore;
}

/** How a call went: who spoke how much, what was meant, how pleased the customer seems, and its score. */
export function reviewCall(call: CallToReview): CallReview {
  const { intents: book, form } = builtInReview(call.language);
  const { answered, connected, lines, noticePlayedAtMs } = call;
  const figures = measureConversation(call);
  const intents = findIntents(lines, book);
  return {
    figures,
    intents,
    satisfaction: estimateSatisfaction(intents, book),
    score: scoreCall(form, { answered, connected, lines, figures, intents, noticePlayedAtMs }),
  };
}
