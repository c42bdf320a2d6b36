import { describe, expect, it } from 'vitest';
import type { TranscriptLine } from '../../contracts/transcript';
import { placesOf, readPhrase } from './phrases';
import { countSpoken, tokensOf } from './tokens';

const line = (text: string, startMs = 0, endMs = startMs + 1000): TranscriptLine => ({
  leg: 'customer',
  startMs,
  endMs,
  text,
});

function found(phrase: string, ...lines: TranscriptLine[]): number {
  const read = readPhrase(phrase);
  return read ? placesOf(read, tokensOf(lines, 'customer')).length : 0;
}

describe('a Chinese phrase', () => {
  it.each([
    ['太贵', '这个太贵了吧'],
    ['不需要', '我不，嗯，不 需要'],
    ['投诉', '我要去投素你们'],
    ['再想想', '我在想想'],
    ['给您…回电', '那我明天下午给您这边回电'],
    ['加V信', '你加 v 信吧'],
    ['12315', '打１２３１５'],
    ['^可以', '行，可以啊'],
    ['行', '嗯，行。'],
  ])('%s is found in %s', (phrase, text) => {
    expect(found(phrase, line(text))).toBe(1);
  });

  it.each([
    ['太贵', '太高兴了'],
    ['微信', '他很有威信'],
    ['行', '我去银行办'],
    ['我要办', '我要搬家了'],
    ['^可以', '这个不可以'],
    ['可以$', '可以便宜点吗'],
    ['不要再打', '不要，再打给我吧'],
    ['给您…回电', '给您。明天我回电'],
  ])('%s is not found in %s', (phrase, text) => {
    expect(found(phrase, line(text))).toBe(0);
  });

  it('is found where the recogniser cut it in two, but not across a long pause', () => {
    expect(found('不要再打', line('你们不要', 0, 900), line('再打了', 1100, 1800))).toBe(1);
    expect(found('不要再打', line('你们不要', 0, 900), line('再打了', 5000, 5800))).toBe(0);
  });
});

describe('an English phrase', () => {
  it.each([
    ['do not call', "Please don't call me"],
    ['do not call', 'please dont, um, call... dont call me'],
    ['wechat', 'add me on we chat'],
    ['discount', 'any discounts?'],
    ['i will take it', 'Fine, I’ll take it.'],
    ['this is … from', 'Hello, this is Daniel from Brightline'],
  ])('%s is found in %s', (phrase, text) => {
    expect(found(phrase, line(text))).toBe(1);
  });

  it.each([
    ['scam', 'the scampi was good'],
    ['at work', 'that works'],
    ['^sure', 'I am not sure'],
  ])('%s is not found in %s', (phrase, text) => {
    expect(found(phrase, line(text))).toBe(0);
  });
});

describe('words', () => {
  it('are counted as they are spoken', () => {
    expect(countSpoken('一年 960 元，OK？', 'zh')).toBe(7);
    expect(countSpoken("It's $79 a month.", 'en')).toBe(4);
  });

  it('have times within their line', () => {
    const tokens = tokensOf([line('我不需要', 1000, 2000)], 'customer');
    expect(tokens.map((token) => token.startMs)).toEqual([1000, 1250, 1500, 1750]);
    expect(tokens.at(-1)?.endMs).toBe(2000);
  });

  it('nothing but punctuation is no phrase', () => {
    expect(readPhrase('。！')).toBeNull();
  });
});
