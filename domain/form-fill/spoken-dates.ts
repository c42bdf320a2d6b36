import { en } from 'chrono-node';
import { hans } from 'chrono-node/zh';
import { mapText, originalSpan, rewrite, type MappedText, type TextSpan } from '../mapped-text';
import { addDays, dayOf, isoDate, lastDayOfMonth, weekdayOf, type Day } from './days';
import { chineseNumber } from './spoken-numbers';

/** A date found in speech. */
export interface SpokenDate extends TextSpan {
  /** `2026-12-02` or `2026-12-02T15:00`; undefined for a day that no calendar has (30 February). */
  value: string | undefined;
  /** "three" was taken for the afternoon: nobody said which. */
  hourAssumed: boolean;
}

const N = '(?:\\d{1,2}|[一二两三四五六七八九十]{1,3})';
const YEAR = '(?:(?<year>\\d{4}|[零〇一二三四五六七八九]{4}|今|明|后|去)年)?';
const MONTH_DAY = new RegExp(`${YEAR}(?<month>${N})月(?<day>${N})[号日]?(?![零一二三四五六七八九十个])`, 'gu');
const DAY_OF_MONTH = new RegExp(
  `(?:(?<which>下下|下|这|本)个?月|(?<![月\\d一二三四五六七八九十年第]))(?<day>${N})[号日](?![楼线店院机码子本记])`,
  'gu',
);
const WEEKDAY = /(?<which>下下|下|这|本|上)?个?(?:周|星期|礼拜)(?<day>[一二三四五六日天末1-7])(?![年期岁])/gu;
const LATER = new RegExp(
  `(?<count>${N}|半|几)(?:个)?(?<half>半)?(?<unit>小时|钟头|分钟|天|周|星期|礼拜|月)(?:以后|之后|过后|后)`,
  'gu',
);
const TIME = new RegExp(
  `(?<period>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜)?(?<hour>${N})(?:点钟?|时|:(?=\\d\\d))(?:(?<part>半|一刻|三刻)|整|(?<minute>\\d{1,2}|[零一二三四五六七八九十]{1,3})分?(?![一二三四五六七八九十\\d]*(?:个|天|到)))?`,
  'gu',
);

const PERIOD_ALONE = /^\s*(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜)\s*$/u;
/** A week, not a day. */
const NO_DAY = /^\s*(?:(?:next|this|last|in a|past) (?:week|month|year)|下周|这周|上周|下个?月)\s*$/iu;

const MONTHS = 'january|february|march|april|may|june|july|august|september|october|november|december';
const EN_HOURS = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve'.split('|');
const EN_HOUR = `(?:${EN_HOURS.join('|')}|\\d{1,2})`;
const EN_MINUTES: Record<string, string> = {
  ...{ fifteen: '15', twenty: '20', thirty: '30', 'forty-five': '45', 'forty five': '45', 'oh five': '05', ten: '10' },
};
const EN_PAST = new RegExp(`\\b(half|(?:a )?quarter) (past|to|after) (${EN_HOUR})\\b`, 'gi');
const EN_TIME = new RegExp(
  `\\b((?:at|by|around|about|until|before|after) )(${EN_HOURS.join('|')})(?: (${Object.keys(EN_MINUTES).join('|')}))?\\b(?: o'?\\s?clock)?(?! (?:days?|weeks?|months?|hours?|minutes?))|\\b(${EN_HOUR})(?: (${Object.keys(EN_MINUTES).join('|')}))?(?: o'?\\s?clock|(?= ?[ap]\\.?m\\b))`,
  'gi',
);
const EN_MONTH_DAY = new RegExp(
  `\\b(?:(?<month>${MONTHS})\\s+(?:the\\s+)?(?<day>\\d{1,2})(?:st|nd|rd|th)?|(?<day2>\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(?<month2>${MONTHS}))\\b`,
  'gi',
);

/**
 * Dates and times as people say them, by the clock of the call. chrono-node reads what is left after what it reads wrong
 * or not at all is written out: 下下周一, 下周三 said on a Sunday, 下个月三号, 三点一刻, "at half past two".
 *
 * @param callAt local date and time of the call: `2026-11-28T10:00`.
 * @param past   the field asks for a day that was.
 */
