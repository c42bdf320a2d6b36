import fc from 'fast-check';
import { expect, it } from 'vitest';
import { admit, holdOutChance, isSeldomUsed, lift, teamShowings, usefulness, type BudgetState } from './card-budget';

const options = { cardsPerMinute: 3, holdOutShare: 0 };
const card = (heardAtMs: number, priority = 5) => ({ heardAtMs, priority, action: 'offer' as const });
const unknown = usefulness({ used: 0, dismissed: 0 });

it('lets so many cards lead in any minute, urgent ones beside', () => {
  let state: BudgetState = { shownAtMs: [] };
  const offer = (heardAtMs: number, priority = 5) => {
    const step = admit(state, card(heardAtMs, priority), unknown, 0.9, options);
    state = step.state;
    return step.withheld;
  };
  expect([0, 10_000, 20_000, 30_000].map((atMs) => offer(atMs))).toEqual([null, null, null, 'budget']);
  expect(offer(31_000, 1)).toBeNull();
  expect(offer(60_000)).toBeNull();
  expect(offer(61_000)).toBe('budget');
});

it('never lets more than the budget lead in any 60 s', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(600_000), { maxLength: 100 }), (times) => {
      let state: BudgetState = { shownAtMs: [] };
      const led = [...times]
        .sort((a, b) => a - b)
        .filter((atMs) => {
          const step = admit(state, card(atMs), unknown, 0.9, options);
          state = step.state;
          return step.withheld === null;
        });
      for (const atMs of led) {
        expect(led.filter((other) => other > atMs - 60_000 && other <= atMs).length).toBeLessThanOrEqual(3);
      }
    }),
  );
});

it('shows a card less only when it is known to be of no use', () => {
  expect(unknown).toMatchObject({ mean: 0.5 });
  const ask = (used: number, dismissed: number, team = { used: 0, dismissed: 0 }) =>
    admit({ shownAtMs: [] }, card(0), usefulness({ used, dismissed }, team), 0.9, options).withheld;
  expect(ask(0, 3)).toBeNull();
  expect(ask(0, 20)).toBe('seldom-used');
  expect(ask(5, 20)).toBeNull();
  // The team's word starts a newcomer, and is outvoted by the newcomer's own.
  expect(usefulness({ used: 0, dismissed: 0 }, { used: 90, dismissed: 10 }).mean).toBeGreaterThan(0.7);
  expect(ask(0, 40, { used: 90, dismissed: 10 })).toBe('seldom-used');
});

it('withholds nothing by the word of the team alone, however loud', () => {
  const withheldAfter = (team: { used: number; dismissed: number }) =>
    Array.from({ length: 60 }, (_, dismissed) => usefulness({ used: 0, dismissed }, team)).findIndex(isSeldomUsed);
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(100_000), (used, dismissed) => {
      expect(isSeldomUsed(usefulness({ used: 0, dismissed: 0 }, { used, dismissed }))).toBe(false);
    }),
  );
  // Where nobody ever used it, fewer of one's own dismissals are needed.
  expect(withheldAfter({ used: 0, dismissed: 10_000 })).toBe(3);
  expect(withheldAfter({ used: 0, dismissed: 0 })).toBe(11);
  expect(withheldAfter({ used: 10_000, dismissed: 0 })).toBe(40);
  expect([teamShowings({ used: 2, dismissed: 1 }), teamShowings({ used: 200, dismissed: 100 })]).toEqual([3, 8]);
});

it('withholds an even share of calls, the same each time it is asked', () => {
  const chances = Array.from({ length: 4_000 }, (_, index) => holdOutChance(`call-${String(index)}`, 'price'));
  const held = chances.filter((chance) => chance < 0.2).length / chances.length;
  expect(held).toBeGreaterThan(0.17);
  expect(held).toBeLessThan(0.23);
  expect(holdOutChance('call-7', 'price')).toBe(chances[7]);
  expect(admit({ shownAtMs: [] }, card(0), unknown, 0.1, { ...options, holdOutShare: 0.2 }).withheld).toBe('held-out');
  expect(admit({ shownAtMs: [] }, card(0, 1), unknown, 0.1, { ...options, holdOutShare: 0.2 }).withheld).toBeNull();
});

it('says how much a card brings, with its interval', () => {
  expect(lift({ good: 1, calls: 0 }, { good: 0, calls: 5 })).toBeNull();
  // Newcombe 1998, table II, example (a) 56/70 against 48/80, method 10: 0.2, 0.0524 to 0.3339.
  const found = lift({ good: 56, calls: 70 }, { good: 48, calls: 80 });
  expect(found?.mean).toBeCloseTo(0.2, 10);
  expect(found?.low).toBeCloseTo(0.0524, 4);
  expect(found?.high).toBeCloseTo(0.3339, 4);
});
