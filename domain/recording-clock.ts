import type { RecordingFacts } from '../contracts/recording';

type Clock = Pick<RecordingFacts, 'fromMs' | 'missing'>;

/** A stretch of the call that the file holds without a leap. */
export interface RecordedStretch {
  /** ms since the call began. */
  readonly fromMs: number;
  /** ms of the file. */
  readonly fileFromMs: number;
  readonly lengthMs: number;
}

/** ms since the call began → ms of its recording; of what the file leaps over, the place of the leap. May be negative. */
export function fileMsOf(callMs: number, recording: Clock | undefined): number {
  const { fromMs = 0, missing = [] } = recording ?? {};
  const leaptMs = missing.reduce((sum, gap) => sum + Math.max(0, Math.min(callMs, gap.toMs) - gap.fromMs), 0);
  return callMs - fromMs - leaptMs;
}

/** ms of the recording → ms since the call began; at a leap, its far end. */
export function callMsOf(fileMs: number, recording: Clock | undefined): number {
  const { fromMs = 0, missing = [] } = recording ?? {};
  return inOrder(missing).reduce(
    (callMs, gap) => (callMs >= gap.fromMs ? callMs + gap.toMs - gap.fromMs : callMs),
    fromMs + fileMs,
  );
}

/** What the file holds, on the clock of the call. */
export function recordedStretches(recording: Clock, durationMs: number): RecordedStretch[] {
  const stretches: RecordedStretch[] = [];
  let [fromMs, fileFromMs] = [recording.fromMs, 0];
  const take = (lengthMs: number) => {
    const held = Math.min(lengthMs, durationMs - fileFromMs);
    if (held > 0) stretches.push({ fromMs, fileFromMs, lengthMs: held });
    fileFromMs += Math.max(0, held);
  };
  for (const gap of inOrder(recording.missing ?? [])) {
    take(gap.fromMs - fromMs);
    fromMs = gap.toMs;
  }
  take(Infinity);
  return stretches;
}

function inOrder(missing: readonly { fromMs: number; toMs: number }[]) {
  return [...missing].sort((a, b) => a.fromMs - b.fromMs);
}
