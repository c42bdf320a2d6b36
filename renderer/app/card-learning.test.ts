import { beforeEach, expect, it } from 'vitest';
import { CardLearning } from './card-learning';

let kept: Map<string, string>;
const learning = () =>
  new CardLearning({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  });
const price = { cueId: 'price', title: '询价', priority: 5, action: 'offer' } as const;
const stop = { cueId: 'stop', title: '免呼', priority: 5, action: 'opt-out' } as const;

beforeEach(() => {
  kept = new Map();
});

it('tells what was done with each card, the most often marked first', () => {
  learning().note(stop, 'used');
  learning().note(price, 'used');
  learning().note(price, 'dismissed');
  expect(learning().learnt()).toEqual([
    { cueId: 'price', title: '询价', used: 1, dismissed: 1, urgent: false },
    { cueId: 'stop', title: '免呼', used: 1, dismissed: 0, urgent: true },
  ]);
});

it('reads what was kept before cards had their titles in it', () => {
  kept.set('sidetone-card-counts', JSON.stringify({ price: { used: 3, dismissed: 1 } }));
  expect(learning().counts('price')).toEqual({ used: 3, dismissed: 1 });
  expect(learning().learnt()).toEqual([{ cueId: 'price', title: 'price', used: 3, dismissed: 1, urgent: false }]);
});

it('forgets one card, or all', () => {
  learning().note(price, 'used');
  learning().note(stop, 'used');
  learning().reset('price');
  expect(
    learning()
      .learnt()
      .map(({ cueId }) => cueId),
  ).toEqual(['stop']);
  learning().reset();
  expect(kept.size).toBe(0);
});
