import { describe, expect, it } from 'vitest';
import { maskNumber } from './feed';

describe('maskNumber', () => {
  it.each([
    ['13800138000', '138****8000'],
    ['+8613800138000', '+86138****8000'],
    ['2001', '***1'],
    ['7', '7'],
    ['', ''],
  ])('shows no number in full: %s → %s', (number, masked) => {
    expect(maskNumber(number)).toBe(masked);
  });
});
