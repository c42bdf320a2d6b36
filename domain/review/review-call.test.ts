import { expect, it } from 'vitest';
import type { TranscriptLine } from '../../contracts/transcript';
import { localMoment, reviewCall } from './review-call';

const line = (leg: TranscriptLine['leg'], startMs: number, text: string): TranscriptLine => ({
  leg,
  startMs,
  endMs: startMs + 2_500,
  text,
});
const lines = [
  line('agent', 1_000, '您好，我是云帆科技的小林，本次通话会录音，您看可以吗？'),
  line('customer', 5_000, '可以，不过你们的套餐太贵了。'),
  line('agent', 9_000, '我理解，一年九百六十元，平均每天不到三块钱。'),
  line('customer', 13_000, '我考虑一下，你明天下午三点再打给我吧。'),
  line('agent', 17_000, '好的，明天下午三点我给您回电话，再见。'),
];
const call = {
  language: 'zh' as const,
  lines,
  spans: lines,
  answered: true,
  cause: 'customer-hangup' as const,
  audioStartedAt: new Date(2026, 10, 28, 10, 0),
  connected: { startMs: 0, endMs: 20_000 },
  noticePlayedAtMs: null,
};

it('sums a call up, with the moment that was agreed on by the clock of the desk', () => {
  const { summary, intents } = reviewCall(call);
  expect(summary.disposition).toBe('callback');
  expect(new Date(summary.callbackAt ?? 0)).toEqual(new Date(2026, 10, 29, 15, 0));
  expect(intents.map(({ id }) => id)).toEqual(expect.arrayContaining(['too-expensive', 'needs-to-think']));
  for (const { cites } of summary.sentences) {
    expect(cites.length).toBeGreaterThan(0);
    for (const { startMs, words } of cites)
      expect(lines.some((each) => startMs >= each.startMs && startMs <= each.endMs && each.text.includes(words))).toBe(
        true,
      );
  }
});

it('counts the notice of recording that the desk played, and no silence of a hold', () => {
  const silent = { ...call, lines: lines.slice(1), connected: { startMs: 0, endMs: 60_000 } };
  const items = (part: object) =>
    new Map(reviewCall({ ...silent, ...part }).score.items.map(({ type, outcome }) => [type, outcome]));
  expect(items({}).get('notice-of-recording')).toBe('not-met');
  expect(items({ noticePlayedAtMs: 500 }).get('notice-of-recording')).toBe('met');
  expect(items({}).get('max-dead-air-seconds')).toBe('not-met');
  expect(items({ held: [{ startMs: 20_000, endMs: 60_000 }] }).get('max-dead-air-seconds')).toBe('met');
});

it('scores nobody for a call that was not answered', () => {
  const { score, summary } = reviewCall({ ...call, answered: false, cause: 'no-answer', lines: [], spans: [] });
  expect(score.total).toBeNull();
  expect(summary.sentences).toHaveLength(1);
  expect(summary.sentences[0]?.cites).toEqual([]);
});

it('names a moment by the clock on the wall', () => {
  expect(localMoment(new Date(2026, 0, 2, 3, 4))).toBe('2026-01-02T03:04');
});
