import { describe, expect, it } from 'vitest';
import type { Language } from '../../contracts/cues';
import type { TranscriptLine } from '../../contracts/transcript';
import { builtInIntents } from '../testing/books';
import * as calls from '../testing/conversations';
import { findIntents, standing } from './find-intents';
import { estimateSatisfaction } from './satisfaction';

/** Intents a customer's single line holds, denied ones marked. */
function meant(language: Language, text: string, before?: string): string[] {
  const lines: TranscriptLine[] = [{ leg: 'customer', startMs: 5000, endMs: 7000, text }];
  if (before !== undefined) lines.unshift({ leg: 'agent', startMs: 1000, endMs: 4800, text: before });
  const found = findIntents(lines, builtInIntents(language))
    .filter(({ leg }) => leg === 'customer')
    .map(({ id, denied }) => (denied ? `${id} (denied)` : id));
  return [...new Set(found)];
}

function ofCall({ lines, language }: calls.Conversation) {
  return findIntents(lines, builtInIntents(language));
}

describe('what a Chinese customer means', () => {
  it.each([
    ['太贵了吧', ['too-expensive']],
    ['倒也不是太贵', []],
    ['不太贵', []],
    ['我不是不感兴趣', ['interested']],
    ['不感兴趣', ['refuses']],
    ['我对这个没什么兴趣', []],
    ['我不是不想要', []],
    ['我没有说不要', []],
    ['没有，我不要', ['refuses']],
    ['不我不需要', ['refuses']],
    ['需不需要身份证啊', []],
    ['别再打了，烦不烦', ['opt-out', 'annoyed']],
    ['我不是要投诉', ['complaint (denied)']],
    ['再打我就打12315', ['regulator']],
    ['这个多少钱一年', ['asks-price']],
    ['能开发票吗？合同怎么签', ['asks-invoice', 'asks-contract']],
    ['下周再打给我吧', ['wants-callback']],
    ['不要再打给我了', ['opt-out']],
    ['我家里已经有了', ['has-one']],
    ['你们是骗子吧', ['trust']],
    ['行，那就给我办一个', ['agrees-to-buy']],
    ['如果不满意可以退款吗', ['asks-contract']],
    ['请停止给我打电话', ['opt-out']],
    ['你们能不能别打了', ['opt-out']],
    ['请把我从你们系统里移除', ['opt-out']],
    ['别的公司给我打过电话', []],
    ['你别打断我', []],
    ['我不要套餐，但是可以联系我老婆', ['refuses']],
    ['别忘了明天给我打电话', []],
    ['让你们经理来跟我说', ['wants-human']],
    ['我不觉得太贵时间不行', []],
    ['我没说要投诉这个价格不行', ['complaint (denied)']],
    ['不投诉不行吗', ['complaint (denied)']],
    ['我不投诉你们不行', ['complaint']],
    ['非投诉不行', ['complaint']],
    ['没合同不行', ['asks-contract']],
    ['今天天气真好', []],
  ])('%s: %j', (text, ids) => {
    expect(meant('zh', text)).toEqual(ids);
  });

  it('is an agreement only as an answer to the question', () => {
    expect(meant('zh', '好的', '那我现在帮您登记，好吗？')).toEqual(['agrees-to-order']);
    expect(meant('zh', '好的', '明天下午三点给您回电可以吗？')).toEqual(['agrees-callback']);
    expect(meant('zh', '好的', '我们是做宽带的')).toEqual([]);
    for (const refusal of ['不可以', '不行', '不行吧', '那不行', '不行不行']) {
      expect(meant('zh', refusal, '那我现在帮您登记，好吗？')).toEqual(['refuses-order']);
      // Of a time to call back it refuses the time.
      expect(meant('zh', refusal, '明天下午三点给您回电可以吗？')).toEqual([]);
    }
    expect(meant('zh', '行不行', '那我现在帮您登记，好吗？')).toEqual([]);
    expect(meant('zh', '行吧', '那我现在帮您登记，好吗？')).toEqual(['agrees-to-order']);
    expect(meant('zh', '那行', '那我现在帮您登记，好吗？')).toEqual(['agrees-to-order']);
  });
});

