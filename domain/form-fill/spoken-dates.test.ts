import { expect, it } from 'vitest';
import { readDates } from './spoken-dates';

const SATURDAY = '2026-11-28T10:00';
const SUNDAY = '2026-11-29T10:00';

it.each([
  ['明天', '2026-11-29'],
  ['下周三', '2026-12-02'],
  ['下周日', '2026-12-06'],
  ['下下周一', '2026-12-07'],
  ['后天下午三点', '2026-11-30T15:00'],
  ['周三下午', '2026-12-02'],
  ['下个月三号', '2026-12-03'],
  ['三十号', '2026-11-30'],
  ['明天下午三点一刻', '2026-11-29T15:15'],
  ['明早九点', '2026-11-29T09:00'],
  ['今晚七点半', '2026-11-28T19:30'],
  ['一个小时以后', '2026-11-28T11:00'],
  ['半小时后', '2026-11-28T10:30'],
  ['三天后', '2026-12-01'],
  ['两周后', '2026-12-12'],
  ['月底', '2026-11-30'],
  ['十二月五号下午两点', '2026-12-05T14:00'],
  ['一月三号', '2027-01-03'],
  ['二零二七年一月三号', '2027-01-03'],
  ['２０２６年１２月１日', '2026-12-01'],
  ['明天下午再打给我', '2026-11-29'],
  ['next Friday at 3pm', '2026-12-04T15:00'],
  ['tomorrow at three in the afternoon', '2026-11-29T15:00'],
  ['December 5th', '2026-12-05'],
  ['in two hours', '2026-11-28T12:00'],
])('%s on Saturday, 28 November 2026, at ten is %s', (text, value) => {
  expect(readDates(text, SATURDAY)).toMatchObject([{ value, hourAssumed: false }]);
});

it.each([
  ['下周三', '2026-12-02'],
  ['下周日', '2026-12-06'],
  ['这周日', '2026-11-29'],
])('weeks begin on Monday: %s on Sunday is %s', (text, value) =>
  expect(readDates(text, SUNDAY)).toMatchObject([{ value }]),
);

it.each([
  ['三点', '2026-11-28T15:00'],
  ['明天三点半', '2026-11-29T15:30'],
  ["three o'clock tomorrow", '2026-11-29T15:00'],
  ['Friday at half past two', '2026-12-04T14:30'],
])('%s is taken for the afternoon, and says so', (text, value) => {
  expect(readDates(text, SATURDAY)).toMatchObject([{ value, hourAssumed: true }]);
});

it.each(['二月三十号', '2月30日', '11月31号', 'February 30th', '31 of November'])('%s is no day', (text) => {
  expect(readDates(text, SATURDAY)).toMatchObject([{ value: undefined }]);
});

it.each(['我考虑一下', '两个人', 'two people', '过几天后再说', '地铁2号线'])('there is no date in %s', (text) => {
  expect(readDates(text, SATURDAY)).toEqual([]);
});

it('keeps the words in the original', () => {
  const text = '嗯，那就下下周一上午十点吧';
  const [date] = readDates(text, SATURDAY);
  expect(text.slice(date?.start, date?.end)).toBe('下下周一上午十点');
});
