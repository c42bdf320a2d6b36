import { describe, expect, it } from 'vitest';
import type { TranscriptLine } from '../../contracts/transcript';
import { intentSignals } from './intent-signals';

const line = (text: string, startMs: number, leg: TranscriptLine['leg'] = 'customer') => ({
  leg,
  startMs,
  endMs: startMs + 900,
  text,
});

describe('what the newest lines tell the cues', () => {
  it('is what the customer asked for, with when and by which words', () => {
    const signals = intentSignals([line('别再给我打电话了，把我的号码拉黑。', 5_000)], 'zh');
    expect(signals[0]).toMatchObject({ type: 'intent', intentId: 'opt-out', leg: 'customer', words: '别再给我打电话' });
    expect(signals[0]).toHaveProperty(
      'endMs',
      expect.toSatisfy((endMs: number) => endMs > 5_000 && endMs <= 5_900),
    );
  });

  it('is of a denial only that, with where and beside what, and nothing of long ago', () => {
    expect(intentSignals([line('我没有要投诉的意思。', 0)], 'zh')).toEqual([
      {
        type: 'intent-denied',
        intentId: 'complaint',
        leg: 'customer',
        startMs: 0,
        endMs: 900,
        words: '投诉',
        otherwise: '我没有要  的意思。',
      },
    ]);
    const old = [line('我要投诉你们。', 0), ...[1, 2, 3, 4, 5, 6].map((at) => line('今天天气真不错。', at * 1_000))];
    expect(intentSignals(old, 'zh')).toEqual([]);
  });
});
