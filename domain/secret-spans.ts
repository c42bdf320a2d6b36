import type { CallRecord } from '../contracts/records';
import type { RecordingFacts } from '../contracts/recording';
import { secretKindSchema } from '../contracts/transcript';
import type { SilentSpan } from './ogg-opus-silence';

const SECRET = new RegExp(`\\[(${secretKindSchema.options.join('|')})\\]`);

/**
 * Where a call's recording holds what must not leave the desk, on the clock of the recording. A record that does not say
 * when its secrets were said, as older ones, gives the whole of each line that had one.
 */
export function secretSpans({ transcript, recording }: Pick<CallRecord, 'transcript' | 'recording'>): SilentSpan[] {
  const spans = transcript?.secrets ?? transcript?.lines.filter(({ text }) => SECRET.test(text)) ?? [];
  return spans.map(({ leg, startMs, endMs }) => ({
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
