import type { SpokenSpan } from '../conversation/spans';
import type { ExpectedCard } from './cards';
import type { HeardCall } from './heard';
import type { RehearsalRecord } from './practice-mark';

/** What is shorter is a sign of listening (嗯, right), no answer. */
const ANSWER_FROM_MS = 700;
/** Who goes on after a shorter pause is not done yet. */
const BREATH_MS = 1500;
/** The ears tell of a word a little after it, maybe after the end of the sentence. */
const WORD_SLACK_MS = 500;

/** Something the customer wanted, and how long it stood unanswered. Times: ms since the call began. */
export interface Need {
  /** The words that told of it: several where they were said together. */
  readonly phrases: readonly string[];
  readonly atMs: number;
  /** Until the agent began to answer, since the customer stopped; null where no answer came. */
  readonly waitMs: number | null;
}

/** The needs that were heard, in the order of the call. */
export function needsIn(record: RehearsalRecord, cards: readonly ExpectedCard[], { spans }: HeardCall): Need[] {
  const needs = new Map<number, Need>();
  for (const card of cards) {
    const atMs = saidAtMs(record, card);
    if (atMs === null) continue;
    const doneMs = doneSpeakingMs(spans, atMs);
    const before = needs.get(doneMs);
    const answer = spans.find((span) => isAnswer(span, doneMs));
    needs.set(doneMs, {
      phrases: [...(before?.phrases ?? []), card.phrase],
      atMs: Math.min(atMs, before?.atMs ?? atMs),
      waitMs: answer ? Math.max(0, answer.startMs - doneMs) : null,
    });
  }
  return [...needs.values()].sort((a, b) => a.atMs - b.atMs);
}

/** Also who began before the customer was done, and goes on. */
function isAnswer({ leg, startMs, endMs }: SpokenSpan, doneMs: number): boolean {
  return leg === 'agent' && endMs - Math.max(startMs, doneMs) >= ANSWER_FROM_MS;
}

/** When the customer said it: by the word that was heard, else by the card that came of it. */
function saidAtMs({ timeline }: RehearsalRecord, { phrase, atMs, outcome }: ExpectedCard): number | null {
  const word = timeline.find(
    (entry) =>
      entry.type === 'keyword' &&
      entry.leg === 'customer' &&
      entry.outcome !== 'withdrawn' &&
      entry.phrase.toLowerCase() === phrase.toLowerCase(),
  );
  return word?.atMs ?? (outcome === 'withdrawn' ? null : atMs);
}

/** When the customer had finished what they were saying at `atMs`. */
function doneSpeakingMs(spans: readonly SpokenSpan[], atMs: number): number {
  const own = spans.filter(({ leg }) => leg === 'customer');
  let doneMs = own.findLast(({ startMs, endMs }) => startMs <= atMs && atMs <= endMs + WORD_SLACK_MS)?.endMs ?? atMs;
  for (const { startMs, endMs } of own) {
    const pauseMs = startMs - doneMs;
    const cutIn = spans.some(({ leg, ...other }) => leg === 'agent' && other.startMs < startMs && other.endMs > doneMs);
    if (pauseMs >= 0 && pauseMs < BREATH_MS && !cutIn) doneMs = endMs;
  }
  return doneMs;
}
