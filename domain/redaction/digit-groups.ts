import { mapText, originalSpan } from '../mapped-text';

/** Digits said together, and where. */
export interface DigitGroup {
  /** Figures, and X where it may be the check character of an identity number. */
  digits: string;
  /** In the original text, end exclusive. */
  start: number;
  end: number;
  /** What stands between this group and the one before (or the start of the text) holds words, not only separators. */
  afterWords: boolean;
  /** How many letters of words stand there. */
  gapLetters: number;
  /** 元, 年, % and the like stand right after: this is an amount, a date or a share. */
  unit: boolean;
  /** Written as an amount with thousands marks: 12,345,678. */
  thousands: boolean;
}

export interface DigitText {
  groups: DigitGroup[];
  /** Letters of words after the last group. */
  tailLetters: number;
}

const CHINESE: Record<string, string> = Object.fromEntries(
  ['0零〇○', '1一壹幺', '2二贰两', '3三叁', '4四肆', '5五伍', '6六陆', '7七柒', '8八捌', '9九玖'].flatMap(
    ([digit = '', ...signs]) => signs.map((sign) => [sign, digit]),
  ),
);
/** What a recogniser writes for 幺, and the radio names of digits: digits only beside other digits. */
const BESIDE: Record<string, string> = { 妖: '1', 腰: '1', 吆: '1', 要: '1', 洞: '0', 拐: '7', 勾: '9' };
/** What a recogniser hears for a digit: only between two others. */
const HOMOPHONES: Record<string, string> = Object.fromEntries(
  [
    '0林灵铃',
    '1医衣依已',
    '2儿而耳',
    '3山伞',
    '4死是事似',
    '5我无午吴',
    '6刘留流',
    '7期起齐气',
    '8吧爸巴把',
    '9就酒久',
  ].flatMap(([digit = '', ...signs]) => signs.map((sign) => [sign, digit])),
);
const UNITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = ['ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen'];
const TEENS_AFTER = ['sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
/** Maps, not objects: people also say "constructor". */
const ENGLISH = new Map<string, string>([
  ...UNITS.map((word, digit) => [word, String(digit)] as const),
  ...[...TEENS, ...TEENS_AFTER].map((word, index) => [word, String(10 + index)] as const),
  ...TENS.map((word, index) => [word, String(20 + index * 10)] as const),
  ...Object.entries({ oh: '0', o: '0', nought: '0', naught: '0', nil: '0', niner: '9', fourty: '40' }),
]);
const REPEATS = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
  ['quadruple', 4],
]);

const C = '零〇○一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖';
const B = '妖腰吆要洞拐勾';
const H = Object.keys(HOMOPHONES).join('');
/** Order matters: amounts with 千, 万 and fractions first, so that their digits are not read one by one. */
const TOKEN = new RegExp(
  [
    `(?<amount>[${C}十百\\d.,]*(?:[${C}\\d]|十)[千万亿][${C}十百千万亿\\d点]*|\\d+(?:\\.\\d+)?\\s?(?:thousand|million|billion|percent)\\b)`,
    '(?<clock>(?<![\\d:])\\d{1,2}:[0-5]\\d(?![\\d:]))',
    `(?<share>百分之[${C}十百点\\d]+)`,
    `(?<decimal>[${C}]点[${C}]{1,2}(?![${C}]))`,
    '(?<thousands>(?<![\\d,])\\d{1,3}(?:,\\d{3})+(?![\\d,]))',
    '(?<figures>\\d+)',
    `(?<compound>[一二两三四五六七八九]百(?:零[一二三四五六七八九]|[一二三四五六七八九]十?[一二三四五六七八九]?)?|[二三四五六七八九]?十[一二三四五六七八九]?)`,
    // 一下, 四位, 第二段: words, not digits.
    `(?<counted>第[${C}]|(?<![${C}\\d])[${C}](?=[下定样直共起般些位段组张家旦切会边遍]))`,
    `(?<chinese>[${C}])`,
    `(?<beside>[${B}](?=[${C}\\d])|(?<=[${C}\\d])[${B.replace('要', '')}])`,
    `(?<heard>(?<=[${C}])[${H}](?=[${C}]))`,
    `(?<check>(?<![a-z])x(?![a-z])|叉|艾克斯|(?<=[${C}\\d]\\s*)ex\\b)`,
    "(?<word>[a-z]+(?:'[a-z]+)?)",
    '(?<filler>[嗯啊呃哦额唔呀哈])',
    '(?<separator>[\\s,，、.。·•_/\\\\|\\-–—―−~#*()（）\\[\\]…;；:：!！?？"“”\'‘’+]|空格|横杠|杠|减)',
    '(?<other>.)',
  ].join('|'),
  'giu',
);
/** Said between groups without ending the number. */
const FILLER_WORDS = /^(?:um|uh|er|erm|hm|hmm|mm|mhm|and|then|dash|hyphen|space|okay|ok|yes|yeah|right|comma|plus)$/i;
const FILLER_PHRASES =
  /然后是?|接着是?|接下来是?|后面是?|再来|再是|最后是?|中间是?|就是|那个|对对|对|好的|好|是的|可以|请讲|您说|记好了/gu;
