import { describe, expect, it } from 'vitest';
import { shareTimes } from './share-times';

const whole = { startMs: 1_000, endMs: 5_000 };
const characters = (text: string) => [...text.replace(/\p{P}/gu, '')].length;
const words = [
  { text: '太', startMs: 1_200, endMs: 1_400 },
  { text: '贵，', startMs: 1_400, endMs: 1_700 },
  { text: '优惠', startMs: 4_000, endMs: 4_600 },
];

describe('when a place of a transcript was said', () => {
  it('is by the times of its words', () => {
    const whenMs = shareTimes(words, characters, whole);
    expect([whenMs(0), whenMs(0.25), whenMs(0.5), whenMs(0.75)]).toEqual([1_200, 1_400, 4_000, 4_300]);
    expect([whenMs(0.5, 'end'), whenMs(0.75, 'end'), whenMs(1, 'end')]).toEqual([1_700, 4_300, 4_600]);
  });

  it('is not moved by what a division leaves over', () => {
    const three = words.slice(0, 2).concat({ text: '吗', startMs: 3_000, endMs: 3_200 });
    const whenMs = shareTimes(three, characters, whole);
    expect([whenMs(2 / 3), whenMs(2 / 3, 'end')]).toEqual([3_000, 1_700]);
  });

  it('is by the share alone without words', () => {
    expect([0, 0.5, 1].map((share) => shareTimes([], characters, whole)(share))).toEqual([1_000, 3_000, 5_000]);
    const unspoken = [{ text: '…', startMs: 0, endMs: 10 }];
    expect(shareTimes(unspoken, characters, whole)(0.5)).toBe(3_000);
  });
});
