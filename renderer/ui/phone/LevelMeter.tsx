import { useLevel } from '../context';

const SEGMENTS = 16;

/** Lit segments, 0 to `segments`. The level is a loudness already (decibels, 0 to 1), so the bar is linear in it. */
export function litSegments(level: number, segments: number): number {
  return Math.round(Math.max(0, Math.min(1, level)) * segments);
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
