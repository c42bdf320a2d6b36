import { describe, expect, it } from 'vitest';
import { callSummarySchema, type CallSummary } from '../../contracts/summary';
import type { Language } from '../../contracts/cues';
import type { TranscriptLine } from '../../contracts/transcript';
import { findIntents } from '../intents/find-intents';
import { builtInIntents } from '../testing/books';
import * as calls from '../testing/conversations';
import { fakeFindDate } from '../testing/dates';
import { summarise, type CallToSummarise } from './summarise';

const audioStartedAt = new Date(2026, 10, 28, 10, 0);

function ofLines(
  language: Language,
  lines: readonly TranscriptLine[],
  more: Partial<CallToSummarise> = {},
): CallSummary {
  const book = builtInIntents(language);
  const intents = findIntents(lines, book);
  return summarise(
    { answered: true, cause: 'agent-hangup', audioStartedAt, lines, intents, ...more },
    book,
    fakeFindDate,
  );
}
const of = ({ language, lines }: calls.Conversation) => ofLines(language, lines);
const texts = (summary: CallSummary, kind: string) =>
  summary.sentences.filter((sentence) => sentence.kind === kind).map(({ text }) => text);

/** A call of turns of two seconds, a second between them. */
function talk(...turns: string[]): TranscriptLine[] {
  return turns.map((turn, index) => ({
    leg: turn.startsWith('A') ? 'agent' : 'customer',
    startMs: index * 3000,
    endMs: index * 3000 + 2000,
    text: turn.slice(2),
  }));
}

describe('every summary', () => {
  it('cites words that stand in the call, at their place', () => {
    for (const conversation of calls.conversations) {
      const summary = of(conversation);
      expect(callSummarySchema.parse(summary)).toEqual(summary);
      expect(summary.sentences[0]?.kind).toBe('outcome');
      for (const { cites } of summary.sentences) {
        expect(cites.length).toBeGreaterThan(0);
        for (const cite of cites) {
          const line = conversation.lines.find(
            ({ leg, text, startMs, endMs }) =>
              leg === cite.leg && text.includes(cite.words) && startMs <= cite.startMs && cite.endMs <= endMs,
          );
          expect(line, cite.words).toBeDefined();
        }
      }
    }
  });

  it('does not depend on the order of the lines', () => {
    for (const { language, lines } of calls.conversations) {
      expect(ofLines(language, [...lines].reverse())).toEqual(ofLines(language, lines));
    }
  });
});

describe('whole Chinese calls', () => {
  it('a sale', () => {
    const summary = of(calls.zhSale);
    expect(summary).toMatchObject({ disposition: 'sale', callbackAt: null });
    expect(texts(summary, 'outcome')).toEqual(['结果：客户同意办理。']);
    expect(texts(summary, 'fact')).toEqual(
      expect.arrayContaining([
        '客户询问价格：“一年多少？”',
        '客户询问发票：“那发票能开吗？”',
        '提到的金额：“一年九百六十元”',
      ]),
    );
    expect(texts(summary, 'objection')).toContain('客户嫌贵：“有点贵啊。”');
    expect(texts(summary, 'next-action')).toEqual(['下一步：发送资料。', '下一步：11月29日（周日）跟进处理。']);
  });

  it('a callback, its time as it was agreed', () => {
    const summary = of(calls.zhCallback);
    expect(summary.disposition).toBe('callback');
    expect(summary.callbackAt).toBe(new Date(2026, 10, 29, 15).toISOString());
    expect(texts(summary, 'next-action')).toEqual(['下一步：11月29日（周日）15:00 回电。', '下一步：发送资料。']);
    expect(texts(summary, 'promise')).toHaveLength(2);
  });

  it('an opt-out and a complaint', () => {
    const summary = of(calls.zhOptOut);
    expect(summary).toMatchObject({ disposition: 'opt-out', callbackAt: null });
    expect(texts(summary, 'fact').join()).toContain('客户表示要投诉');
    expect(texts(summary, 'next-action')).toEqual(['下一步：登记为不再拨打。', '下一步：转主管处理投诉。']);
  });

  it('no decision: what was denied is no complaint, and is to be checked', () => {
    const summary = of(calls.zhUndecided);
    expect(summary.disposition).not.toBe('complaint');
    expect(summary.disposition).not.toBe('not-interested');
    expect(texts(summary, 'check')).toEqual([expect.stringContaining('没有要投诉你们的意思')]);
  });
});

