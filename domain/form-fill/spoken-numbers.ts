import { mapText, originalSpan, type TextSpan } from '../mapped-text';

/** A number found in speech. */
export interface SpokenNumber extends TextSpan {
  value: number;
  percent: boolean;
  /** ISO 4217, where a currency was said. */
  currency?: string;
  /** The word right after it (个, 月, years), empty for none: it tells what is counted. */
  unit: string;
}

const DIGITS: Record<string, number> = {
  ...{ 零: 0, 〇: 0, 一: 1, 幺: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
};
const UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1_000 };
const LARGE: Record<string, number> = { 万: 10_000, 亿: 100_000_000 };

const CHINESE = '[零〇一幺二两三四五六七八九十百千万亿]';
/** 一 in 一下 and 一般, 十 in 十分满意 are no numbers. */
const NO_NUMBER =
  '(?![一两](?:下|般|点(?![零一二三四五六七八九半钟])|直|定|样|共|起|些|会|旦|切|边)|十分(?:满意|感谢|好|不|愿意|喜欢))';
const ZH_NUMBER = `${NO_NUMBER}(?:\\d+(?:,\\d{3})*(?:\\.\\d+)?(?:\\s*[百千万亿]\\d*)*|${CHINESE})(?:${CHINESE}|[百千万亿]\\d+)*(?:点[零〇一二三四五六七八九]+[百千万亿]?)?`;

const WORDS: Record<string, number> = Object.fromEntries(
  [
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  ]
    .join(' ')
    .split(' ')
    .map((word, value) => [word, value]),
);
const TENS: Record<string, number> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, index) => [word, 20 + index * 10]),
);
const EN_WORD = `(?:${[...Object.keys(WORDS), ...Object.keys(TENS)].sort((a, b) => b.length - a.length).join('|')}|hundred|thousand|million)`;
const EN_NUMBER = `(?:(?<![a-z])(?:a\\s+(?=hundred|thousand|million))?${EN_WORD}(?:(?:\\s+and\\s+|[\\s-]+)${EN_WORD})*(?:\\s+point(?:\\s+(?:${Object.keys(WORDS).slice(0, 10).join('|')}))+(?:\\s+(?:hundred|thousand|million))?)?(?![a-z]))`;
const EN_FIGURES = '(?:\\d+(?:,\\d{3})*(?:\\.\\d+)?\\s*(?:k\\b|hundred|thousand|million))';
const NUMBER = new RegExp(
  `(?<before>[¥￥$€£]\\s*|rmb\\s*)?(?<share>百分之)?(?<number>${EN_FIGURES}|${ZH_NUMBER}|${EN_NUMBER})` +
    `(?<after>\\s*(?:人民币|块钱?|元|美元|美金|港币|欧元|英镑|rmb|yuan|dollars?|bucks|pounds?|euros?|%|percent)(?:(?<tenth>[一二两三四五六七八九\\d])(?![十百千\\d])毛?)?)?`,
  'giu',
);
const UNIT = /^\s*(个月|个小时|个|月|年|天|点|号|日|岁|次|分钟|分|楼|位|小时|周|折|后|[a-z]+)/iu;
const CURRENCIES: [RegExp, string][] = [
  [/美[元金]|\$|dollar|buck/iu, 'USD'],
  [/港币/u, 'HKD'],
  [/欧元|€|euro/iu, 'EUR'],
  [/英镑|£|pound/iu, 'GBP'],
  [/人民币|块|元|¥|￥|rmb|yuan/iu, 'CNY'],
];

/** Every number of a text, in figures, Chinese numerals (三千九百八, 两万五, 百分之三, 九块九) or English words. */
export function readNumbers(text: string): SpokenNumber[] {
  const mapped = mapText(text);
  return [...mapped.text.matchAll(NUMBER)].flatMap((match) => {
    const { before = '', share, number = '', after = '', tenth } = match.groups ?? {};
    const whole = /[a-z]/i.test(number) ? englishNumber(number) : chineseNumber(number);
    if (!Number.isFinite(whole)) return [];
    // 九块九 is 9.90.
    const value = tenth === undefined ? whole : whole + chineseNumber(tenth) / 10;
    const end = match.index + match[0].trimEnd().length;
    const currency = CURRENCIES.find(([pattern]) => pattern.test(before + after))?.[1];
    return [
      {
        value: Math.round(value * 1e6) / 1e6,
        percent: share !== undefined || /%|percent/i.test(after),
        ...(currency === undefined ? {} : { currency }),
        unit: after.trim() === '' ? (UNIT.exec(mapped.text.slice(end))?.[1]?.toLowerCase() ?? '') : '',
        ...originalSpan(mapped, match.index, end),
      },
    ];
  });
}

