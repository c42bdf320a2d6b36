import { parsePhoneNumberFromString, isSupportedCountry } from 'libphonenumber-js';
import type { FieldTrouble, FormField } from '../../contracts/forms';
import { findAddresses } from '../redaction/addresses';
import { readRuns } from '../redaction/digit-runs';
import { readChoice, readYesNo } from './read-choice';
import { readName } from './read-name';
import { afterAnnouncement, said, type Reading, type ReadingContext } from './reading';
import { readDates } from './spoken-dates';
import { readNumbers, type SpokenNumber } from './spoken-numbers';

/** The last value a speaker says after one of these is the one meant. */
const CORRECTION =
  /不对|不是(?=[\d一二三四五六七八九十明后下周])|说错了|错了|应该是|我是说|更正|\bno wait\b|\bsorry\b|\bi mean\b|\bactually\b|\bcorrection\b/giu;

export function isCorrection(text: string): boolean {
  return text.search(CORRECTION) >= 0;
}

/** What an utterance says for one field; the last value where the speaker corrects himself. Undefined: nothing. */
export function readField(field: FormField, text: string, context: ReadingContext): Reading | undefined {
  const cut = [...text.matchAll(CORRECTION)].at(-1);
  if (cut !== undefined) {
    const from = cut.index + cut[0].length;
    const corrected = readings(field, text.slice(from), { ...context, asked: true }).at(0);
    const before = readings(field, text.slice(0, cut.index), context).at(-1);
    // Without anything to correct it is a mere "sorry".
    if (corrected !== undefined && (context.asked || before !== undefined)) {
      return { ...corrected, start: corrected.start + from, end: corrected.end + from };
    }
    if (before !== undefined) return before;
  }
  return readings(field, text, context).at(0);
}

function readings(field: FormField, text: string, context: ReadingContext): Reading[] {
  const announced = afterAnnouncement(text, field.says);
  if (announced !== undefined && !context.asked && field.type !== 'date') {
    const rest = readings(field, text.slice(announced), { ...context, asked: true });
    if (rest.length > 0) {
      return rest.map((reading) => ({ ...reading, start: reading.start + announced, end: reading.end + announced }));
    }
  }
  switch (field.type) {
    case 'name':
      return readName(text, context.asked);
    case 'age':
      return readAge(field, text, context.asked);
    case 'amount':
      return context.asked ? readAmount(field, text) : [];
    case 'scale':
      return context.asked ? readScale(text) : [];
    case 'date':
      if (context.asked) return readDate(field, text, context.callAt);
      return announced === undefined ? [] : nearest(readDate(field, text, context.callAt), announced);
    case 'phone':
      return readPhone(text, context);
    case 'choice':
      return context.asked ? readChoice(field, text) : [];
    case 'yes-no':
      return context.asked ? readYesNo(text) : [];
    case 'address':
      return readAddress(text, context.asked);
  }
}

/** 我现在在开车，你明天下午再打给我: the day beside the announcement is the one meant. */
function nearest(found: Reading[], announced: number): Reading[] {
  const distance = ({ start, end }: Reading) => (end <= announced ? announced - end : start - announced);
  return found.sort((a, b) => distance(a) - distance(b));
}

