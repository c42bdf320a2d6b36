import { expect, it } from 'vitest';
import { killSchedule } from './kill-schedule';
import { seededRandom } from './random';

const schedule = (seed: number, kills: number) => killSchedule(seededRandom(seed), kills);

it('repeats the same kills, to the millisecond, from the same seed', () => {
  expect(schedule(20261127, 1_000)).toEqual(schedule(20261127, 1_000));
  expect(schedule(20261127, 30)).toEqual(schedule(20261127, 1_000).slice(0, 30));
  expect(schedule(20261127, 30)).not.toEqual(schedule(20261128, 30));
});

it('leaves no moment out, and keeps each within its while', () => {
  const moments = ['dialling', 'ringing', 'talking', 'wrap-up', 'saving', 'answering'];
  expect(schedule(1, 6).map(({ moment }) => moment)).toEqual(moments);
  const many = schedule(1, 1_000);
  for (const moment of moments) {
    const afterMs = many.filter((kill) => kill.moment === moment).map((kill) => kill.afterMs);
    expect(afterMs.length).toBeGreaterThan(100);
    expect(Math.min(...afterMs)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...afterMs)).toBeLessThan(1_000);
  }
});

it('is the schedule that a printed seed stands for', () => {
  expect(schedule(20261121, 8).map(({ moment, afterMs }) => `${moment} ${String(Math.round(afterMs))}`))
    .toMatchInlineSnapshot(`
    [
      "dialling 104",
      "ringing 317",
      "talking 538",
      "wrap-up 295",
      "saving 89",
      "answering 143",
      "saving 55",
      "answering 297",
    ]
  `);
});
