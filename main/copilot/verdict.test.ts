import { describe, expect, it } from 'vitest';
import type { HeardKeyword } from './leg-listener';
import { judge } from './verdict';

const heard = (phrase: string, startMs: number): HeardKeyword => ({
  callId: 'a',
  leg: 'customer',
  id: `${phrase}-${String(startMs)}`,
  phrase,
  startMs,
  endMs: startMs + 300,
  score: 0.4,
  ear: 'fast',
});

/** The verdicts on one utterance of ten seconds. */
function verdicts(heardWords: HeardKeyword[], phrases: string[], transcript: string) {
  const keywords = phrases.map((phrase) => ({ phrase, threshold: 0.15 }));
  const utterance = { leg: 'customer' as const, startMs: 0, endMs: 10_000, heard: heardWords };
  return judge('a', { ...utterance, overlapMs: { before: 0, after: 0 } }, keywords, { text: transcript });
}

describe('the verdict where a long utterance was cut', () => {
  const keywords = [{ phrase: '太贵', threshold: 0.15 }];
  const second = { leg: 'customer' as const, startMs: 20_000, endMs: 30_000, heard: [] };

  it('does not withdraw the word at the cut', () => {
    const first = { ...second, startMs: 10_000, endMs: 20_000, overlapMs: { before: 0, after: 480 } };
    expect(judge('a', { ...first, heard: [heard('太贵', 19_600)] }, keywords, { text: '我觉得这个太' })).toEqual([]);
    expect(judge('a', { ...first, heard: [heard('太贵', 12_000)] }, keywords, { text: '我觉得这个太' })).toMatchObject([
      { type: 'keyword-withdrawn' },
    ]);
  });

  it('adds a word that is in both parts once', () => {
    const transcript = '太贵了我还要再跟家里人说一说';
    const known = () => 19_900;
    const added = (before: number, lastEndMs: () => number | undefined) =>
      judge('a', { ...second, overlapMs: { before, after: 0 } }, keywords, { text: transcript }, lastEndMs);
    expect(added(480, known)).toEqual([]);
    expect(added(480, () => undefined)).toMatchObject([{ type: 'keyword', ear: 'careful' }]);
    expect(added(480, () => 12_000)).toMatchObject([{ type: 'keyword', ear: 'careful' }]);
    expect(added(0, known)).toMatchObject([{ type: 'keyword', ear: 'careful' }]);
  });
});

