import type { Leg } from '../../contracts/audio';
import type { SpeechEvent } from '../../contracts/speech';

/** Somebody speaking. Times: ms from the start of the call's audio, the same clock for both legs. */
export interface SpokenSpan {
  readonly leg: Leg;
  readonly startMs: number;
  readonly endMs: number;
}

export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** The spans of finished utterances among the ears' events. */
export function spansOf(events: readonly SpeechEvent[]): SpokenSpan[] {
  return events.flatMap((event) =>
    event.type === 'speech-end' ? [{ leg: event.leg, startMs: event.startMs, endMs: event.endMs }] : [],
  );
}

/** Spans in the order of time, those that touch or overlap made one. Spans without a length, or with none that is a number, are left out. */
export function union(spans: readonly TimeSpan[]): TimeSpan[] {
  const sorted = spans
    .filter(({ startMs, endMs }) => Number.isFinite(startMs) && Number.isFinite(endMs) && endMs > startMs)
    .sort((a, b) => a.startMs - b.startMs);
  const merged: TimeSpan[] = [];
  for (const { startMs, endMs } of sorted) {
    const last = merged.at(-1);
    if (last && startMs <= last.endMs) merged[merged.length - 1] = { ...last, endMs: Math.max(last.endMs, endMs) };
    else merged.push({ startMs, endMs });
  }
  return merged;
}

/** What two lists have in common; both as {@link union} gives them. */
export function intersection(a: readonly TimeSpan[], b: readonly TimeSpan[]): TimeSpan[] {
  const common: TimeSpan[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [one, two] = [a[i], b[j]];
    if (!one || !two) return common;
    const startMs = Math.max(one.startMs, two.startMs);
    const endMs = Math.min(one.endMs, two.endMs);
    if (endMs > startMs) common.push({ startMs, endMs });
    if (one.endMs < two.endMs) i += 1;
    else j += 1;
  }
}

/** The holes between spans (as {@link union} gives them), and those at the ends of `whole` where it is given. */
export function gapsOf(spans: readonly TimeSpan[], whole: TimeSpan | null): TimeSpan[] {
  const inside = whole ? intersection(spans, [whole]) : spans;
  const ends = whole
    ? [whole.startMs, ...inside.map((span) => span.endMs)]
    : spans.slice(0, -1).map((span) => span.endMs);
  const starts = whole
    ? [...inside.map((span) => span.startMs), whole.endMs]
    : spans.slice(1).map((span) => span.startMs);
  return ends
    .map((startMs, index) => ({ startMs, endMs: starts[index] ?? startMs }))
    .filter(({ startMs, endMs }) => endMs > startMs);
}

export function totalMs(spans: readonly TimeSpan[]): number {
  return spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
