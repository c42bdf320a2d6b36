import { describe, expect, it } from 'vitest';
import type { TranscriptLine } from '../contracts/transcript';
import { redact } from './redaction';
import { identityCheckCharacter } from './redaction/number-kinds';

/** `A: …` is the agent, anything else the customer; a line every four seconds. */
function call(...said: string[]): TranscriptLine[] {
  return said.map((text, index) => ({
    leg: text.startsWith('A:') ? 'agent' : 'customer',
    text: text.replace(/^A:\s*/, ''),
    startMs: index * 4_000,
    endMs: index * 4_000 + 3_000,
  }));
}
const redacted = (lines: string[], names: string[] = []) =>
  redact(call(...lines), { names, country: 'CN' }).lines.map((line) => line.text);

describe('harmless words', () => {
  it.each([
    ['这个套餐一个月三千九百八'],
    ['我2019年买的，花了3980元'],
    ['两万五'],
    ['constructor, double the value of toString'],
    ['营业时间9:00-18:00'],
    ['一二三四五六七'],
    ['一百二十平米，三室一厅'],
    ['我现在用的是2021年的iPhone 13 Pro Max 256G'],
    ['尾号1234的卡'],
    ['一年期利率3.45，五年期4.2'],
    ['the offer is 49.99 a month for 24 months with 100 gigabytes'],
    ['利率百分之三点五，三千九百八十块'],
    ['2026年11月28号下午三点'],
    ['二零二六年十二月一号'],
    ['一共12,345,678元'],
    ['2024、2025、2026三年'],
    ['二零二四、二零二五'],
    ['2026-11-28 2026-11-30'],
    ['每月199 299 399 三档'],
    ['打12315，或者10086'],
    ['我今年三十五，十二月五号，二十五到三十岁'],
    ['等一下，我要三个，五六个人'],
    ['订单号202611281234568'],
    ['three thousand nine hundred and eighty dollars'],
    ['the price went from 3980 to 2980 to 1980'],
    ['I bought it in 2019 for 3500'],
    ['我知道三号下午可以'],
    ['地铁2号线，12月5号，这条路上堵车'],
    ['我住在上海'],
    ['two people on the way'],
    ['总是这样，一共三个'],
  ])('%s stay', (text) => expect(redacted([text], ['王小明'])).toEqual([text]));
});

describe('numbers', () => {
  it.each([
    ['六二二五八八零一三七零六一二三四', '[card-number]'],
    ['6225 8801 3706 1234', '[card-number]'],
    ['６２２５８８０１３７０６１２３４', '[card-number]'],
    ['sixty-two twenty-five eighty-eight oh one thirty-seven oh six twelve thirty-four', '[card-number]'],
    ['幺幺零幺零幺幺九九零零三零七七五七X', '[identity-number]'],
    ['我手机号幺三八零零幺三八零零零', '我手机号[phone-number]'],
    ['400-820-8820', '[phone-number]'],
    ['call me at four one five, double five five, oh one three four', 'call me at [phone-number]'],
    ['账号是一二三四五六七八九零一二', '账号是[bank-account]'],
    ['六二二五八八零吧三七零六一二三四', '[card-number]'],
    ['幺三八零零腰三八零死零零', '[phone-number]'],
    // One digit misheard: no check digit fits, the words and the length say it.
    ['卡号6225880137061235', '卡号[card-number]'],
    ['身份证110101199003077571', '身份证[identity-number]'],
  ])('%s → %s', (text, expected) => expect(redacted([text])).toEqual([expected]));

  it('finds a card said in groups, repeated by the agent and cut by words', () => {
    expect(
      redacted(['A: 请报卡号', '六二二五', 'A: 嗯', '八八零一', 'A: 八八零一，好', '三七零六', '一二三四']),
    ).toEqual([
      ...['请报卡号', '[card-number]', '嗯', '[card-number]', '[card-number]，好', '[card-number]', '[card-number]'],
    ]);
    expect(redacted(['A: 卡号？', '前四位是6225', '然后中间是8801，后面是3706', '最后1234'])).toEqual([
      ...['卡号？', '前四位是[card-number]', '然后中间是[card-number]，后面是[card-number]', '最后[card-number]'],
    ]);
  });

  it('finds a card between other words, and says nothing of the words', () => {
    expect(redacted(['开头几个数字6225', '第二段数字8801', '你再写3706', '末尾数字1231'])).toEqual([
      ...['开头几个数字[card-number]', '第二段数字[card-number]', '你再写[card-number]', '末尾数字[card-number]'],
    ]);
  });

  it('takes out the date of birth that repeats a part of the identity number', () => {
    const body = '11010119900307757';
    expect(redacted([`${body}${identityCheckCharacter(body)}`, 'A: 一九九零零三零七对吧'])[1]).toContain(
      '[identity-number]',
    );
  });

  it('knows a valid foreign number by the country', () => {
    expect(redact(call('201 555 0123'), { country: 'US' }).counts['phone-number']).toBe(1);
  });
});

