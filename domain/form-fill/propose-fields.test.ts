import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TranscriptLine } from '../../contracts/transcript';
import { parseForm } from '../form-check';
import { proposeFields } from './propose-fields';

const load = (language: string) =>
  parseForm(readFileSync(new URL(`../forms/${language}.json`, import.meta.url), 'utf8'), `${language}.json`);
const forms = { zh: load('zh'), en: load('en') };

function call(...said: string[]): TranscriptLine[] {
  return said.map((text, index) => ({
    leg: text.startsWith('A:') ? 'agent' : 'customer',
    text: text.replace(/^A:\s*/, ''),
    startMs: index * 4_000,
    endMs: index * 4_000 + 3_000,
  }));
}
const fill = (language: 'zh' | 'en', ...said: string[]) =>
  proposeFields(forms[language], call(...said), {
    callAt: '2026-11-28T10:00',
    country: language === 'zh' ? 'CN' : 'US',
  });
const values = (language: 'zh' | 'en', ...said: string[]) =>
  Object.fromEntries([...fill(language, ...said)].map(([key, proposal]) => [key, proposal.value?.value]));

describe('a whole call', () => {
  it('fills the Chinese form', () => {
    const proposals = values(
      ...(['zh', 'A: 您好，请问您怎么称呼？', '嗯，我姓王，王小明。'] as const),
      ...['A: 您今年多大年纪？', '三十五', 'A: 您的预算大概是多少？', '两万五吧'],
      ...[
        'A: 您想要哪个套餐？',
        '不要基础版，要高级版的',
        'A: 手机号方便说一下吗',
        '幺三八',
        'A: 幺三八',
        '零零幺三八零零零',
      ],
      ...[
        'A: 什么时候方便再联系您',
        '下周三下午三点',
        'A: 满意度您打几分',
        '打八分吧',
        'A: 资料发到这个号，可以发给您吗',
        '没问题',
      ],
      ...['A: 邮寄地址您说一下', '上海市浦东新区世纪大道一百号', '三号楼501室', 'A: 好的'],
    );
    expect(proposals).toEqual({
      ...{ name: '王小明', age: 35, amount: 25_000, plan: 'premium', phone: '+8613800138000' },
      ...{ 'callback-date': '2026-12-02T15:00', satisfaction: 8, consent: true },
      address: '上海市浦东新区世纪大道一百号，三号楼501室',
    });
  });

  it('fills the English form', () => {
    const proposals = values(
      ...([
        'en',
        'A: May I have your name?',
        'Sure, Emma Carter.',
        'A: And how old are you?',
        "I'm thirty-five years old",
      ] as const),
      ...['A: What is your budget?', 'about two thousand five hundred dollars', 'A: Which plan?', 'the premium please'],
      ...['A: And your phone number?', 'two one two, five five five', 'A: yes', 'oh one two three'],
      ...[
        'A: When is convenient?',
        'next Friday at 3pm',
        'A: From one to ten, how satisfied are you?',
        'eight out of ten',
      ],
      ...['A: Do you agree to be sent our brochure?', "yes, that's fine", 'A: What is your address?', '12 Maple Drive'],
    );
    expect(proposals).toEqual({
      ...{ name: 'Emma Carter', age: 35, amount: 2500, plan: 'premium', phone: '+12125550123' },
      ...{ 'callback-date': '2026-12-04T15:00', satisfaction: 8, consent: true, address: '12 Maple Drive' },
    });
  });
});

describe('a value is taken only where it belongs', () => {
  it.each([
    ['A: 这个套餐三千九百八', '太贵了，三千都贵'],
    ['A: 我叫李雷，是客服', '你好'],
    ['我女儿三岁', 'A: 嗯'],
    ['我们有三十五个人', '明天天气不错'],
    ['可以', '基础版是什么意思'],
    ['A: 您怎么称呼', '方便的话晚点打'],
    ['A: 您怎么称呼', '何必呢'],
    ['A: 您同意吗', '这是银行卡'],
    ['A: 您怎么称呼', '你是哪里', '干什么的', '王小明也在'],
  ])('%s / %s', (...said) => expect(values('zh', ...said)).toEqual({}));

  it('announces itself', () => {
    expect(values('zh', '我叫王小明，今年三十五，我的手机号是13800138000')).toEqual({
      ...{ name: '王小明', age: 35, phone: '+8613800138000' },
    });
    expect(values('zh', '我现在在开车，要不你明天下午再打给我吧')).toEqual({ 'callback-date': '2026-11-29' });
    expect(values('zh', '你明天下午三点打给我吧')).toEqual({ 'callback-date': '2026-11-29T15:00' });
    expect(values('zh', '我住在上海市浦东新区世纪大道100号')).toEqual({ address: '上海市浦东新区世纪大道100号' });
    expect(values('en', "hello my name is emma carter and i'm thirty five years old")).toEqual({
      name: 'Emma Carter',
      age: 35,
    });
  });

  it('waits for the answer after "just a moment", not longer', () => {
    expect(values('zh', 'A: 您多大？', '嗯，稍等', '我三十五')).toEqual({ age: 35 });
    expect(values('zh', 'A: 您多大？', '你问这个干嘛', '我不想说', '三十五')).toEqual({});
  });

  it('reads two answers of one breath for two questions', () => {
    expect(values('zh', 'A: 您怎么称呼，今年多大年纪？', '王小明，三十五')).toEqual({ name: '王小明', age: 35 });
    expect(values('zh', 'A: 您多大，给我们打几分？', '我三十五，打八分')).toMatchObject({ age: 35 });
  });
});

