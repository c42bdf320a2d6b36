import { useLevel } from '../context';

const SEGMENTS = 24;
/** Quieter than this shows an empty bar. */
const FLOOR_DB = -54;

/** Lit segments, 0 to `segments`, of a level 0 to 1: linear in decibels above {@link FLOOR_DB}. */
export function litSegments(level: number, segments: number): number {
  if (!(level > 0)) return 0;
  const decibels = 20 * Math.log10(Math.min(1, level));
  return Math.max(0, Math.min(segments, Math.round((1 - decibels / FLOOR_DB) * segments)));
}

/** The level of one side. Silent for screen readers: "speaking" beside it says what matters. */
export function LevelMeter({ side }: { side: 'agent' | 'customer' }) {
  const lit = useLevel((levels) => litSegments(levels[side], SEGMENTS));
  return (
    <span className="st-meter" aria-hidden>
      {Array.from({ length: SEGMENTS }, (_, index) => (
        <i key={index} data-lit={index < lit || undefined} data-hot={index >= SEGMENTS - 3 || undefined} />
      ))}
    </span>
  );
}
