import { describe, expect, it } from 'vitest';
import { RidgeSums } from './ridge';

/** Two inputs and a constant; the targets are 3a − b + 2 and b. */
function rows(count: number, seed: number): RidgeSums {
  const inputs = Array.from({ length: count }, (_, row) => [Math.sin(seed + row), Math.cos(seed + 3 * row), 1]);
  const value = (row: number, input: number) => inputs[row]?.[input] ?? 0;
  const sums = new RidgeSums(3, 2);
  sums.add(count, value, (row, target) => (target === 0 ? 3 * value(row, 0) - value(row, 1) + 2 : value(row, 1)));
  return sums;
}

describe('a ridge regression', () => {
  it('finds the map that made the rows, in more rows than one block', () => {
    const weights = rows(150, 1).fit(1e-9);
    [3, 0, -1, 1, 2, 0].forEach((wanted, at) => expect(weights[at]).toBeCloseTo(wanted, 6));
  });

  it('holds the weights down, but not the constant', () => {
    const weights = rows(150, 1).fit(1e12);
    [0, 0, 0, 0].forEach((wanted, at) => expect(weights[at]).toBeCloseTo(wanted, 6));
    expect(weights[4]).toBeCloseTo(2, 1);
  });

  it('fits the same to the sum of two parts as to the whole', () => {
    const [left, right] = [rows(70, 1), rows(90, 5)];
    const weights = left.plus(right).fit(0.5);
    const turned = right.plus(left).fit(0.5);
    weights.forEach((weight, at) => expect(weight).toBeCloseTo(turned[at] ?? NaN, 9));
    expect(left.plus(right).rows).toBe(160);
  });

  it('tells its error on rows that it has not seen', () => {
    const unseen = rows(40, 77);
    expect(unseen.error(rows(150, 1).fit(1e-9))).toBeCloseTo(0, 5);
    expect(unseen.error(null)).toBeGreaterThan(1);
  });
});
