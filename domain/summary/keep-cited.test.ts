import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zhSale } from '../testing/conversations';
import { keepCited, lineSources } from './keep-cited';

const sources = lineSources([
  { leg: 'agent', startMs: 0, endMs: 2000, text: '千兆套餐一年九百六十元。' },
  { leg: 'customer', startMs: 2500, endMs: 3500, text: '有点贵啊。' },
  { leg: 'agent', startMs: 4000, endMs: 6000, text: '明天下午三点半给您回电。' },
]);
const kept = (text: string, ...cites: number[]) =>
  keepCited([{ text, cites }], sources).map((sentence) => sentence.text);

describe('keepCited', () => {
  it('keeps a sentence that cites lines that are there, with their places', () => {
    expect(keepCited([{ text: '客户觉得一年960元太贵[1, 2]。', cites: [2] }], sources)).toEqual([
      {
        kind: 'fact',
        text: '客户觉得一年960元太贵。',
        cites: [
          { leg: 'customer', startMs: 2500, endMs: 3500, words: '有点贵啊。' },
          { leg: 'agent', startMs: 0, endMs: 2000, words: '千兆套餐一年九百六十元。' },
        ],
      },
    ]);
  });

  it('drops what cites nothing, or a line that is not there, beside one that is', () => {
    expect(kept('客户觉得贵。')).toEqual([]);
    expect(kept('客户觉得贵。', 4)).toEqual([]);
    expect(kept('客户觉得贵。', 2, 9)).toEqual([]);
    expect(kept('客户觉得贵。', 0)).toEqual([]);
    expect(kept('客户觉得贵。', -1, 1.5)).toEqual([]);
    expect(kept('客户觉得贵[9]。', 2)).toEqual([]);
    expect(kept('。', 2)).toEqual([]);
    const nine = Array.from({ length: 9 }, (_, index) => index + 1);
    expect(keepCited([{ text: '客户问价格。', cites: nine }], lineSources(zhSale.lines))).toEqual([]);
    expect(keepCited([{ text: '客户问价格。', cites: nine.slice(1) }], lineSources(zhSale.lines))).toHaveLength(1);
    expect(kept('贵'.repeat(400), 2)).toEqual([]);
  });

  it('drops figures that do not stand in what is cited', () => {
    expect(kept('套餐一年690元。', 1)).toEqual([]);
    expect(kept('套餐一年960元。', 2)).toEqual([]);
    expect(kept('坐席将于明天15:30回电。', 3)).toEqual(['坐席将于明天15:30回电。']);
    expect(kept('坐席将于明天16:30回电。', 3)).toEqual([]);
  });

  it('never keeps a sentence without a place in the call, whatever the text', () => {
    const all = lineSources(zhSale.lines);
    const text = fc.array(fc.oneof(fc.string(), fc.constantFrom('[1]', '[99]', '[3, 4]', '。', '. ', '客户', '七百')));
    fc.assert(
      fc.property(text, fc.array(fc.integer()), (parts, cites) => {
        for (const { cites: places, text: sentence } of keepCited([{ text: parts.join(''), cites }], all)) {
          expect(places.length).toBeGreaterThan(0);
          expect(sentence).not.toBe('');
          for (const cite of places) expect(zhSale.lines.some(({ text: line }) => line === cite.words)).toBe(true);
        }
      }),
    );
  });
});