describe('troubles', () => {
  const troubles = (language: 'zh' | 'en', key: string, ...said: string[]) => fill(language, ...said).get(key);
  it('an age of 250, a scale of 11, the 30th of February, half a number, a day that has been', () => {
    expect(troubles('zh', 'age', 'A: 您多大？', '二百五十岁')).toMatchObject({
      troubles: [{ code: 'invalid-range', params: { said: '二百五十岁', min: 18, max: 100 } }],
    });
    expect(troubles('zh', 'age', 'A: 您多大？', '二百五十岁')?.value).toBeUndefined();
    expect(troubles('zh', 'satisfaction', 'A: 打几分', '十一分')?.troubles).toMatchObject([{ code: 'invalid-range' }]);
    expect(troubles('zh', 'callback-date', 'A: 什么时候方便', '二月三十号')?.troubles).toMatchObject([
      { code: 'invalid-date', params: { said: '二月三十号' } },
    ]);
    expect(troubles('zh', 'phone', 'A: 手机号？', '幺三八零零幺')?.troubles).toMatchObject([{ code: 'invalid-phone' }]);
    expect(troubles('zh', 'callback-date', 'A: 什么时候方便', '昨天')?.troubles).toMatchObject([
      { code: 'invalid-past' },
    ]);
    expect(troubles('en', 'callback-date', 'A: when is convenient', 'February 30th')?.troubles).toMatchObject([
      { code: 'invalid-date' },
    ]);
  });

  it('the latest of two values wins, but asks', () => {
    const age = troubles('zh', 'age', 'A: 您多大？', '三十五', 'A: 好的', '我今年三十六');
    expect(age).toMatchObject({ value: { value: 36 } });
    expect(age?.source.startMs).toBeGreaterThan(12_000);
    expect(age?.troubles).toEqual([{ code: 'contradictory', params: { before: '三十五', after: '三十六' } }]);
  });

  it('a slip of the tongue is none, and more said of the same is none', () => {
    expect(troubles('zh', 'age', 'A: 您多大？', '三十五，不对，三十六')).toMatchObject({
      value: { value: 36 },
      troubles: [],
    });
    expect(troubles('zh', 'age', 'A: 您多大？', '三十五', '说错了，三十六')).toMatchObject({ value: { value: 36 } });
    expect(troubles('zh', 'name', 'A: 贵姓', '免贵姓王', 'A: 您叫什么名字', '王小明')).toMatchObject({
      ...{ value: { value: '王小明' }, troubles: [] },
    });
  });

  it('a second telephone number is not glued to the first, and a half one is not taken for whole', () => {
    const said = ['A: 手机号？', '一三八，零零一三'] as const;
    expect(troubles('zh', 'phone', ...said)).toMatchObject({ troubles: [{ code: 'invalid-phone' }] });
    expect(troubles('zh', 'phone', ...said, 'A: 嗯', '八零零零')).toMatchObject({
      ...{ value: { value: '+8613800138000' }, troubles: [], source: { startMs: 4_000, endMs: 15_000 } },
    });
    expect(troubles('zh', 'phone', 'A: 手机号？', '13800138000', 'A: 嗯', '还有一个13900139000')).toMatchObject({
      ...{ value: { value: '+8613900139000' }, troubles: [{ code: 'contradictory' }] },
    });
  });

  it('two options at once, an hour without its half of the day, yes and no', () => {
    expect(troubles('zh', 'plan', 'A: 哪个套餐', '基础版或者标准版吧')?.troubles).toMatchObject([
      { code: 'several-options' },
    ]);
    expect(troubles('zh', 'callback-date', 'A: 什么时候方便', '明天三点')).toMatchObject({
      ...{ value: { value: '2026-11-29T15:00' }, troubles: [{ code: 'hour-assumed' }] },
    });
    expect(troubles('zh', 'consent', 'A: 您同意吗', '可以是可以，但是不想收短信')?.value).toBeUndefined();
  });
});

it.each([
  ['不同意', false],
  ['不用了谢谢', false],
  ['没问题', true],
  ['好的可以', true],
  ['嗯', true],
  ['不行', false],
  ['不行不行', false],
  ['不太行', false],
  ['恐怕行不通', false],
  ['行', true],
  ['行吧', true],
  ['也行', true],
  ['没什么不行的', true],
  ['怎么不行', true],
])('%s is %s', (answer, value) => expect(values('zh', 'A: 您同意吗？', answer)).toEqual({ consent: value }));

it.each(['行不行', '行不', '不行吗', '也不是不行', '不行的话再说', '我们是同行', '他是行家'])(
  '%s is neither yes nor no',
  (answer) => expect(values('zh', 'A: 您同意吗？', answer)).toEqual({}),
);

it('shows the words, their leg and when they were said', () => {
  const source = fill('zh', 'A: 您多大？', '你别问了好不好我跟你说我今年三十五岁').get('age')?.source;
  expect(source).toMatchObject({ words: '三十五岁', leg: 'customer', endMs: 7_000 });
  expect(source?.startMs).toBeGreaterThan(4_500);
});

it('never throws, whatever was said', () => {
  const word = fc.constantFrom(
    '我叫',
    '王',
    '今年',
    '三十',
    '号',
    '点',
    '下周',
    '月',
    '您多大',
    '手机号',
    '地址是',
    '打几分',
    '不',
    '同意',
    '万',
    '13800138000',
    'my name is',
    'at three',
  );
  const text = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join('')),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('A: ', ''), text), { maxLength: 10 }), (said) => {
      fill('zh', ...said.map(([leg, words]) => leg + words));
    }),
  );
});
