import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chineseNumber, readNumbers } from './spoken-numbers';

it.each([
  ['三千九百八', 3980],
  ['两万五', 25_000],
  ['三千零八', 3008],
  ['一万二', 12_000],
  ['两百五', 250],
  ['一百零五', 105],
  ['十二', 12],
  ['二零二六', 2026],
  ['3万5', 35_000],
  ['2千500', 2500],
  ['三点五万', 35_000],
  ['一亿两千万', 120_000_000],
  ['三十九块九', 39.9],
  ['３，９８０元', 3980],
  ['three thousand nine hundred and eighty dollars', 3980],
  ['thirty-five', 35],
  ['two point five million', 2_500_000],
  ['$3,980.50', 3980.5],
  ['5k', 5000],
])('%s is %d', (text, value) => expect(readNumbers(text).map((number) => number.value)).toEqual([value]));

describe('a number', () => {
  it('knows a share, a currency and what is counted', () => {
    expect(readNumbers('利率百分之三')).toMatchObject([{ value: 3, percent: true, start: 2, end: 6 }]);
    expect(readNumbers('五千美元')).toMatchObject([{ value: 5000, currency: 'USD' }]);
    expect(readNumbers('三千块钱')).toMatchObject([{ value: 3000, currency: 'CNY' }]);
    expect(readNumbers('三个月')).toMatchObject([{ value: 3, unit: '个月' }]);
  });

  it.each(['我等一下', '十分满意', '一般吧', 'someone'])('is not in %s', (text) =>
    expect(readNumbers(text)).toEqual([]),
  );

  it('is read back from how it is written in full', () => {
    const signs = '零一二三四五六七八九';
    const section = (value: number): string => {
      const places = ['千', '百', '十', ''];
      const digits = String(value).padStart(4, '0');
      const said = [...digits].map((digit, index) =>
        digit === '0' ? '零' : `${signs[Number(digit)]}${places[index]}`,
      );
      return said.join('').replace(/零+/g, '零').replace(/零$/, '');
    };
    const full = (value: number): string => {
      if (value < 10_000) return section(value).replace(/^零/, '');
      const rest = value % 10_000;
      return `${section(Math.floor(value / 10_000)).replace(/^零/, '')}万${rest === 0 ? '' : section(rest)}`;
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), (value) => {
        // 一万二 is short for 12,000: in full a gap is said with 零, which `section` writes for all but 千.
        expect(chineseNumber(full(value)), full(value)).toBe(value);
      }),
    );
  });
});
