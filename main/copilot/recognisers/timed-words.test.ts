import { describe, expect, it } from 'vitest';
import { timedWords } from './timed-words';

const told = (tokens: string[], timestamps: number[], lengthMs = 5_000) =>
  timedWords(tokens, timestamps, lengthMs).map(
    ({ text, startMs, endMs }) => `${text} ${String(startMs)}-${String(endMs)}`,
  );

describe('words with their times, out of tokens', () => {
  it('are characters of Chinese, each until the next', () => {
    expect(told(['太', '贵', '了', '。'], [0.3, 0.54, 0.8, 0.9])).toEqual([
      '太 300-540',
      '贵 540-800',
      '了。 800-1800',
    ]);
  });

  it('puts pieces of English together, marked by a space or by SentencePiece’s sign', () => {
    expect(told([' we', 'chat', '号', '码', ' is', '▁mine'], [1, 1.1, 1.3, 1.5, 1.8, 2])).toEqual([
      'wechat 1000-1300',
      '号 1300-1500',
      '码 1500-1800',
      'is 1800-2000',
      'mine 2000-3000',
    ]);
  });

  it('puts pieces together that are marked where a word goes on', () => {
    expect(told(['we@@', 'chat', '太', '贵', 'ok'], [0.1, 0.2, 0.5, 0.7, 1], 1_200)).toEqual([
      'wechat 100-500',
      '太 500-700',
      '贵 700-1000',
      'ok 1000-1200',
    ]);
  });

  it('spells characters out of bytes', () => {
    expect(told(['<0xE8>', '<0xB4>', '<0xB5>', '了'], [0.2, 0.2, 0.24, 0.6])).toEqual(['贵 200-600', '了 600-1600']);
  });

  it('leaves tags out, and a mark before any word', () => {
    expect(told(['<|Speech|>', '，', '好'], [0, 0, 0.4])).toEqual(['好 400-1400']);
  });

  it('are none without a time for each token', () => {
    expect(timedWords(['太', '贵'], [0.1], 1_000)).toEqual([]);
    expect(timedWords([], [], 1_000)).toEqual([]);
  });

  it('never end before they begin', () => {
    expect(told(['太', '贵'], [1.2, 1.1], 1_000)).toEqual(['太 1200-1200', '贵 1100-1100']);
  });
});