/** After these a number is an amount, a date, a count: never part of a secret. 号 is not here: 138…号 is said of numbers too. */
const UNIT_AFTER =
  /^\s*(?:元|块|毛|角|年|月|岁|点|分钟|小时|天|%|折|倍|个|次|期|percent|dollars?|yuan|pounds?|euros?|rmb|cents?|years?|months?|days?|hours?|minutes?|weeks?|people|times)/iu;
const CURRENCY_BEFORE = /[¥￥$€£]\s*$/u;

/** Reads every group of digits of one line in order, however they were said. */
export function readDigitGroups(text: string): DigitText {
  const mapped = mapText(text);
  // Fillers are blanked, not cut: positions stay.
  const plain = mapped.text.replace(FILLER_PHRASES, (phrase) => ' '.repeat(phrase.length));
  const groups: DigitGroup[] = [];
  let letters = 0;
  let repeat = 1;
  let tensBefore = false;
  let repeatStart = 0;
  const add = (digits: string, at: number, length: number, thousands = false) => {
    const last = groups.at(-1);
    const span = originalSpan(mapped, repeat > 1 ? repeatStart : at, at + length);
    const touching = last !== undefined && letters === 0 && !thousands && last.end === span.start && !last.thousands;
    if (touching) Object.assign(last, { digits: last.digits + digits, end: span.end });
    else groups.push({ digits, ...span, afterWords: letters > 0, gapLetters: letters, unit: false, thousands });
    letters = 0;
    const current = groups.at(-1);
    if (current !== undefined) {
      const rest = plain.slice(at + length);
      current.unit = UNIT_AFTER.test(rest) || (!touching && CURRENCY_BEFORE.test(plain.slice(0, at)));
    }
  };
  for (const match of plain.matchAll(TOKEN)) {
    const {
      heard,
      amount,
      clock,
      share,
      decimal,
      thousands,
      figures,
      compound,
      chinese,
      beside,
      check,
      counted,
      word,
      other,
    } = match.groups ?? {};
    const at = match.index;
    const size = match[0].length;
    const times = repeat;
    let tens = false;
    if (figures !== undefined) add(figures.length === 1 ? figures.repeat(times) : figures, at, size);
    else if (thousands !== undefined) add(thousands.replaceAll(',', ''), at, size, true);
    else if (chinese !== undefined) add(CHINESE[chinese] ?? '', at, size);
    else if (beside !== undefined) add(BESIDE[beside] ?? '', at, size);
    else if (heard !== undefined) add(HOMOPHONES[heard] ?? '', at, size);
    else if (compound !== undefined) add(compoundDigits(compound), at, size);
    else if (check !== undefined) add('X', at, size);
    else if (word !== undefined) {
      const digits = ENGLISH.get(word.toLowerCase());
      if (digits !== undefined) {
        const last = groups.at(-1);
        // "sixty-two" is 62, not 602.
        if (tensBefore && digits.length === 1 && digits !== '0' && last !== undefined && last.digits.endsWith('0')) {
          last.digits = last.digits.slice(0, -1);
        }
        add(digits.length === 1 ? digits.repeat(times) : digits, at, size);
        tens = digits.length === 2 && digits.endsWith('0') && digits !== '10';
      } else if (REPEATS.has(word.toLowerCase())) {
        repeat = REPEATS.get(word.toLowerCase()) ?? 1;
        repeatStart = at;
        continue;
      } else if (!FILLER_WORDS.test(word)) letters += size;
    } else if (
      counted !== undefined ||
      clock !== undefined ||
      amount !== undefined ||
      share !== undefined ||
      decimal !== undefined
    )
      letters += size;
    else if (other !== undefined) letters += size;
    if (match.groups?.separator === undefined) {
      repeat = 1;
      tensBefore = tens;
    }
  }
  return { groups, tailLetters: letters };
}

/** 一百三十八 → 138, 二十五 → 25: groups of up to three digits said as a number. */
function compoundDigits(text: string): string {
  let value = 0;
  let digit = 0;
  for (const sign of text) {
    if (sign === '百') value += (digit || 1) * 100;
    else if (sign === '十') value += (digit || 1) * 10;
    else if (sign !== '零') {
      digit = Number(CHINESE[sign] ?? 0);
      continue;
    }
    digit = 0;
  }
  // 一百三 is 130, as people say it.
  const short = /百[一二三四五六七八九]$/u.test(text);
  return String(value + digit * (short ? 10 : 1));
}