describe('addresses', () => {
  it.each([
    ['我住在上海市浦东新区世纪大道一百号三号楼501室', '我住在[address]'],
    ['送到朝阳区建国路88号', '送到[address]'],
    ['北京市海淀区中关村大街27号', '[address]'],
    ['I live at 12 Maple Drive, Springfield, IL 62704', 'I live at [address]'],
    ['My address is twenty one baker street', 'My address is [address]'],
    ['221B Baker Street', '[address]'],
  ])('%s → %s', (text, expected) => expect(redacted([text])).toEqual([expected]));

  it('bears a recogniser that loops', () => {
    expect(redacted(['区市路'.repeat(500)])).toEqual(['[address]']);
  });

  it('takes a part for an address after a question for it', () => {
    expect(redacted(['A: 您的地址是？', '阳光花园', '三号楼二单元'])).toEqual([
      '您的地址是？',
      '[address]',
      '[address]',
    ]);
  });
});

describe('names', () => {
  it.each([
    ['我叫王小明', '我叫[name]'],
    ['我叫王晓明', '我叫[name]'],
    ['王先生您好，小明在吗', '[name]您好，[name]在吗'],
    ['This is Emma Carter speaking, ask for emma', 'This is [name] speaking, ask for [name]'],
    ['Good morning Ms Carter', 'Good morning [name]'],
  ])('%s → %s', (text, expected) => expect(redacted([text], ['王小明', 'Emma Carter'])).toEqual([expected]));

  it('knows a card that holds only a surname', () => {
    expect(redacted(['王女士您好', '李女士您好'], ['王女士'])).toEqual(['[name]您好', '李女士您好']);
  });
});

describe('the report', () => {
  it('counts by kind and gives times wide enough to silence the recording', () => {
    const line: TranscriptLine = { leg: 'customer', startMs: 10_000, endMs: 20_000, text: '' };
    const text = '您好我想问一下我的手机号是13800138000能不能绑定一下这个新的套餐谢谢';
    const { findings, counts, lines } = redact([{ ...line, text }]);
    expect(lines[0]?.text).toBe('您好我想问一下我的手机号是[phone-number]能不能绑定一下这个新的套餐谢谢');
    expect(counts).toMatchObject({ 'phone-number': 1, 'card-number': 0, name: 0 });
    const [finding] = findings;
    const start = 10_000 + (10_000 * 13) / text.length;
    const end = 10_000 + (10_000 * 24) / text.length;
    expect(finding).toMatchObject({ kind: 'phone-number', leg: 'customer' });
    expect(finding?.startMs).toBeLessThan(start - 300);
    expect(finding?.endMs).toBeGreaterThan(end + 300);
    expect(finding?.startMs).toBeGreaterThan(11_000);
    expect(finding?.endMs).toBeLessThan(19_500);
  });

  it('silences a line that is mostly secret as a whole, and keeps time and leg of every line', () => {
    const lines = call('我的卡号是六二二五八八零一三七零六一二三四', 'A: 好的');
    const report = redact(lines);
    expect(report.findings).toEqual([{ kind: 'card-number', leg: 'customer', startMs: 0, endMs: 3_000 }]);
    expect(report.lines).toEqual([{ ...lines[0], text: '我的卡号是[card-number]' }, lines[1]]);
    expect(redact([])).toMatchObject({ lines: [], findings: [] });
  });
});
