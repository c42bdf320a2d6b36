import { expect, it } from 'vitest';
import type { CallRecord } from '../../contracts/records';
import { rehearsal } from '../testing/rehearsals';
import { progressOf, rehearsingAgents } from './progress';

/** A rehearsal whose total is what we want to see again. */
function scored(day: number, hour: number, total: number | null, patch: Partial<CallRecord> = {}): CallRecord {
  const record = rehearsal({
    startedAt: new Date(2026, 10, day, hour),
    endsAt: 30,
    spoken: [{ leg: 'agent', from: 1, to: 9, text: '您好。' }],
  });
  const { review } = record;
  if (!review) throw new Error('The fixture was not scored.');
  const score = { ...review.score, total };
  return { ...record, review: { ...review, score }, ...patch };
}

const records = [
  scored(26, 9, 40),
  scored(26, 15, 50),
  scored(27, 9, 45),
  scored(28, 9, 70),
  scored(28, 10, 80),
  scored(28, 11, 75),
];

it('tells best, last and trend of the total, whatever the order of the records', () => {
  for (const given of [records, [...records].reverse()]) {
    const { rehearsals, total } = progressOf(given);
    expect(rehearsals).toBe(6);
    expect(total).toEqual({ best: 80, last: 75, trend: 30 });
  }
});

it('counts days, with the best and the mean of each', () => {
  expect(progressOf(records).days).toEqual([
    { day: '2026-11-26', rehearsals: 2, best: 50, mean: 45 },
    { day: '2026-11-27', rehearsals: 1, best: 45, mean: 45 },
    { day: '2026-11-28', rehearsals: 3, best: 80, mean: 75 },
  ]);
});

it('has no trend of one rehearsal, and no figure of what was not scored', () => {
  expect(progressOf(records.slice(0, 1)).total).toEqual({ best: 40, last: 40, trend: null });
  const unscored = progressOf([scored(26, 9, null)]);
  expect(unscored.total).toBeNull();
  expect(unscored.days).toEqual([{ day: '2026-11-26', rehearsals: 1, best: null, mean: null }]);
});

it('keeps customers apart, and agents', () => {
  const other = { customerId: 'li-opt-out', customerName: '李先生' };
  const all = [...records, scored(28, 12, 20, other), scored(29, 9, 90, { agentExtension: '1002' })];
  const li = progressOf(all, { story: 'li-opt-out' });
  expect(li.total).toEqual({ best: 20, last: 20, trend: null });
  expect(li.stories.map(({ story, rehearsals, days }) => [story, rehearsals, days])).toEqual([
    ['zhang-price', 7, 4],
    ['li-opt-out', 1, 1],
  ]);
  expect(rehearsingAgents(all)).toEqual(['1001', '1002']);
  expect(progressOf(all, { agent: '1002' })).toMatchObject({ rehearsals: 1, total: { last: 90 } });
});

it('follows each item of the form, the weakest first', () => {
  const { items } = progressOf([
    rehearsal({
      startedAt: new Date(2026, 10, 26),
      endsAt: 30,
      spoken: [{ leg: 'agent', from: 1, to: 9, text: '喂。' }],
    }),
    rehearsal({ endsAt: 30, spoken: [{ leg: 'agent', from: 1, to: 9, text: '您好，本次通话会录音。' }] }),
  ]);
  const byId = new Map(items.map((item) => [item.itemId, item]));
  expect(byId.get('notice-of-recording')).toMatchObject({ best: 100, last: 100, trend: 100 });
  expect(items.map(({ last }) => last)).toEqual(items.map(({ last }) => last).sort((a, b) => a - b));
});

it('leaves out calls that are no rehearsal: real ones, unanswered ones, and customers without a story', () => {
  const [one] = records;
  if (!one) throw new Error('no record');
  const real: CallRecord = { ...one };
  delete real.practice;
  const strangers = [real, { ...one, answeredAt: null }, { ...one, practice: { expected: [] } }];
  expect(progressOf(strangers)).toEqual({ rehearsals: 0, days: [], total: null, items: [], cards: null, stories: [] });
});

it('follows how many of the cards that came were used', () => {
  const card = { at: 5, phrase: '太贵', cueId: 'too-expensive', title: '嫌贵' };
  const call = (day: number, states: ('confirmed' | 'used')[]) =>
    rehearsal({
      startedAt: new Date(2026, 10, day),
      endsAt: 30,
      spoken: [{ leg: 'customer', from: 3, to: 5.2, text: '太贵了。' }],
      cards: [{ ...card, states }],
    });
  expect(progressOf([call(1, ['confirmed']), call(2, ['confirmed', 'used'])]).cards).toEqual({
    best: 100,
    last: 100,
    trend: 100,
  });
});
