import { expect, it } from 'vitest';
import { heardLater } from './heard-later';

it('puts what was heard in a later part of a call on the clock of its first part, under its own name', () => {
  const base = { callId: 'r#2', leg: 'customer' as const };
  expect(heardLater({ type: 'speech-start', ...base, startMs: 100 }, 'r', 5_000)).toEqual({
    type: 'speech-start',
    callId: 'r',
    leg: 'customer',
    startMs: 5_100,
  });
  expect(heardLater({ type: 'speech-end', ...base, startMs: 100, endMs: 300 }, 'r', 5_000)).toMatchObject({
    startMs: 5_100,
    endMs: 5_300,
  });
  const words = [{ text: '贵', startMs: 150, endMs: 300 }];
  expect(
    heardLater({ type: 'transcript', ...base, startMs: 100, endMs: 300, text: '贵', words }, 'r', 5_000),
  ).toMatchObject({ startMs: 5_100, words: [{ text: '贵', startMs: 5_150, endMs: 5_300 }] });
  expect(heardLater({ type: 'gap', ...base, lostFrames: 2, atMs: 40 }, 'r', 5_000)).toMatchObject({ atMs: 5_040 });
  expect(heardLater({ type: 'load', work: 'voice', callId: 'r#2', lagMs: 900 }, 'r', 5_000)).toEqual({
    type: 'load',
    work: 'voice',
    callId: 'r',
    lagMs: 900,
  });
});
