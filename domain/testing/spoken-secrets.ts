import fc from 'fast-check';
import type { TranscriptLine } from '../../contracts/transcript';
import { readDigitGroups } from '../redaction/digit-groups';
import { identityCheckCharacter, passesLuhn } from '../redaction/number-kinds';

const digit = fc.integer({ min: 0, max: 9 });
const digits = (length: number) => fc.array(digit, { minLength: length, maxLength: length }).map((all) => all.join(''));
const card = fc.tuple(fc.constantFrom(15, 16, 19), fc.integer({ min: 2, max: 6 })).chain(([length, first]) =>
  digits(length - 2).map((middle) => {
    const body = `${first}${middle}`;
    return `${body}${[...'0123456789'].find((check) => passesLuhn(body + check)) ?? ''}`;
  }),
);
const identity = fc
  .tuple(fc.integer({ min: 110_000, max: 659_999 }), fc.integer({ min: 1940, max: 2010 }), digits(3))
  .chain(([region, year, order]) =>
    fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([month, day]) => {
      const body = `${region}${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}${order}`;
      return body + identityCheckCharacter(body);
    }),
  );
const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), digits(9)).map(([second, rest]) => `1${second}${rest}`);
const announced = (kind: string, words: string[]) => (number: string) =>
  fc.constantFrom(...words).map((words) => ({ kind, number, words }));
const secret = fc.oneof(
  card.chain(announced('card', ['', '', '我的卡号是', 'my card number is '])),
  identity.chain(announced('identity', ['', '', '身份证号是', 'my ID number is '])),
  mobile.chain(announced('phone', ['', '', '手机号', 'you can call me at '])),
  // Nothing but the words around tells an account.
  fc
    .integer({ min: 10, max: 19 })
    .chain(digits)
    .chain(announced('account', ['账号是', '我的账户 ', 'my account is '])),
);

const CHINESE = ['零〇', '一幺', '二', '三', '四', '五', '六', '七', '八', '九'];
const ENGLISH = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
type Way = 'figures' | 'full-width' | 'chinese' | 'english' | 'figure-by-figure';

function spell(group: string, way: Way, pick: number): string {
  if (way === 'figures') return group;
  if (way === 'full-width')
    return [...group].map((d) => (d === 'X' ? d : String.fromCharCode(0xff10 + Number(d)))).join('');
  if (way === 'figure-by-figure') return [...group].join(pick % 2 === 0 ? ' ' : '-');
  if (way === 'chinese') {
    const signs = (d: string) => CHINESE[Number(d)] ?? '';
    return [...group].map((d) => (d === 'X' ? 'X' : signs(d)[pick % signs(d).length])).join('');
  }
  const words: string[] = [];
  for (let at = 0; at < group.length;) {
    const sign = group[at] ?? '';
    const same = /^(.)\1*/.exec(group.slice(at))?.[0].length ?? 1;
    const times = sign === 'X' || pick % 3 === 0 ? 1 : Math.min(same, 3);
    const word = sign === 'X' ? 'x' : sign === '0' && pick % 2 === 0 ? 'oh' : (ENGLISH[Number(sign)] ?? '');
    words.push(times === 1 ? word : `${times === 2 ? 'double' : 'triple'} ${word}`);
    at += times;
  }
  return words.join(' ');
}

/** A number that must not leave the desk, and a way to say it. */
export const spokenSecret = fc.record({
  secret,
  way: fc.constantFrom<Way>('figures', 'full-width', 'chinese', 'english', 'figure-by-figure'),
  sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 20, maxLength: 20 }),
  whole: fc.boolean(),
  separators: fc.array(
    fc.constantFrom(
      ' ',
      ', ',
      '，',
      '-',
      ' - ',
      '、',
      '. ',
      '，嗯，',
      ' 然后 ',
      '…',
      '.',
      ',',
      '/',
      '·',
      '。',
      ' dash ',
      '然后后面是',
      '接着数字是',
      ' followed by ',
    ),
    {
      minLength: 5,
      maxLength: 5,
    },
  ),
  cuts: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
  between: fc.constantFrom<'nothing' | 'echo' | 'yes'>('nothing', 'echo', 'yes'),
  pick: fc.nat(50),
  before: fc.constantFrom('', '嗯，', '好的，', '你记一下，', 'okay, ', '三千九百八太贵了。'),
  after: fc.constantFrom('', '。', '，谢谢', '。对吧？', ' thank you'),
});

/** One number as a call: groups, some on lines of their own, with what the agent says between. */
export function tell(form: typeof spokenSecret extends fc.Arbitrary<infer T> ? T : never): TranscriptLine[] {
  const groups: string[] = [];
  let rest = form.secret.number;
  while (rest !== '') {
    const size = form.whole ? rest.length : (form.sizes[groups.length % 20] ?? 4);
    groups.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  const lines: TranscriptLine[] = [];
  const add = (leg: 'agent' | 'customer', text: string) =>
    lines.push({ leg, text, startMs: lines.length * 2_000, endMs: lines.length * 2_000 + 1_500 });
  let text = form.before + form.secret.words;
  let sinceCut = '';
  groups.forEach((group, index) => {
    text += spell(group, form.way, form.pick);
    sinceCut += group;
    if (index < groups.length - 1 && form.cuts[index] === true && text.trim() !== '') {
      add('customer', text);
      if (form.between === 'yes') add('agent', '嗯');
      if (form.between === 'echo') add('agent', `${spell(sinceCut, form.way, form.pick)}，好的`);
      text = '';
      sinceCut = '';
    } else if (index < groups.length - 1) text += form.separators[index % 5] ?? ' ';
  });
  add('customer', text + form.after);
  return lines;
}

/** What a reader could put together: every digit of each leg, and of the whole call, in order. */
export function readable(lines: readonly TranscriptLine[]): string[] {
  const read = (some: readonly TranscriptLine[]) =>
    some.flatMap((line) => readDigitGroups(line.text).groups.map((group) => group.digits)).join('');
  return [
    read(lines),
    ...(['agent', 'customer'] as const).map((leg) => read(lines.filter((line) => line.leg === leg))),
  ];
}
