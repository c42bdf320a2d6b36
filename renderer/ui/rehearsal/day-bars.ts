import type { PracticeDay } from '../../../domain/rehearsal/progress';

export interface DayBar {
  readonly day: string;
  readonly x: number;
  readonly width: number;
  /** Of the mean, from the ground up; null on a day without a score. */
  readonly meanHeight: number | null;
  /** Where the day's best stands, from above. */
  readonly bestY: number | null;
}

/** So few days are drawn no wider than these would be: one day is a bar, not a wall. */
const FEWEST_SLOTS = 7;
const GAP_SHARE = 0.3;

/** One bar a day, side by side, in a box of `width` by `height` that stands for 0 to 100. Pure. */
export function dayBars(days: readonly PracticeDay[], width: number, height: number): DayBar[] {
  const slot = width / Math.max(FEWEST_SLOTS, days.length);
  const scaled = (score: number | null) => (score === null ? null : (score / 100) * height);
  return days.map(({ day, mean, best }, index) => {
    const bestHeight = scaled(best);
    return {
      day,
      x: slot * (index + GAP_SHARE / 2),
      width: slot * (1 - GAP_SHARE),
      meanHeight: scaled(mean),
      bestY: bestHeight === null ? null : height - bestHeight,
    };
  });
}
