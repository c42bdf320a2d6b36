import type { TimelineEntry } from '../../contracts/records';
import type { TimeSpan } from './spans';

/** When the call was on hold, by its timeline; a hold that nobody ended lasts to `endMs`. */
export function heldSpans(timeline: readonly TimelineEntry[], endMs: number): TimeSpan[] {
  const phases = timeline.flatMap((entry) => (entry.type === 'phase' ? [entry] : [])).sort((a, b) => a.atMs - b.atMs);
  return phases.flatMap(({ phase, atMs }, index) =>
    phase === 'held' ? [{ startMs: atMs, endMs: phases[index + 1]?.atMs ?? endMs }] : [],
  );
}
