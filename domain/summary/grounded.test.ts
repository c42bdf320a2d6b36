import { describe, expect, it } from 'vitest';
import { isGrounded } from './grounded';
import { lineSources } from './keep-cited';

const line = (leg: 'agent' | 'customer', text: string) => ({ leg, text, startMs: 0, endMs: 1000 });
const zh = lineSources([
  line('agent', '千兆套餐一年九百六十元，续费打九折，就是百分之十的优惠。'),
  line('customer', '那星期三下午三点半让王经理给我打电话，现在用的是WiFi6。'),
]);
const en = lineSources([
  line('agent', 'The Premium plan is seventy nine dollars, ten percent off. This is Anna.'),
  line('customer', 'Call me back on Thursday afternoon at three, I need to ask John about it.'),
]);

describe('a Chinese sentence', () => {
  it.each([
    '客户要求周三下午三点半回电。',
    '客户要王经理回电。',
    '客户现在用WiFi6。',
    '坐席说套餐一年960元，优惠10%。',
    '客户说“星期三下午三点半”。',
    '坐席介绍了一个千兆套餐。',
  ])('stands: %s', (text) => {
    expect(isGrounded(text, zh)).toBe(true);
  });

  it.each<[string, string, ReturnType<typeof line>[]?]>([
    ['another amount', '坐席说套餐一年690元。'],
    ['a figure beside a true one', '坐席说套餐一年960元，送2个月。'],
    ['one, in figures', '坐席说合同签1年，960元。', [line('agent', '套餐九百六十元')]],
    ['another share', '坐席说优惠960%。'],
    ['another day', '客户要求周四回电。'],
    ['a day nobody named', '客户要求明天回电。'],
    ['another part of the day', '客户要求周三上午回电。'],
    ['another person', '客户要李经理回电。'],
    ['a title nobody used', '客户要王先生回电。'],
    ['a name', '客户名叫张伟。'],
    ['a product', '客户现在用iPhone。'],
    ['a quote', '客户说“星期三来我家”。'],
    ['words of nobody on the customer’s leg', '客户同意千兆套餐。', [line('agent', '千兆套餐')]],
    ['words of nobody on the agent’s leg', '坐席同意回电。', [line('customer', '你回电')]],
  ])('is refused for %s', (_, text, lines) => {
    expect(isGrounded(text, lines ? lineSources(lines) : zh)).toBe(false);
  });
});

describe('an English sentence', () => {
  it.each([
    'The agent offered the Premium plan at $79, 10% off.',
    'The customer asked for a call on Thursday afternoon at 15:00.',
    "The customer needs to ask John's opinion.",
  ])('stands: %s', (text) => {
    expect(isGrounded(text, en)).toBe(true);
  });

  it.each([
    ['an amount', 'The agent offered the plan at $97.'],
    ['a day', 'The customer asked for a call on Friday at 3.'],
    ['a part of the day', 'The customer asked for a call on Thursday morning.'],
    ['a name', 'The customer needs to ask Peter.'],
    ['a name at the beginning', 'Peter will call back on Thursday.'],
    ['a quote', 'The customer said “call me at once”.'],
  ])('is refused for %s', (_, text) => {
    expect(isGrounded(text, en)).toBe(false);
  });
});

it('may keep what was taken out as it stands', () => {
  expect(isGrounded('客户是[name]，已婚。', lineSources([line('customer', '我是[name]')]))).toBe(true);
});
