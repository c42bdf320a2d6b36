import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zhSale } from '../testing/conversations';
import { keepCited, lineSources } from './keep-cited';

const sources = lineSources([
  { leg: 'agent', startMs: 0, endMs: 2000, text: '千兆套餐一年九百六十元。' },
  { leg: 'customer', startMs: 2500, endMs: 3500, text: '有点贵啊。' },
  { leg: 'agent', startMs: 4000, endMs: 6000, text: '明天下午三点半给您回电。' },
]);
const kept = (text: string | string[]) => keepCited(text, sources).map((sentence) => sentence.text);

describe('keepCited', () => {
  it('keeps a sentence that cites lines that are there, with their places', () => {
    expect(keepCited('客户觉得一年960元太贵[1, 2]。', sources)).toEqual([
      {
        kind: 'fact',
        text: '客户觉得一年960元太贵。',
        cites: [
          { leg: 'agent', startMs: 0, endMs: 2000, words: '千兆套餐一年九百六十元。' },
          { leg: 'customer', startMs: 2500, endMs: 3500, words: '有点贵啊。' },
        ],
      },
    ]);
  });

  it('drops what cites nothing, or a line that is not there, beside one that is', () => {
    expect(kept('客户觉得贵。')).toEqual([]);
    expect(kept('客户觉得贵[4]。')).toEqual([]);
    expect(kept('客户觉得贵[2][9]。')).toEqual([]);
    expect(kept('客户觉得贵[0]。')).toEqual([]);
    expect(kept('[2]')).toEqual([]);
  });

  it('drops figures that do not stand in what is cited', () => {
    expect(kept('套餐一年690元[1]。')).toEqual([]);
    expect(kept('套餐一年960元[2]。')).toEqual([]);
    expect(kept('坐席将于明天15:30回电[3]。')).toEqual(['坐席将于明天15:30回电。']);
    expect(kept('坐席将于明天16:30回电[3]。')).toEqual([]);
  });

  it('cuts text into sentences, the mark before or after the full stop', () => {
    expect(kept('套餐一年960元。[1] 客户嫌贵【2】。\n客户很高兴。明天回电。[3]')).toEqual([
      '套餐一年960元。',
      '客户嫌贵。',
      '明天回电。',
    ]);
    expect(kept('The plan is 960 [1]. It is too dear. [2] Nothing else.')).toEqual([
      'The plan is 960.',
      'It is too dear.',
    ]);
    expect(kept(['客户嫌贵[2]', '没有来源'])).toEqual(['客户嫌贵']);
  });

  it('never keeps a sentence without a place in the call, whatever the text', () => {
    const all = lineSources(zhSale.lines);
    const text = fc.array(fc.oneof(fc.string(), fc.constantFrom('[1]', '[99]', '[3, 4]', '。', '. ', '客户', '七百')));
    fc.assert(
      fc.property(text, (parts) => {
        for (const { cites, text: sentence } of keepCited(parts.join(''), all)) {
          expect(cites.length).toBeGreaterThan(0);
          expect(sentence).not.toBe('');
          for (const cite of cites) expect(zhSale.lines.some(({ text: line }) => line === cite.words)).toBe(true);
        }
      }),
    );
  });
});
