import { expect, it } from 'vitest';
import type { Disposition } from '../contracts/calls';
import { scriptOutcomes, scriptTally, type ScriptRecord } from './script-outcomes';
import { scriptVersionsOf, withNewVersion, withoutVersion, wordingsOf } from './script-versions';
import { builtInBook } from './testing/books';

const calls = (id: string, count: number, disposition: Disposition | null, part: Partial<ScriptRecord> = {}) =>
  Array.from({ length: count }, (): ScriptRecord => ({
    answeredAt: '2026-11-28T10:00:00Z',
    disposition,
    script: { id, label: id.toUpperCase(), sharePercent: 50 },
    ...part,
  }));

const outcomesOf = (records: readonly ScriptRecord[], wordings?: ReadonlyMap<string, string>) =>
  scriptOutcomes(
    records.flatMap((record) => scriptTally(record) ?? []),
    wordings,
  );

it('tells how often the calls of each version ended well, with the interval of Wilson', () => {
  const outcomes = outcomesOf([
    ...calls('b', 30, 'sale'),
    ...calls('a', 10, 'sale'),
    ...calls('a', 10, 'interested'),
    ...calls('a', 5, 'callback'),
    ...calls('a', 75, 'not-interested'),
    ...calls('b', 70, null),
  ]);
  expect(outcomes).toMatchObject([
    { id: 'a', label: 'A', calls: 100, good: 25, sales: 10, beyondFirst: null },
    { id: 'b', label: 'B', calls: 100, good: 30, sales: 30 },
  ]);
  // Newcombe's worked formula for 10 of 100: 5.52 to 17.44 per cent.
  expect(outcomes[0]?.saleShare.mean).toBe(0.1);
  expect(outcomes[0]?.saleShare.low).toBeCloseTo(0.0552, 4);
  expect(outcomes[0]?.saleShare.high).toBeCloseTo(0.1744, 4);
  expect(outcomes[1]?.beyondFirst?.mean).toBeCloseTo(0.05);
  expect(outcomes[1]?.beyondFirst?.low).toBeLessThan(0);
});

it('leaves out practice, calls that nobody answered, and those without a version', () => {
  expect(
    outcomesOf([
      ...calls('a', 3, 'sale', { practice: { expected: [] } }),
      ...calls('a', 3, 'no-answer', { answeredAt: null }),
      ...calls('a', 3, 'sale', { script: undefined }),
    ]),
  ).toEqual([]);
});

it('calls a version what it was called last', () => {
  const renamed = calls('a', 1, 'sale', { script: { id: 'a', label: '短开场', sharePercent: 50 } });
  expect(outcomesOf([...renamed, ...calls('a', 1, 'sale')])).toMatchObject([{ label: '短开场', calls: 2 }]);
});

it('keeps two wordings of the same id apart, and counts the one in force with those of unknown wording', () => {
  const worded = (wording: string, count: number) =>
    calls('b', count, 'sale', { script: { id: 'b', label: 'B', sharePercent: 50, wording } });
  const all = [...worded('0000000b', 3), ...worded('0000000c', 4), ...calls('b', 5, 'sale'), ...calls('a', 1, null)];
  expect(outcomesOf(all, new Map([['b', '0000000c']]))).toMatchObject([
    { id: 'b', calls: 9, sales: 9 },
    { id: 'a', calls: 1 },
  ]);
  expect(outcomesOf(all)).toMatchObject([{ id: 'a' }, { id: 'b', calls: 12 }]);
});

it('counts a version apart from one that was deleted, whatever both are called', () => {
  let made = 0;
  const newId = () => `id-${String((made += 1))}`;
  const two = withNewVersion(builtInBook('zh'), newId);
  const again = withNewVersion(withoutVersion(two.book, two.id), newId);
  expect(scriptVersionsOf(again.book)[1]?.label).toBe('B');
  const old = calls(two.id, 4, 'sale', { script: { id: two.id, label: 'B', sharePercent: 50 } });
  const now = calls(again.id, 6, null, { script: { id: again.id, label: 'B', sharePercent: 50 } });
  const outcomes = outcomesOf([...now, ...old], wordingsOf(again.book));
  expect(outcomes).toMatchObject([
    { id: again.id, label: 'B', calls: 6, sales: 0 },
    { id: two.id, label: 'B', calls: 4, sales: 4 },
  ]);
});
