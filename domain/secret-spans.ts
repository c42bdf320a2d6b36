import type { CallRecord } from '../contracts/records';
import type { SilentSpan } from './ogg-opus-silence';

/** Where a call's recording holds what must not leave the desk, on the clock of the recording. */
export function secretSpans({ transcript, recording }: Pick<CallRecord, 'transcript' | 'recording'>): SilentSpan[] {
  const fromMs = recording?.fromMs ?? 0;
  return (transcript?.secrets ?? []).map(({ leg, startMs, endMs }) => ({
    leg,
    startMs: startMs - fromMs,
    endMs: endMs - fromMs,
  }));
}
