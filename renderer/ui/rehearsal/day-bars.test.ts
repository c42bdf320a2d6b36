import { expect, it } from 'vitest';
import { dayBars } from './day-bars';

const day = (name: string, mean: number | null, best: number | null) => ({ day: name, rehearsals: 1, mean, best });

it('draws a bar a day to the mean, with a mark at the best, in the order of the days', () => {
  const [first, second] = dayBars([day('a', 50, 75), day('b', 100, 100)], 700, 80);
  expect(first).toMatchObject({ day: 'a', meanHeight: 40, bestY: 20 });
  expect(second).toMatchObject({ day: 'b', meanHeight: 80, bestY: 0 });
  expect(second?.x).toBeGreaterThan((first?.x ?? 0) + (first?.width ?? 0));
});

it('keeps every bar in the box, few days or many, and draws none of a day without a score', () => {
  for (const count of [1, 7, 30]) {
    const bars = dayBars(
      Array.from({ length: count }, (_, index) => day(String(index), 60, 60)),
      1000,
      80,
    );
    const last = bars.at(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(1000);
    expect(last?.width).toBeLessThanOrEqual(1000 / 7);
  }
  expect(dayBars([day('a', null, null)], 700, 80)[0]).toMatchObject({ meanHeight: null, bestY: null });
});
