import { expect, it } from 'vitest';
import type { Disposition } from '../contracts/calls';
import { scriptOutcomes, type ScriptRecord } from './script-outcomes';
import { scriptVersionsOf, withNewVersion, withoutVersion } from './script-versions';
import { builtInBook } from './testing/books';

const calls = (id: string, count: number, disposition: Disposition | null, part: Partial<ScriptRecord> = {}) =>
  Array.from({ length: count }, (): ScriptRecord => ({
    answeredAt: '2026-11-28T10:00:00Z',
    disposition,
    script: { id, label: id.toUpperCase(), sharePercent: 50 },
    ...part,
  }));

it('tells how often the calls of each version ended well, with the interval of Wilson', () => {
  const outcomes = scriptOutcomes(
    [
      ...calls('b', 30, 'sale'),
      ...calls('a', 10, 'sale'),
      ...calls('a', 10, 'interested'),
      ...calls('a', 5, 'callback'),
      ...calls('a', 75, 'not-interested'),
      ...calls('b', 70, null),
    ],
    ['a', 'b'],
  );
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
    scriptOutcomes(
      [
        ...calls('a', 3, 'sale', { practice: { expected: [] } }),
        ...calls('a', 3, 'no-answer', { answeredAt: null }),
        ...calls('a', 3, 'sale', { script: undefined }),
      ],
      ['a'],
    ),
  ).toEqual([]);
});

it('calls a version what it was called last', () => {
  const renamed = calls('a', 1, 'sale', { script: { id: 'a', label: '短开场', sharePercent: 50 } });
  expect(scriptOutcomes([...renamed, ...calls('a', 1, 'sale')], ['a'])).toMatchObject([{ label: '短开场', calls: 2 }]);
});

it('counts a version apart from one that was deleted, whatever both are called', () => {
  let made = 0;
  const newId = () => `id-${String((made += 1))}`;
  const two = withNewVersion(builtInBook('zh'), newId);
  const again = withNewVersion(withoutVersion(two.book, two.id), newId);
  const [first, second] = scriptVersionsOf(again.book);
  expect(second?.label).toBe('B');
  const old = calls(two.id, 4, 'sale', { script: { id: two.id, label: 'B', sharePercent: 50 } });
  const now = calls(again.id, 6, null, { script: { id: again.id, label: 'B', sharePercent: 50 } });
  const outcomes = scriptOutcomes([...now, ...old], [first?.id ?? '', second?.id ?? '']);
  expect(outcomes).toMatchObject([
    { id: again.id, label: 'B', calls: 6, sales: 0 },
    { id: two.id, label: 'B', calls: 4, sales: 4 },
  ]);
});
