import { expect, it } from 'vitest';
import type { Disposition } from '../contracts/calls';
import type { CallRecord } from '../contracts/records';
import { cardTrials } from './card-trials';

type Card = Extract<CallRecord['timeline'][number], { type: 'card' }>;
type Trial = Pick<CallRecord, 'answeredAt' | 'practice' | 'disposition' | 'timeline'>;

const card = (part: Partial<Card>): Card => ({
  ...{ type: 'card', atMs: 0, cueId: 'price', title: '询价', state: 'confirmed' },
  ...part,
});
const calls = (count: number, disposition: Disposition | null, cards: Card[], part: Partial<Trial> = {}): Trial[] =>
  Array.from({ length: count }, () => ({
    ...{ answeredAt: '2026-11-28T10:00:00.000Z', practice: undefined, disposition, timeline: cards },
    ...part,
  }));

it('sets calls with a card against those in which it was held out', () => {
  const offered = [card({ trial: 'offered', state: 'hearing' }), card({ trial: 'offered' })];
  const heldOut = [card({ trial: 'held-out' })];
  const [trial, ...others] = cardTrials([
    ...calls(25, 'sale', offered),
    ...calls(75, 'not-interested', offered),
    ...calls(10, 'callback', heldOut),
    ...calls(90, 'no-answer', heldOut),
  ]);
  expect(others).toEqual([]);
  expect(trial).toMatchObject({
    cueId: 'price',
    title: '询价',
    offered: { calls: 100, good: 25, share: { mean: 0.25 } },
    heldOut: { calls: 100, good: 10, share: { mean: 0.1 } },
  });
  // Newcombe's interval of 25 of 100 against 10 of 100.
  expect(trial?.beyond?.mean).toBeCloseTo(0.15, 10);
  expect(trial?.beyond?.low).toBeCloseTo(0.0447, 4);
  expect(trial?.beyond?.high).toBeCloseTo(0.253, 3);
});

it('counts only calls of which the chance was drawn, that were real, and whose words stood', () => {
  expect(
    cardTrials([
      ...calls(5, 'sale', [card({})]),
      ...calls(5, 'sale', [card({ trial: 'offered' })], { answeredAt: null }),
      ...calls(5, 'sale', [card({ trial: 'offered' })], { practice: { expected: [] } }),
      ...calls(5, 'sale', [card({ trial: 'held-out' }), card({ trial: 'held-out', state: 'withdrawn' })]),
    ]),
  ).toEqual([]);
});

it('says nothing of a difference until both sides have a call, and has the card with the most calls first', () => {
  const trials = cardTrials([
    ...calls(1, 'sale', [card({ cueId: 'few', trial: 'held-out' })]),
    ...calls(3, 'sale', [card({ cueId: 'many', trial: 'offered' })]),
  ]);
  expect(trials).toMatchObject([
    { cueId: 'many', heldOut: { calls: 0, share: null }, beyond: null },
    { cueId: 'few', offered: { calls: 0 }, beyond: null },
  ]);
});