/**
 * A number in Chinese numerals or figures or both (3万5). The last digit counts for the place after the last unit, as
 * people say it: 三千九百八 is 3980, 两万五 is 25,000, but 三千零八 is 3008. NaN where it is none.
 */
export function chineseNumber(text: string): number {
  const plain = text.replaceAll(',', '').replace(/\s/g, '');
  if (/^\d+(?:\.\d+)?$/.test(plain)) return Number(plain);
  if (/^[零〇一幺二两三四五六七八九]+$/u.test(plain)) return Number([...plain].map((sign) => DIGITS[sign]).join(''));
  const [, head = '', fraction = '', scale = ''] =
    /^([^点]*)(?:点([零〇一二三四五六七八九]+)([百千万亿]?))?$/u.exec(plain) ?? [];
  if (head === '') return NaN;
  if (fraction !== '') {
    const decimal = Number(`0.${[...fraction].map((sign) => DIGITS[sign]).join('')}`);
    return (chineseNumber(head) + decimal) * (UNITS[scale] ?? LARGE[scale] ?? 1);
  }
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let place = 1;
  for (const [part] of head.matchAll(/\d+(?:\.\d+)?|./gu)) {
    const large = LARGE[part];
    const unit = UNITS[part];
    if (large !== undefined) {
      const below = section + (digit ?? 0) || 1;
      if (large === LARGE.亿) total = (total + below) * large;
      else total += below * large;
      [section, digit, place] = [0, undefined, large];
    } else if (unit !== undefined) {
      section += (digit ?? 1) * unit;
      [digit, place] = [undefined, unit];
    } else {
      const value = DIGITS[part] ?? Number(part);
      if (Number.isNaN(value)) return NaN;
      if (value === 0) place = 1;
      // Figures after a unit (2千500) stand for themselves.
      if (part.length > 1) place = 1;
      digit = digit === undefined || digit === 0 ? value : digit * 10 + value;
    }
  }
  return total + section + (digit ?? 0) * (place > 10 ? place / 10 : 1);
}

/** "three thousand nine hundred and eighty", "thirty-five", "two point five million", "5k". NaN where it is none. */
export function englishNumber(text: string): number {
  let total = 0;
  let section = 0;
  let decimals = '';
  let last: 'unit' | 'tens' | 'other' = 'other';
  for (const word of text
    .toLowerCase()
    .replaceAll(',', '')
    .match(/\d+(?:\.\d+)?|[a-z]+/g) ?? []) {
    const unit = WORDS[word];
    const tens = TENS[word];
    if (decimals !== '' && unit !== undefined) decimals += String(unit);
    else if (word === 'point') decimals = '.';
    else if (unit !== undefined) {
      // "three five" is 35; "thirty five" too.
      section = last === 'unit' ? section * 10 ** String(unit).length + unit : section + unit;
      last = 'unit';
    } else if (tens !== undefined) {
      section = last === 'unit' || last === 'tens' ? section * 100 + tens : section + tens;
      last = 'tens';
    } else if (/^\d/.test(word)) section += Number(word);
    else if (word !== 'and' && word !== 'a') {
      const scale = { hundred: 100, thousand: 1_000, k: 1_000, million: 1_000_000 }[word];
      if (scale === undefined) return NaN;
      section = ((section || 1) + Number(`0${decimals.length > 1 ? decimals : ''}`)) * scale;
      decimals = '';
      last = 'other';
      if (scale > 100) [total, section] = [total + section, 0];
    }
  }
  return total + section + (decimals.length > 1 ? Number(`0${decimals}`) : 0);
}
