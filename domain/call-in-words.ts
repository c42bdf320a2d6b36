import type { CallCause } from '../contracts/calls';
import type { CallRecord } from '../contracts/records';
import type { TranscriptLine } from '../contracts/transcript';
import type { CallDraft } from './record-builder';
import { heldSpans } from './conversation/held-spans';
import { redact } from './redaction';
import { reviewCall } from './review/review-call';

/** What leaves the desk of what was said: redacted first, so that summary and evidence hold no secret either. */
export function callInWords(
  draft: CallDraft,
  said: readonly TranscriptLine[],
  end: { atMs: number; cause: CallCause },
): Required<Pick<CallRecord, 'transcript' | 'review'>> {
  const inOrder = [...said].sort((a, b) => a.startMs - b.startMs);
  const { lines, counts, findings } = redact(inOrder, { names: draft.customerName ? [draft.customerName] : [] });
  const spans = draft.timeline.flatMap((entry) =>
    entry.type === 'speech' ? [{ leg: entry.leg, startMs: entry.atMs, endMs: entry.endMs }] : [],
  );
  const notice = draft.timeline.find((entry) => entry.type === 'recording' && entry.change === 'announced');
  const { satisfaction, score, summary, emotions } = reviewCall({
    language: draft.language,
    lines,
    spans,
    voices: draft.voices,
    answered: draft.answeredAtMs !== null,
    cause: end.cause,
    audioStartedAt: new Date(draft.startedAt),
    connected: { startMs: draft.answeredAtMs ?? 0, endMs: end.atMs },
    held: heldSpans(draft.timeline, end.atMs),
    noticePlayedAtMs: notice?.atMs ?? null,
  });
  return {
    transcript: { lines, redacted: counts, ...(findings.length > 0 ? { secrets: findings } : {}) },
    review: {
      summary,
      ...(draft.rewrite ? { rewrite: draft.rewrite } : {}),
      satisfaction: satisfaction.score,
      score,
      emotions: [...emotions],
    },
  };
}

/** The words of an opt-out may be the customer's own, with a number or a name between them: 把我…删掉. */
export function withoutSecrets(words: string, customerName: string | null): string {
  const line: TranscriptLine = { leg: 'customer', startMs: 0, endMs: 0, text: words };
  return redact([line], { names: customerName ? [customerName] : [] }).lines[0]?.text ?? '';
}
