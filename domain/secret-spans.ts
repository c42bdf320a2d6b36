import type { CallRecord } from '../contracts/records';
import type { RecordingFacts } from '../contracts/recording';
import type { SilentSpan } from './ogg-opus-silence';

/** Where a call's recording holds what must not leave the desk, on the clock of the recording. */
export function secretSpans({ transcript, recording }: Pick<CallRecord, 'transcript' | 'recording'>): SilentSpan[] {
  return (transcript?.secrets ?? []).map(({ leg, startMs, endMs }) => ({
    leg,
    startMs: fileMs(startMs, recording),
    endMs: fileMs(endMs, recording),
  }));
}

/** ms since the call began → ms of its recording. */
function fileMs(atMs: number, recording: RecordingFacts | undefined): number {
  const { fromMs = 0, missing = [] } = recording ?? {};
  const leaptMs = missing.reduce((sum, gap) => sum + Math.max(0, Math.min(atMs, gap.toMs) - gap.fromMs), 0);
  return atMs - fromMs - leaptMs;
}
