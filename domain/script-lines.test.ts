import { describe, expect, it } from 'vitest';
import { fillScriptLine } from './script-lines';

const values = { customer: '张女士', agent: '', extension: '1001', company: '' };

describe('fillScriptLine', () => {
  it('names the customer and the agent’s extension', () => {
    expect(fillScriptLine('工号{工号}。请问是{客户}吗？', values)).toBe('工号1001。请问是张女士吗？');
  });

  it('leaves a blank, never a brace, for what is not known', () => {
    expect(fillScriptLine('我是{公司}的{姓名}，{天气}', values)).toBe('我是＿＿的＿＿，＿＿');
    expect(fillScriptLine('{constructor}', values)).toBe('＿＿');
  });
});