describe('the verdict on what the fast ear heard', () => {
  it('confirms what is written, with the higher of both scores and the time of the fast ear', () => {
    expect(verdicts([heard('优惠', 4000)], ['优惠'], '现在有没有优惠？')).toEqual([
      { type: 'keyword-confirmed', ...heard('优惠', 4000), ear: 'careful', score: 1 },
    ]);
    expect(verdicts([heard('优惠', 4000)], ['优惠'], '有没有优会')).toMatchObject([{ score: 0.9 }]);
  });

  it('withdraws a homophone that lies across other words', () => {
    expect(verdicts([heard('优惠', 4000)], ['优惠'], '我问他他却没有回答')).toMatchObject([
      { type: 'keyword-withdrawn', id: '优惠-4000' },
    ]);
  });

  it('leaves what it was sure of where nothing of that sound is written', () => {
    const sure = { ...heard('身份证', 4000), score: 0.95 };
    expect(verdicts([sure], ['身份证'], '请您提供一下身份讨厌')).toEqual([]);
    expect(verdicts([heard('身份证', 4000)], ['身份证'], '请您提供一下身份讨厌')).toMatchObject([
      { type: 'keyword-withdrawn' },
    ]);
    // Written, as the end of one word and the beginning of another: the sound was right, the word was not.
    const across = { ...heard('优惠', 4000), score: 1 };
    expect(verdicts([across], ['优惠'], '我问他他却没有回答')).toMatchObject([{ type: 'keyword-withdrawn' }]);
  });

  it('neither confirms nor withdraws where a word of other tones is written', () => {
    expect(verdicts([heard('经理', 4000)], ['经理'], '让你们经历来跟我说')).toEqual([]);
  });

  it('confirms what is nearly written, but does not add it', () => {
    const written = '信用塔可以分期吗';
    expect(verdicts([{ ...heard('信用卡', 500), score: 0.7 }], ['信用卡'], written)).toMatchObject([
      { type: 'keyword-confirmed' },
    ]);
    expect(verdicts([], ['信用卡'], written)).toEqual([]);
  });

  it.each([
    ['发给我', '下周三下午三点再打给我吧'],
    ['可以办', '请问有什么可以帮你'],
    ['打折', '标准版第一个越打八折'],
    ['真人', '你是极其人吗?我要转人工'],
  ])(
    'withdraws %s, of which it was not sure, where other words are written that sound nearly so',
    (phrase, written) => {
      expect(verdicts([heard(phrase, 4000)], [phrase], written)).toMatchObject([{ type: 'keyword-withdrawn' }]);
    },
  );

  it('believes in a slip in a long phrase whose other syllables are all there', () => {
    expect(verdicts([heard('语音识别', 4000)], ['语音识别'], '推出的语音试别模型')).not.toMatchObject([
      { type: 'keyword-withdrawn' },
    ]);
    expect(verdicts([heard('感谢您的接听', 4000)], ['感谢您的接听'], '感谢您的接停')).not.toMatchObject([
      { type: 'keyword-withdrawn' },
    ]);
  });

  it('knows a word that is said twice as two', () => {
    const said = '太贵了，真的是有一点点太贵了';
    expect(verdicts([], ['太贵'], said).map(({ type }) => type)).toEqual(['keyword', 'keyword']);
    expect(verdicts([heard('太贵', 0), heard('太贵', 8000)], ['太贵'], said)).toMatchObject([
      { type: 'keyword-confirmed', id: '太贵-0' },
      { type: 'keyword-confirmed', id: '太贵-8000' },
    ]);
  });

  it('adds the one that the fast ear missed where that one was said', () => {
    const events = verdicts([heard('太贵', 8000)], ['太贵'], '太贵了，真的是有一点点太贵了');
    expect(events).toMatchObject([
      { type: 'keyword-confirmed', id: '太贵-8000' },
      { type: 'keyword', startMs: 0, ear: 'careful', confirmed: true },
    ]);
  });

  it('withdraws the one that was not said', () => {
    expect(verdicts([heard('太贵', 500), heard('太贵', 8000)], ['太贵'], '我觉得这个价格嘛太贵了')).toMatchObject([
      { type: 'keyword-withdrawn', id: '太贵-500' },
      { type: 'keyword-confirmed', id: '太贵-8000' },
    ]);
  });
});

describe('the verdict with the times of the words', () => {
  const keywords = ['太贵', '微信', 'we chat'].map((phrase) => ({ phrase, threshold: 0.15 }));
  const utterance = { leg: 'customer' as const, startMs: 1_000, endMs: 9_000, heard: [] };
  const overlapMs = { before: 0, after: 0 };
  const timed = (...words: [string, number, number][]) => ({
    text: words.map(([text]) => text).join(''),
    words: words.map(([text, startMs, endMs]) => ({ text, startMs, endMs })),
  });
  /** A long pause stands before 太贵: by its share of the characters it would lie in the middle. */
  const pausing = timed(['那', 1_000, 1_200], ['个', 1_200, 1_400], ['太', 8_000, 8_200], ['贵', 8_200, 8_500]);

  it('places a word where it was said', () => {
    expect(judge('a', { ...utterance, overlapMs }, keywords, pausing)).toMatchObject([
      { type: 'keyword', phrase: '太贵', startMs: 8_000, endMs: 8_500 },
    ]);
    const { text } = pausing;
    expect(judge('a', { ...utterance, overlapMs }, keywords, { text })).toMatchObject([
      { startMs: 5_000, endMs: 9_000 },
    ]);
  });

  it('confirms the one of two that was said there', () => {
    const said = { ...utterance, overlapMs, heard: [heard('太贵', 1_100), heard('太贵', 8_050)] };
    expect(judge('a', said, keywords, pausing).map(({ type, id }) => `${type} ${id}`)).toEqual([
      'keyword-withdrawn 太贵-1100',
      'keyword-confirmed 太贵-8050',
    ]);
  });

  it('counts English in words, amid Chinese too', () => {
    const mixed = timed(['加', 2_000, 2_200], [' we', 5_000, 5_200], [' chat', 5_200, 5_600]);
    expect(judge('a', { ...utterance, overlapMs }, keywords, mixed)).toMatchObject([
      { phrase: 'we chat', startMs: 5_000, endMs: 5_600 },
    ]);
  });
});
