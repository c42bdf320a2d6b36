import { describe, expect, it } from 'vitest';
import { cueBookSchema, type CueBook } from '../contracts/cues';
import type { CueCondition } from '../contracts/cue-rules';
import english from './cue-books/en.json';
import mandarin from './cue-books/zh.json';
import { PLAIN_SITUATION, tryBook, type TriedLine } from './cue-tester';

const zh = cueBookSchema.parse(mandarin);
const en = cueBookSchema.parse(english);
const customer = (text: string): TriedLine => ({ leg: 'customer', text });
const agent = (text: string): TriedLine => ({ leg: 'agent', text });

function bookOf(cues: { id: string; phrases?: string[]; when?: CueCondition; leg?: string; oncePerCall?: boolean }[]) {
  const rest = { title: 'T', lines: ['L'], action: 'inform' };
  return cueBookSchema.parse({
    ...{ name: 'Test', language: 'zh', version: 1 },
    script: [
      { id: 'greet', title: 'A', line: 'A' },
      { id: 'close', title: 'B', line: 'B' },
    ],
    cues: cues.map((cue) => ({ ...rest, ...cue })),
  });
}

function popped(book: CueBook, lines: TriedLine[], situation = {}): string[] {
  return tryBook(book, lines, { ...PLAIN_SITUATION, ...situation }).popped.map(({ cue }) => cue.id);
}
function near(book: CueBook, lines: TriedLine[], situation = {}) {
  return tryBook(book, lines, { ...PLAIN_SITUATION, ...situation }).near;
}

describe('what would pop', () => {
  it('is what the built-in books show, with the words it rests on', () => {
    const { popped: cards } = tryBook(zh, [customer('你们这个太贵了吧')]);
    expect(cards).toMatchObject([{ cue: { id: 'too-expensive' }, line: 0, leads: true, rule: null }]);
    expect(cards[0]?.shown.phrase).toContain('太贵');
    expect(popped(en, [customer('please do not call me again')])).toContain('opt-out');
    expect(popped(zh, [])).toEqual([]);
  });

  it('tells the feelings that show in words; typed words have no voice', () => {
    const book = bookOf([
      { id: 'calm', when: { emotion: 'annoyed' } },
      { id: 'angry', when: { emotion: 'angry' } },
    ]);
    expect(popped(book, [customer('我要投诉你们！')])).toEqual(['calm']);
    expect(popped(book, [customer('多少钱一个月？')])).toEqual([]);
  });

  it('fills the form of what is said, for cards that wait for a field', () => {
    const book = bookOf([
      { id: 'adult', when: { form: { key: 'age', atLeast: 18 } } },
      { id: 'old', when: { form: { key: 'age', atLeast: 60 } } },
    ]);
    expect(popped(book, [agent('请问您今年多大？'), customer('我今年四十二岁')])).toEqual(['adult']);
    expect(popped(book, [agent('请问您今年多大？')])).toEqual([]);
  });

  it('finds a phrase as the careful ear does: misspelt by sound, contractions written out, not across words', () => {
    const book = bookOf([
      { id: 'refund', phrases: ['退款'] },
      { id: 'live', phrases: ['活动'] },
    ]);
    expect(popped(book, [customer('我要退宽')])).toEqual(['refund']);
    expect(popped(book, [customer('这是生活动力')])).toEqual([]);
    expect(popped(en, [customer("I don't need it, do not call")])).toContain('opt-out');
  });

  it('asks the rules with the facts of the situation', () => {
    const when = (condition: CueCondition) => bookOf([{ id: 'c', when: condition }]);
    expect(popped(when({ silenceSeconds: 8 }), [customer('喂')], { silenceSeconds: 8 })).toEqual(['c']);
    expect(popped(when({ silenceSeconds: 8 }), [customer('喂')], { silenceSeconds: 7 })).toEqual([]);
    expect(popped(when({ stage: 'close' }), [], { stageId: 'close' })).toEqual(['c']);
    expect(popped(when({ agentShareAbove: 0.7 }), [], { agentShare: 0.8 })).toEqual(['c']);
    expect(popped(when({ agentShareAbove: 0.7 }), [], { agentShare: 0.6 })).toEqual([]);
    expect(popped(when({ price: 'agent' }), [agent('一年三千九百八')])).toEqual(['c']);
    expect(popped(when({ intent: 'complaint' }), [customer('我要投诉你们')])).toEqual(['c']);
    const gold = { customer: { label: '等级', is: '金卡' } };
    expect(popped(when(gold), [], { customer: [{ label: '等级', value: '金卡' }] })).toEqual(['c']);
  });

  it('reads several lines as one call: an answer by its question, once per call, within so many seconds', () => {
    const both = bookOf([
      { id: 'both', when: { withinSeconds: 30, all: [{ heard: ['太贵'] }, { price: 'agent' }] } },
      { id: 'once', phrases: ['便宜'], oncePerCall: true },
    ]);
    expect(popped(both, [agent('一共300元'), customer('太贵了')])).toEqual(['both']);
    expect(popped(both, [agent('一共300元')])).toEqual([]);
    expect(popped(both, [customer('便宜点'), agent('好'), customer('便宜点吧')])).toEqual(['once']);
    const { popped: cards } = tryBook(both, [agent('一共300元'), customer('太贵了')]);
    expect(cards[0]).toMatchObject({ line: 1, rule: { verdict: { truth: 'certain' } } });
    expect(cards[0]?.rule?.parts.map(({ verdict }) => verdict.evidence?.words)).toEqual(['太贵', '300元']);
  });
});

