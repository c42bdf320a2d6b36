import { describe, expect, it } from 'vitest';
import { findPhrase } from './transcript-match';
import { decodeByteLevel, looksInvented, toSimplified } from './whisper-text';

const scores = (phrase: string, transcript: string) => findPhrase(phrase, transcript).map(({ score }) => score);

describe('a phrase in a transcript', () => {
  it('is found as it is written, as often as it is there', () => {
    expect(scores('微信', '加个微信，我的微信是')).toEqual([1, 1]);
    expect(findPhrase('微信', '加个微信')[0]).toMatchObject({ from: 0.5, to: 1 });
    expect(scores('微信', '加个短信')).toEqual([]);
  });
  it('is found by its sound when Whisper wrote other characters', () => {
    expect(scores('退款', '我要退宽')).toEqual([0.9]);
  });
  it('reads digits out', () => {
    expect(scores('打12315', '我要打一二三一五')).toEqual([1]);
    expect(scores('打12315', '我要打电话')).toEqual([]);
  });
  it('is found by words in English, contractions and plurals alike', () => {
    expect(scores("don't need", 'I do not need it.')).toEqual([1]);
    expect(scores('discount', 'Any discounts?')).toEqual([1]);
    expect(scores('wechat', 'Add me on We Chat.')).toEqual([1]);
    expect(scores('free', 'Freedom')).toEqual([]);
  });
});

describe("Whisper's text", () => {
  it('is put together from bytes and simplified', () => {
    const spelled = [...Buffer.from('介紹')].map((byte) => {
      const printable = (b: number) => (b > 32 && b < 127) || (b > 160 && b < 173) || b > 173;
      const shifted = Array.from({ length: byte }, (_, b) => b).filter((b) => !printable(b)).length;
      return String.fromCharCode(printable(byte) ? byte : 256 + shifted);
    });
    expect(toSimplified(decodeByteLevel(spelled.join('')))).toBe('介绍');
  });
  it('is not believed when it is a credit, a loop, or too much for the time', () => {
    expect(looksInvented('字幕由Amara.org社区提供', 2)).toBe(true);
    expect(looksInvented('Thank you for watching!', 2)).toBe(true);
    expect(looksInvented('好的好的好的好的好的好的好的好的', 6)).toBe(true);
    expect(looksInvented('这个太贵了能不能便宜一点我再考虑', 0.5)).toBe(true);
    expect(looksInvented('这个太贵了。', 1.2)).toBe(false);
    expect(looksInvented('Thank you for taking my call', 2)).toBe(false);
  });
});
