import { describe, expect, it } from 'vitest';
import { numbersIn } from './numbers';

describe('numbersIn', () => {
  it.each([
    ['一年九百六十元', [1, 960]],
    ['三百五', [350]],
    ['三百零五块', [305]],
    ['十二期，两万三', [12, 23_000]],
    ['一百二十三万四千五百六十七', [1_234_567]],
    ['工号一零二三', [1023]],
    ['１，２００元，打8.5折', [1200, 8.5]],
    ['$1,299.50 a month', [1299.5]],
    ['seventy nine dollars for two years', [79, 2]],
    ['one hundred and twenty', [120]],
    ['no numbers', []],
  ])('%s: %j', (text, numbers) => {
    expect(numbersIn(text)).toEqual(numbers);
  });
});
