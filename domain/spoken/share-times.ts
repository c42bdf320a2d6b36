import type { TimedWord } from '../../contracts/transcript';

/** Clock of a place: `end` is where the word that ends there does, which is not always where the next one begins. */
export type ShareTimes = (share: number, edge?: 'start' | 'end') => number;

/**
 * When a place of a transcript was said, given as a share (0 to 1) of its length in the units that `unitsOf` counts: by
 * the times of its words, within a word evenly. Without words the share of the units is the share of the time.
 */
export function shareTimes(
  words: readonly TimedWord[],
  unitsOf: (text: string) => number,
  whole: { startMs: number; endMs: number },
): ShareTimes {
  const spans: { from: number; to: number; startMs: number; endMs: number }[] = [];
  let units = 0;
  for (const { text, startMs, endMs } of words) {
    const count = unitsOf(text);
    if (count > 0) spans.push({ from: units, to: units + count, startMs, endMs });
    units += count;
  }
  if (units === 0) return (share) => whole.startMs + share * (whole.endMs - whole.startMs);
  return (share, edge = 'start') => {
    // A share is a fraction of whole units: what division left over must not fall into the neighbour.
    const at = Math.round(share * units * 1000) / 1000;
    const span =
      edge === 'start'
        ? (spans.find(({ to }) => at < to) ?? spans.at(-1))
        : (spans.findLast(({ from }) => at > from) ?? spans[0]);
    if (!span) return whole.startMs;
    const within = Math.min(1, Math.max(0, (at - span.from) / (span.to - span.from)));
    return span.startMs + within * (span.endMs - span.startMs);
  };
}