const AGE_SELF =
  /(?:我|今年|本人|年龄)(?:今年|是|刚|已经|都|快|才|满)*$|\b(?:i'm|i am|my age is|aged|i just turned|turned)\s*$/iu;

function readAge(field: { min: number; max: number }, text: string, asked: boolean): Reading[] {
  return readNumbers(text).flatMap((number) => {
    const before = text.slice(0, number.start);
    const after = text.slice(number.end);
    const years = number.unit === '岁' || /^[\s-]*years?[\s-]old/i.test(after);
    const bare = number.unit === '' || /^(?:and|now|this|so|but|my|i)$/.test(number.unit);
    const self = AGE_SELF.test(before) && (years || /今年|age|turned|old/i.test(before)) && (bare || years);
    // 我女儿三岁 is not the customer's age, unless it was asked for.
    if (!self && !(asked && (bare || years))) return [];
    const span = {
      start: number.start,
      end: number.end + (years ? (/^\s*岁|^[\s-]*years?[\s-]old/i.exec(after)?.[0].length ?? 0) : 0),
    };
    return [ranged(number, field, span, text, { type: 'age', value: number.value })];
  });
}

const COUNTED =
  /^(?:个月|个小时|个|月|年|天|点|号|日|岁|次|分钟|楼|位|小时|周|years?|months?|days?|weeks?|hours?|people|times|o)$/;

function readAmount(field: { min: number; max: number }, text: string): Reading[] {
  const numbers = readNumbers(text).filter((number) => !number.percent && !COUNTED.test(number.unit));
  const sure = numbers.filter((number) => number.currency !== undefined || number.value >= 100);
  return (sure.length > 0 ? sure : numbers).map((number) => {
    const { currency } = number;
    const value = { type: 'amount' as const, value: number.value, ...(currency === undefined ? {} : { currency }) };
    return ranged(number, field, number, text, value);
  });
}

function readScale(text: string): Reading[] {
  const full = /满分|(?<!\d)10\s*分/u.exec(text);
  if (full !== null) {
    return [{ value: { type: 'scale', value: 10 }, start: full.index, end: full.index + full[0].length }];
  }
  // "eight out of ten", 十分里打八分: what is out of what.
  const plain = text.replace(/(?:十|10)\s*分(?:里|制|中|满分)|out of (?:ten|10)|\/\s*10/giu, (part) =>
    ' '.repeat(part.length),
  );
  return readNumbers(plain)
    .filter((number) => number.unit === '' || !COUNTED.test(number.unit))
    .map((number) => {
      if (!Number.isInteger(number.value)) return trouble('invalid-range', number, text, { min: 1, max: 10 });
      return ranged(number, { min: 1, max: 10 }, number, text, { type: 'scale', value: number.value });
    });
}

function ranged(
  number: SpokenNumber,
  { min, max }: { min: number; max: number },
  span: { start: number; end: number },
  text: string,
  value: NonNullable<Reading['value']>,
): Reading {
  const { start, end } = span;
  if (number.value < min || number.value > max) return trouble('invalid-range', span, text, { min, max });
  return { value, start, end };
}

function readDate(field: { when: 'future' | 'past' | 'any' }, text: string, callAt: string): Reading[] {
  return readDates(text, callAt, field.when === 'past').map((date) => {
    const { value, start, end } = date;
    if (value === undefined) return trouble('invalid-date', date, text);
    const today = callAt.slice(0, 10);
    if (field.when === 'future' && value < (value.length > 10 ? callAt : today))
      return trouble('invalid-past', date, text);
    if (field.when === 'past' && value.slice(0, 10) > today) return trouble('invalid-future', date, text);
    const reading: Reading = { value: { type: 'date', value }, start, end };
    if (date.hourAssumed) reading.trouble = { code: 'hour-assumed', params: { said: said(text, date) } };
    return reading;
  });
}

const PHONE_SELF = /电话|手机|号码|打这个|\b(?:phone|mobile|cell|number|call me (?:back )?(?:at|on)|reach me)\b/iu;

/** With its area code; shorter ones that pass are service numbers, or the first half of a mobile number. */
const SHORTEST_CHINESE_NUMBER = 9;

function readPhone(text: string, { asked, country }: ReadingContext): Reading[] {
  if (!asked && !PHONE_SELF.test(text)) return [];
  const home = isSupportedCountry(country) ? country : 'CN';
  return readRuns([{ leg: 'customer', startMs: 0, endMs: 0, text }], 'customer')
    .filter((run) => run.digits.length >= 5)
    .flatMap((run) => {
      const span = { start: run.spans[0]?.start ?? 0, end: run.spans.at(-1)?.end ?? 0 };
      const forms = [run.digits, `+${run.digits.replace(/^00/, '')}`];
      for (const form of forms) {
        const parsed = parsePhoneNumberFromString(form, { defaultCountry: home, extract: false });
        const complete =
          home !== 'CN' || parsed?.country !== 'CN' || parsed.nationalNumber.length >= SHORTEST_CHINESE_NUMBER;
        if (complete && parsed?.isValid() === true)
          return [{ value: { type: 'phone' as const, value: parsed.number }, ...span }];
      }
      return asked ? [trouble('invalid-phone', span, text)] : [];
    });
}

const ADDRESS_SELF =
  /地址|住址|我?家?住在|住的是|寄到|寄给我|送到|\bmy address\b|\bi live\b|\b(?:send|ship|deliver) (?:it )?to\b/iu;

function readAddress(text: string, asked: boolean): Reading[] {
  const at = ADDRESS_SELF.exec(text);
  if (!asked && at === null) return [];
  const from = at === null ? 0 : at.index;
  // The finder takes parts of an address only after a line that announces one.
  const announcing = { leg: 'agent' as const, startMs: 0, endMs: 0, text: '地址 address' };
  const spans = findAddresses([announcing, { leg: 'customer', startMs: 0, endMs: 0, text }])[1] ?? [];
  const parts = spans.filter((span) => span.start >= from);
  if (parts.length === 0) return [];
  const span = { start: Math.min(...parts.map((part) => part.start)), end: Math.max(...parts.map((part) => part.end)) };
  return [{ value: { type: 'address', value: said(text, span) }, ...span }];
}

function trouble(
  code: FieldTrouble['code'],
  { start, end }: { start: number; end: number },
  text: string,
  params: Record<string, number> = {},
): Reading {
  return { trouble: { code, params: { said: said(text, { start, end }), ...params } }, start, end };
}
