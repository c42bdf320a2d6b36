import type { CallRecord } from '../contracts/records';
import { secretKindSchema } from '../contracts/transcript';
import type { SilentSpan } from './ogg-opus-silence';
import { fileMsOf } from './recording-clock';

const SECRET = new RegExp(`\\[(${secretKindSchema.options.join('|')})\\]`);

/**
 * Where a call's recording holds what must not leave the desk, on the clock of the recording. A record that does not say
 * when its secrets were said, as older ones, gives the whole of each line that had one.
 */
export function secretSpans({ transcript, recording }: Pick<CallRecord, 'transcript' | 'recording'>): SilentSpan[] {
  const spans = transcript?.secrets ?? transcript?.lines.filter(({ text }) => SECRET.test(text)) ?? [];
  return spans.map(({ leg, startMs, endMs }) => ({
    leg,
    startMs: fileMsOf(startMs, recording),
    endMs: fileMsOf(endMs, recording),
  }));
}