export function readDates(text: string, callAt: string, past = false): SpokenDate[] {
  const today = dayOf(callAt);
  const [hour = 0, minute = 0] = (callAt.split('T')[1] ?? '').split(':').map(Number);
  const instant = new Date(today.year, today.month - 1, today.day, hour, minute);
  const impossible: SpokenDate[] = [];
  const times: (TextSpan & { assumed: boolean })[] = [];
  const plain = writeOut(mapText(text), today, hour * 60 + minute, past, impossible, times);
  const parsed = /\p{Script=Han}/u.test(text)
    ? hans.parse(plain.text, { instant }, { forwardDate: !past })
    : en.casual.parse(plain.text, { instant }, { forwardDate: !past });
  // chrono-node takes 下午 after a day that was written out for another day.
  const certain = parsed.filter(
    ({ start, text: words }) =>
      (start.isCertain('day') || start.isCertain('weekday') || start.isCertain('hour')) &&
      (parsed.length + impossible.length === 1 || !PERIOD_ALONE.test(words)) &&
      !NO_DAY.test(words),
  );
  const dates = certain.map((result): SpokenDate => {
    const span = originalSpan(plain, result.index, result.index + result.text.length);
    const { start } = result;
    const day = { year: start.get('year') ?? 0, month: start.get('month') ?? 1, day: start.get('day') ?? 1 };
    if (!start.isCertain('hour')) return { value: isoDate(day), hourAssumed: false, ...span };
    let at = start.get('hour') ?? 0;
    const said = text.slice(span.start, span.end);
    const inEnglish =
      !start.isCertain('meridiem') && !/[ap]\.?m|morning|afternoon|evening|night|noon|\d:\d\d|\bin\b/i.test(said);
    const hourAssumed =
      // 下午三点到五点: the first is the one taken.
      times.find((part) => part.start < span.end && part.end > span.start)?.assumed === true ||
      (inEnglish && !/\p{Script=Han}/u.test(text) && at <= 12);
    if (inEnglish && hourAssumed && at >= 1 && at <= 7) at += 12;
    const clock = `${String(at).padStart(2, '0')}:${String(start.get('minute') ?? 0).padStart(2, '0')}`;
    return { value: `${isoDate(day)}T${clock}`, hourAssumed, ...span };
  });
  return [...dates, ...impossible].sort((a, b) => a.start - b.start);
}

function writeOut(
  source: MappedText,
  today: Day,
  nowMinutes: number,
  past: boolean,
  impossible: SpokenDate[],
  times: (TextSpan & { assumed: boolean })[],
): MappedText {
  const refuse = (mapped: MappedText, match: RegExpMatchArray) => {
    const at = match.index ?? 0;
    impossible.push({ value: undefined, hourAssumed: false, ...originalSpan(mapped, at, at + match[0].length) });
    return ' ';
  };
  let mapped = rewrite(source, /今晚|明早|明晚|今早|后晚/gu, ([word]) =>
    word.replace('今', '今天').replace('明', '明天').replace('后', '后天').replace('早', '早上').replace('晚', '晚上'),
  );
  mapped = rewrite(mapped, LATER, ({ groups }) => later(groups ?? {}, today, nowMinutes));
  mapped = rewrite(mapped, WEEKDAY, ({ groups }) => `${isoDate(weekday(groups ?? {}, today, past))} `);
  const beforeMonths = mapped;
  mapped = rewrite(mapped, MONTH_DAY, (match) => {
    const day = monthDay(match.groups ?? {}, today, past);
    return day === undefined ? refuse(beforeMonths, match) : `${isoDate(day)} `;
  });
  const beforeDays = mapped;
  mapped = rewrite(mapped, DAY_OF_MONTH, (match) => {
    const day = dayOfMonth(match.groups ?? {}, today, past);
    return day === undefined ? refuse(beforeDays, match) : `${isoDate(day)} `;
  });
  mapped = rewrite(mapped, /(?:这个?月|本月)?月底/gu, () => `${isoDate({ ...today, day: lastDayOfMonth(today) })} `);
  const beforeTimes = mapped;
  mapped = rewrite(mapped, TIME, (match) => {
    const time = clockTime(match.groups ?? {}, /[点时]/u.test(match[0]));
    if (time === undefined) return undefined;
    const { assumed } = time;
    times.push({ assumed, ...originalSpan(beforeTimes, match.index ?? 0, (match.index ?? 0) + match[0].length) });
    return ` ${time.clock}`;
  });
  return english(mapped, today, refuse);
}

function english(
  source: MappedText,
  today: Day,
  refuse: (mapped: MappedText, match: RegExpMatchArray) => string,
): MappedText {
  const figure = (word: string) => (/^\d/.test(word) ? Number(word) : EN_HOURS.indexOf(word.toLowerCase()) + 1);
  let mapped = rewrite(source, EN_PAST, ([, part = '', way = '', hour = '']) => {
    const minutes = (way === 'to' ? -1 : 1) * (/half/i.test(part) ? 30 : 15);
    const at = figure(hour) * 60 + minutes;
    return `at ${Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}`;
  });
  mapped = rewrite(mapped, EN_TIME, ([, lead, word, minutes, word2, minutes2]) => {
    const spoken = minutes ?? minutes2;
    const tail = spoken === undefined ? '' : `:${EN_MINUTES[spoken.toLowerCase()] ?? '00'}`;
    return `${lead ?? 'at '}${figure(word ?? word2 ?? '')}${tail}`;
  });
  return rewrite(mapped, EN_MONTH_DAY, (match) => {
    const { month, month2, day, day2 } = match.groups ?? {};
    const number = MONTHS.split('|').indexOf((month ?? month2 ?? '').toLowerCase()) + 1;
    const latest = lastDayOfMonth({ year: number === 2 ? 2024 : today.year, month: number, day: 1 });
    return Number(day ?? day2) > latest ? refuse(mapped, match) : undefined;
  });
}