describe('what would nearly pop', () => {
  it('tells the other leg, what only sounds alike, and most of a phrase', () => {
    const book = bookOf([
      { id: 'agent-only', phrases: ['保险'], leg: 'agent' },
      { id: 'trial', phrases: ['试用'] },
      { id: 'refund', phrases: ['申请退款'] },
      { id: 'far', phrases: ['银行利率'] },
    ]);
    const found = near(book, [customer('保险这个怎么使用，我想退款')]);
    expect(found.map(({ cue, phrase }) => [cue.id, phrase?.why, phrase?.words])).toEqual([
      ['agent-only', 'other-leg', '保险'],
      ['trial', 'sounds-alike', '使用'],
    ]);
    expect(near(book, [customer('我想申请退')])[0]).toMatchObject({ phrase: { why: 'part-said', words: '申请退' } });
    const words = bookOf([
      { id: 'stop', phrases: ['stop calling me'] },
      { id: 'can', phrases: ['可以办'] },
    ]);
    expect(near(words, [customer('please stop calling, 可以吗')])).toMatchObject([
      { cue: { id: 'stop' }, phrase: { words: 'stop calling' } },
    ]);
  });

  it('tells which part of a rule is missing', () => {
    const book = bookOf([
      { id: 'half', when: { all: [{ heard: ['太贵'] }, { stage: 'close' }] } },
      { id: 'third', when: { all: [{ heard: ['太贵'] }, { stage: 'close' }, { silenceSeconds: 5 }] } },
    ]);
    const [half, ...more] = near(book, [customer('太贵了')]);
    expect(half).toMatchObject({ cue: { id: 'half' }, nearness: 0.5 });
    expect(half?.rule?.parts.map(({ verdict }) => verdict.truth)).toEqual(['certain', 'no']);
    expect(more).toEqual([]);
  });

  it('names none that has popped', () => {
    const book = bookOf([{ id: 'c', phrases: ['太贵了', '太贵'] }]);
    expect(near(book, [customer('太贵')])).toEqual([]);
  });
});

it('takes a book of 10,000 phrases', () => {
  const characters = [
    ...'太贵便宜优惠合同发票试用考虑家里老婆不要投诉客服电话经理退款保险利息分期银行利率额度身份证短信',
  ];
  const at = (index: number) => characters[index % characters.length] ?? '';
  const phrase = (index: number) => at(index) + at(index * 7 + 1) + at(Math.floor(index / 40)) + at(index * 11 + 3);
  const cues = Array.from({ length: 1_000 }, (_, card) => ({
    id: `card-${String(card)}`,
    phrases: Array.from({ length: 10 }, (_each, own) => phrase(card * 10 + own)),
  }));
  const book = bookOf(cues);
  const wanted = phrase(9_999);
  expect(popped(book, [customer(`我说${wanted}行吗`)])).toContain('card-999');
});
