import { expect, it } from 'vitest';
import { median } from './median';

it.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
  [[], 0],
])('the median of %j is %d', (values, wanted) => {
  expect(median(values)).toBe(wanted);
});
