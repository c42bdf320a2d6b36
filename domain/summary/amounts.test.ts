import { describe, expect, it } from 'vitest';
import { amountsOf } from './amounts';

const named = (...texts: string[]) =>
  amountsOf(texts.map((text, index) => ({ leg: 'agent', startMs: index * 1000, endMs: index * 1000 + 900, text }))).map(
    ({ words }) => words,
  );

describe('amountsOf', () => {
  it.each([
    ['我们的套餐一年九百六十元，包含安装。', '我们的套餐一年九百六十元'],
    ['平均每天不到3块钱', '平均每天不到3块钱'],
    ['给您算下来是三千二百五，比去年便宜。', '给您算下来是三千二百五'],
    ['The plan is $1,299.50 a month, all in.', 'The plan is $1,299.50 a month'],
    ['Well, twenty nine pounds a month.', 'twenty nine pounds a month'],
  ])('%s', (text, words) => {
    expect(named(text)).toEqual([words]);
  });

  it.each(['我说了八百遍了', '这一块我不懂', '我等了三百年', 'one of them', '二零二六年', '一百兆宽带', '三百层楼'])(
    'none in %s',
    (text) => {
      expect(named(text)).toEqual([]);
    },
  );

  it('each sum once, however it is written, the first three', () => {
    expect(named('九百六十元', '960元', '一百元', '两百元', '三百元')).toHaveLength(3);
    expect(named('九百六十元', '960元')).toHaveLength(1);
  });
});
