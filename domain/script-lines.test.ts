import { describe, expect, it } from 'vitest';
import english from './cue-books/en.json';
import mandarin from './cue-books/zh.json';
import { fillScriptLine, hasLooseBracket, unknownNames } from './script-lines';

const values = { customer: '张女士', agent: '', extension: '1001', company: '' };

describe('fillScriptLine', () => {
  it('names the customer and the agent’s extension', () => {
    expect(fillScriptLine('工号{工号}。请问是{客户}吗？', values)).toBe('工号1001。请问是张女士吗？');
  });

  it('leaves a blank, never a brace, for what is not known', () => {
    expect(fillScriptLine('我是{公司}的{姓名}，{天气}', values)).toBe('我是＿＿的＿＿，＿＿');
    expect(fillScriptLine('{constructor}', values)).toBe('＿＿');
  });

  it('takes the first wording whose names are known, or none', () => {
    const line = '您好[，我是{公司}的{姓名}|，我是{姓名}|，工号{工号}]。[{天气}]';
    expect(fillScriptLine(line, { ...values, company: '蓝鲸', agent: '小李' })).toBe('您好，我是蓝鲸的小李。');
    expect(fillScriptLine(line, { ...values, agent: '小李' })).toBe('您好，我是小李。');
    expect(fillScriptLine(line, values)).toBe('您好，工号1001。');
    expect(fillScriptLine(line, { ...values, extension: '' })).toBe('您好。');
  });

  it.each([mandarin, english])('leaves no blank in the script of the built-in book "$name"', ({ script }) => {
    const nobody = { customer: '', agent: '', extension: '', company: '' };
    for (const { line } of script) expect(fillScriptLine(line, nobody)).not.toMatch(/＿|[[\]{}|]/);
  });
});

describe('what a line names', () => {
  it('is told where nothing is known by that name', () => {
    expect(unknownNames('您好{客户}，[我是{ 姓名 }|{天气}]，{天气}{}')).toEqual(['天气', '']);
    expect(unknownNames('{constructor}')).toEqual(['constructor']);
  });

  it('stands in whole brackets', () => {
    expect(hasLooseBracket('您好[，我是{公司}的{姓名}|，我是{姓名}]。')).toBe(false);
    for (const line of ['您好{客户', '您好[，我是{姓名}', '您好]', '}']) expect(hasLooseBracket(line)).toBe(true);
  });
});
