import type { CallCause } from '../../contracts/calls';
import type { Language } from '../../contracts/cues';
import type { FoundEmotion, VoiceLine } from '../../contracts/emotion';
import type { FoundIntent, Satisfaction } from '../../contracts/intents';
import type { QualityScore } from '../../contracts/quality-form';
import type { CallSummary } from '../../contracts/summary';
import type { TranscriptLine } from '../../contracts/transcript';
import { measureConversation, type ConversationFigures } from '../conversation/measure';
import type { SpokenSpan, TimeSpan } from '../conversation/spans';
import { findEmotions } from '../emotion/find-emotions';
import { findIntents } from '../intents/find-intents';
import { estimateSatisfaction } from '../intents/satisfaction';
import { readDates } from '../form-fill/spoken-dates';
import type { FoundDate } from '../summary/next-actions';
import { summarise } from '../summary/summarise';
import { scoreCall } from '../quality/score-call';
import { builtInReview } from './built-in';

/** A call that is over, on the clock of its lines. */
export interface CallToReview {
  readonly language: Language;
  readonly lines: readonly TranscriptLine[];
  readonly spans: readonly SpokenSpan[];
  /** How each utterance was said, where it was measured. */
  readonly voices?: readonly VoiceLine[] | undefined;
  readonly answered: boolean;
  readonly cause: CallCause;
  /** When the clock of the lines began. */
  readonly audioStartedAt: Date;
  readonly connected: TimeSpan;
  readonly held?: readonly TimeSpan[];
  /** When the desk played the notice of recording; null when it did not. */
  readonly noticePlayedAtMs: number | null;
}

/** Local date and time, as people name days. */
export function localMoment(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${String(moment.getFullYear())}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** The first moment that a text names. */
function findDate(text: string, now: Date): FoundDate | null {
  const value = readDates(text, localMoment(now)).find((date) => date.value !== undefined)?.value;
  if (value === undefined) return null;
  const timeKnown = value.includes('T');
  return { at: new Date(timeKnown ? value : `${value}T00:00`), timeKnown };
}

export interface CallReview {
  readonly figures: ConversationFigures;
  readonly intents: readonly FoundIntent[];
  readonly satisfaction: Satisfaction;
  readonly emotions: readonly FoundEmotion[];
  readonly score: QualityScore;
  readonly summary: CallSummary;
}

/** How a call went: who spoke how much, what was meant, how pleased the customer seems, and its score. */
export function reviewCall(call: CallToReview): CallReview {
  const { intents: book, form } = builtInReview(call.language);
  const { answered, audioStartedAt, cause, connected, lines, noticePlayedAtMs } = call;
  const figures = measureConversation(call);
  const intents = findIntents(lines, book);
  return {
    figures,
    intents,
    satisfaction: estimateSatisfaction(intents, book),
    emotions: findEmotions(call.voices ?? [], intents, book),
    summary: summarise({ answered, cause, audioStartedAt, lines, intents }, book, findDate),
    score: scoreCall(form, { answered, connected, lines, figures, intents, noticePlayedAtMs }),
  };
}