describe('what an English customer means', () => {
  it.each([
    ["That's too expensive", ['too-expensive']],
    ["I don't think it's too expensive", []],
    ["I'm not interested", ['refuses']],
    ["I'm not saying I'm not interested", ['interested']],
    ["I didn't say no thanks", []],
    ["I'm really interested", ['interested']],
    ["I'm not really interested", []],
    ["Don't call me again", ['opt-out']],
    ["I don't want to complain", ['complaint (denied)']],
    ['Call me back next week', ['wants-callback']],
    ["I'll take it", ['agrees-to-buy']],
    ['Is this a scam?', ['trust']],
    ["I'd like to be removed from your list", ['opt-out']],
    ['Could you please not call this number again', ['opt-out']],
    ["I don't call that cheap", []],
    ["You didn't call me again like you promised", []],
    ['Let me speak to your manager', ['wants-human']],
    ['The weather is lovely', []],
  ])('%s: %j', (text, ids) => {
    expect(meant('en', text)).toEqual(ids);
  });

  it('is an agreement only as an answer to the question', () => {
    expect(meant('en', 'Yes please.', 'Shall I set that up for you?')).toEqual(['agrees-to-order']);
    expect(meant('en', 'Yes please.', 'Are you Mrs Carter?')).toEqual([]);
  });
});

describe('whole calls', () => {
  const ids = (conversation: calls.Conversation) => [
    ...new Set(standing(ofCall(conversation)).map((intent) => intent.id)),
  ];

  it('are understood in Chinese', () => {
    expect(ids(calls.zhSale)).toEqual(
      expect.arrayContaining(['asks-price', 'too-expensive', 'asks-invoice', 'asks-contract', 'agrees-to-order']),
    );
    expect(ids(calls.zhCallback)).toEqual(
      expect.arrayContaining(['bad-timing', 'promises-callback', 'wants-callback', 'ask-family', 'promises-papers']),
    );
    expect(ids(calls.zhCallback)).not.toContain('refuses');
    expect(ids(calls.zhOptOut)).toEqual(
      expect.arrayContaining(['trust', 'refuses', 'opt-out', 'complaint', 'regulator', 'promises-no-calls']),
    );
    expect(ids(calls.zhUndecided).sort()).toEqual(['asks-price', 'interested', 'needs-to-think']);
  });

  it('are understood in English', () => {
    expect(ids(calls.enSale)).toEqual(expect.arrayContaining(['too-expensive', 'asks-invoice', 'agrees-to-order']));
    expect(ids(calls.enCallback)).toEqual(
      expect.arrayContaining(['bad-timing', 'wants-callback', 'ask-family', 'promises-callback', 'agrees-callback']),
    );
    expect(ids(calls.enComplaint)).toEqual(
      expect.arrayContaining(['refuses', 'opt-out', 'regulator', 'complaint', 'promises-no-calls']),
    );
  });

  it('keep a complaint that was denied, and mark it', () => {
    expect(ofCall(calls.zhUndecided).filter(({ denied }) => denied)).toMatchObject([
      { id: 'complaint', words: '投诉' },
    ]);
  });

  it('give words as they were written, at their place', () => {
    const complaint = ofCall(calls.zhOptOut).find(({ id }) => id === 'complaint');
    const line = calls.zhOptOut.lines.find(({ text }) => text.includes('投素'));
    expect(complaint?.words).toBe('投素');
    expect(complaint?.atMs).toBeGreaterThan(line?.startMs ?? Number.POSITIVE_INFINITY);
    expect(complaint?.endMs).toBeLessThan(line?.endMs ?? 0);
  });

  it('do not depend on the order of the lines', () => {
    for (const { lines, language } of calls.conversations) {
      const book = builtInIntents(language);
      expect(findIntents([...lines].reverse(), book)).toEqual(findIntents(lines, book));
    }
  });
});

describe('satisfaction', () => {
  const estimate = (conversation: calls.Conversation) =>
    estimateSatisfaction(ofCall(conversation), builtInIntents(conversation.language));

  it('is low for who is angry and high for who is pleased, with the words', () => {
    expect(estimate(calls.zhOptOut).score).toBe(1);
    expect(estimate(calls.zhOptOut).evidence.map(({ id }) => id)).toContain('annoyed');
    expect(estimate(calls.enComplaint).score).toBe(1);
    expect(estimate(calls.enSale).score).toBe(5);
    expect(estimate(calls.zhSale).score).toBeGreaterThan(3);
  });

  it('is unknown where nothing supports it', () => {
    const lines: TranscriptLine[] = [{ leg: 'customer', startMs: 0, endMs: 900, text: '这个课多少钱？' }];
    const found = findIntents(lines, builtInIntents('zh'));
    expect(found).toHaveLength(1);
    expect(estimateSatisfaction(found, builtInIntents('zh'))).toEqual({ score: null, evidence: [] });
  });

  it('counts an intent once, and nothing that was denied', () => {
    const score = (text: string) => {
      const lines: TranscriptLine[] = [{ leg: 'customer', startMs: 0, endMs: 900, text }];
      return estimateSatisfaction(findIntents(lines, builtInIntents('zh')), builtInIntents('zh')).score;
    };
    expect(score('烦死了，烦死了，烦死了')).toBe(2);
    expect(score('我不是要投诉')).toBeNull();
  });
});
