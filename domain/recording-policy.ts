import type { Direction } from '../contracts/calls';
import type { RecordingSettings } from '../contracts/recording';

/** Whether a call is recorded from its answer on, when the agent says so, or never. */
export function recordingOf(when: RecordingSettings['when'], direction: Direction): 'now' | 'by-hand' | 'never' {
  if (when === 'by-hand') return 'by-hand';
  return when === 'all' || when === direction ? 'now' : 'never';
}

/** As long as somebody takes to say a card number, and the careful ear to write it down. */
const HEARS_CARDS_WITHIN_MS = 15_000;

/** How long sound waits in memory before it is written: until it is known whether a card number was in it. */
export function holdBackMs({ pauseForCards }: Pick<RecordingSettings, 'pauseForCards'>): number {
  return pauseForCards ? HEARS_CARDS_WITHIN_MS : 0;
}
