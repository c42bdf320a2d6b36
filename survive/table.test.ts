import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { allKinds } from './kinds';
import { ROWS, holds, table, uncovered } from './table';

const page = readFileSync(path.resolve(import.meta.dirname, '../docs/reliability.md'), 'utf8');
const cases = allKinds({ seed: 1, kills: 1, soak: 3 }).flatMap((kind) => [...kind.cases]);

describe('the table of a run', () => {
  it('has every row of the documentation', () => {
    const rows = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, row]) => Number(row));
    expect(rows).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
  });

  it('counts a row that no case is of as a failure', () => {
    const covered = cases.map(({ row }) => row);
    const [first, ...others] = uncovered(covered.filter((row) => row !== 9)).filter(({ row }) => row === 9);
    expect(others).toEqual([]);
    expect(first && holds(first)).toBe(false);
    expect(table(first ? [first] : [])).toMatch(/9 +nothing +not covered .*FAILED/);
    expect(uncovered(covered).some(({ row }) => row === 9)).toBe(false);
  });

  it('names each case once', () => {
    expect(cases.map(({ name }) => name)).toEqual([...new Set(cases.map(({ name }) => name))]);
  });
});