type Groups = Record<string, string | undefined>;

function later({ count = '', half, unit = '' }: Groups, today: Day, nowMinutes: number): string | undefined {
  const amount = (count === '半' ? 0.5 : chineseNumber(count)) + (half === undefined ? 0 : 0.5);
  // 几天后 names no day.
  if (Number.isNaN(amount)) return ' ';
  if (unit === '月') {
    const months = today.month - 1 + amount;
    const target = { year: today.year + Math.floor(months / 12), month: (months % 12) + 1, day: 1 };
    return `${isoDate({ ...target, day: Math.min(today.day, lastDayOfMonth(target)) })} `;
  }
  const minutes = { 小时: 60, 钟头: 60, 分钟: 1, 天: 1_440 }[unit] ?? 10_080;
  const at = nowMinutes + amount * minutes;
  const day = isoDate(addDays(today, Math.floor(at / 1_440)));
  const clock = at % 1_440;
  if (minutes >= 1_440) return `${day} `;
  return `${day} ${String(Math.floor(clock / 60)).padStart(2, '0')}:${String(clock % 60).padStart(2, '0')}`;
}

/** Weeks begin on Monday (GB/T 7408, ISO 8601): 下周日 is the Sunday after the next Monday. */
function weekday({ which, day = '' }: Groups, today: Day, past: boolean): Day {
  const index = day === '末' ? 5 : '日天'.includes(day) ? 6 : chineseNumber(day) - 1;
  const now = (weekdayOf(today) + 6) % 7;
  const weeks = { 下下: 2, 下: 1, 上: -1 }[which ?? ''] ?? 0;
  const offset = index - now + weeks * 7;
  if (which !== undefined) return addDays(today, offset);
  return addDays(today, past ? (offset > 0 ? offset - 7 : offset) : offset < 0 ? offset + 7 : offset);
}

function monthDay({ year, month = '', day = '' }: Groups, today: Day, past: boolean): Day | undefined {
  const relative = { 今: 0, 明: 1, 后: 2, 去: -1 }[year ?? ''];
  const found = { year: today.year, month: chineseNumber(month), day: chineseNumber(day) };
  if (relative !== undefined) found.year += relative;
  else if (year !== undefined) found.year = chineseNumber(year);
  else if (!past && isoDate(found) < isoDate(today)) found.year += 1;
  else if (past && isoDate(found) > isoDate(today)) found.year -= 1;
  const possible = found.month >= 1 && found.month <= 12 && found.day >= 1 && found.day <= lastDayOfMonth(found);
  return possible ? found : undefined;
}

function dayOfMonth({ which, day = '' }: Groups, today: Day, past: boolean): Day | undefined {
  const number = chineseNumber(day);
  if (!(number >= 1 && number <= 31)) return undefined;
  let month = { year: today.year, month: today.month + ({ 下下: 2, 下: 1 }[which ?? ''] ?? 0), day: number };
  if (which === undefined && !past && number < today.day) month.month += 1;
  if (which === undefined && past && number > today.day) month.month -= 1;
  month = { ...month, year: month.year + Math.floor((month.month - 1) / 12), month: ((month.month + 11) % 12) + 1 };
  return number <= lastDayOfMonth(month) ? month : undefined;
}

function clockTime(
  { period, hour = '', part, minute }: Groups,
  spoken: boolean,
): { clock: string; assumed: boolean } | undefined {
  let at = chineseNumber(hour);
  const minutes =
    part !== undefined ? ({ 一刻: 15, 三刻: 45 }[part] ?? 30) : minute === undefined ? 0 : chineseNumber(minute);
  if (!(at >= 0 && at <= 24 && minutes >= 0 && minutes < 60)) return undefined;
  const assumed = period === undefined && spoken && at >= 1 && at <= 12;
  if (/下午|傍晚|晚上|夜里/u.test(period ?? '') && at < 12) at += 12;
  if (period === '中午' && at < 3) at += 12;
  // Nobody asks to be called at three at night.
  if (assumed && at <= 7) at += 12;
  return { clock: `${String(at % 24).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`, assumed };
}
