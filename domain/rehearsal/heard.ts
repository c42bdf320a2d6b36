import type { TranscriptLine } from '../../contracts/transcript';
import { heldSpans } from '../conversation/held-spans';
import { measureConversation, type ConversationFigures } from '../conversation/measure';
import type { SpokenSpan, TimeSpan } from '../conversation/spans';
import type { RehearsalRecord } from './practice-mark';

/** What a record tells of how both sides spoke. Times: ms since the call began. */
export interface HeardCall {
  readonly spans: readonly SpokenSpan[];
  readonly lines: readonly TranscriptLine[];
  readonly connected: TimeSpan;
  readonly figures: ConversationFigures;
  /** Whether the ears heard words: without them no card could come, and nothing is concluded of its absence. */
  readonly inWords: boolean;
}

/** The conversation as the production scoring sees it. */
export function heardIn(record: RehearsalRecord): HeardCall {
  const { timeline, language, transcript } = record;
  const startMs = Date.parse(record.startedAt);
  const endMs = Date.parse(record.endedAt) - startMs;
  const connected = { startMs: Date.parse(record.answeredAt ?? record.endedAt) - startMs, endMs };
  const lines = transcript?.lines ?? [];
  const spans = timeline.flatMap((entry) =>
    entry.type === 'speech' ? [{ leg: entry.leg, startMs: entry.atMs, endMs: entry.endMs }] : [],
  );
  const held = heldSpans(timeline, endMs);
  return {
    spans: (spans.length > 0 ? spans : lines).toSorted((a, b) => a.startMs - b.startMs),
    lines,
    connected,
    figures: measureConversation({ spans, lines, language, connected, held }),
    inWords: lines.length > 0 || timeline.some(({ type }) => type === 'keyword' || type === 'card'),
  };
}

/** The words at a place of the call: of who was speaking, else of who spoke next, else of who spoke last. */
export function lineAt(lines: readonly TranscriptLine[], atMs: number): TranscriptLine | null {
  return (
    lines.findLast(({ startMs, endMs }) => startMs <= atMs && atMs <= endMs) ??
    lines.find(({ startMs }) => startMs >= atMs) ??
    lines.at(-1) ??
    null
  );
}