describe('whole English calls', () => {
  it('a sale', () => {
    const summary = of(calls.enSale);
    expect(summary.disposition).toBe('sale');
    expect(texts(summary, 'outcome')).toEqual(['Outcome: the customer agrees to the order.']);
    expect(texts(summary, 'fact').join()).toContain('$79');
    expect(texts(summary, 'next-action')).toEqual(['Next: send the details.']);
  });

  it('a callback', () => {
    const summary = of(calls.enCallback);
    expect(summary.disposition).toBe('callback');
    expect(summary.callbackAt).toBe(new Date(2026, 11, 3, 10).toISOString());
    expect(texts(summary, 'next-action')).toEqual(['Next: call back on Thursday 3 December, 10:00.']);
  });

  it('a complaint with an opt-out', () => {
    expect(of(calls.enComplaint).disposition).toBe('opt-out');
  });
});

describe('the outcome', () => {
  const disposition = (...turns: string[]) => ofLines('zh', talk(...turns)).disposition;

  it('is the last word of those that can be taken back', () => {
    expect(disposition('C 我不需要', 'A 可以先了解一下', 'C 那资料发给我看看吧')).toBe('interested');
    expect(disposition('C 听起来不错', 'C 算了，我不需要')).toBe('not-interested');
    expect(disposition('C 那给我办一个', 'A 好的', 'C 还是算了吧，不办了')).toBe('not-interested');
    expect(disposition('C 那给我办一个', 'C 明天再打给我确认')).toBe('sale');
    expect(disposition('C 打错了，你找谁')).toBe('wrong-number');
    expect(disposition('C 不要再打了', 'A 那给您办理一个，好吗', 'C 好的')).toBe('opt-out');
  });

  it('is not undone by a polite no at the end', () => {
    expect(disposition('C 那给我办一个', 'A 请问还有其他问题吗', 'C 不用了，谢谢')).toBe('sale');
  });

  it('is open where nothing decides, by the last objection or the last words', () => {
    const thinking = ofLines('zh', talk('A 您好', 'C 我再想想', 'A 好的'));
    expect(thinking).toMatchObject({ disposition: null, sentences: [{ cites: [{ words: '我再想想' }] }, {}] });
    expect(ofLines('zh', talk('A 您好', 'C 嗯嗯')).sentences).toEqual([
      { kind: 'outcome', text: '结果：客户没有作出决定。', cites: [expect.objectContaining({ words: '嗯嗯' })] },
    ]);
  });

  it('of an unanswered call is its cause, without words to cite', () => {
    const unanswered = (cause: CallToSummarise['cause']) => ofLines('zh', [], { answered: false, cause });
    expect(unanswered('busy')).toEqual({
      language: 'zh',
      sentences: [{ kind: 'outcome', text: '对方占线，未接通。', cites: [] }],
      disposition: 'no-answer',
      callbackAt: null,
    });
    expect(unanswered('not-found').disposition).toBe('wrong-number');
    expect(unanswered('media-failure').disposition).toBeNull();
  });

  it('says nothing of an answered call without words', () => {
    expect(ofLines('en', [])).toEqual({ language: 'en', sentences: [], disposition: null, callbackAt: null });
  });
});

describe('the time to call back', () => {
  it('may be given by the other party, and cites both', () => {
    const summary = ofLines('zh', talk('A 那我什么时候再联系您', 'C 明天下午三点吧'));
    expect(summary).toMatchObject({ disposition: 'callback', callbackAt: new Date(2026, 10, 29, 15).toISOString() });
    const next = summary.sentences.find(({ kind }) => kind === 'next-action');
    expect(next?.cites.map(({ leg }) => leg)).toEqual(['agent', 'customer']);
  });

  it('is none that is past, and none for who asks not to be called', () => {
    const lines = talk('C 明天再打给我吧');
    const book = builtInIntents('zh');
    const call = {
      answered: true,
      cause: 'agent-hangup' as const,
      audioStartedAt,
      lines,
      intents: findIntents(lines, book),
    };
    expect(summarise(call, book, () => ({ at: audioStartedAt, timeKnown: true })).callbackAt).toBeNull();
    expect(summarise(call, book, fakeFindDate).callbackAt).not.toBeNull();
    const angry = ofLines('zh', talk('C 明天再打给我吧', 'C 算了，别再打了'));
    expect(angry).toMatchObject({ disposition: 'opt-out', callbackAt: null });
    expect(texts(angry, 'next-action')).toEqual(['下一步：登记为不再拨打。']);
  });
});
