import { describe, expect, it } from 'vitest';
import type { VoiceLine } from '../../contracts/emotion';
import { findIntents } from '../intents/find-intents';
import { builtInReview } from '../review/built-in';
import { findEmotions } from './find-emotions';

const { intents: book } = builtInReview('zh');
const usual = { levelDb: -26, pitchHz: 120 };
const raised = { levelDb: -17, pitchHz: 150 };

/** The customer's utterances, a second each; the voice is usual unless told. */
function emotions(...lines: (readonly [string, Partial<VoiceLine>?])[]) {
  const at = (index: number) => ({ leg: 'customer' as const, startMs: index * 2_000, endMs: index * 2_000 + 1_000 });
  const voices = lines.map(([, voice], index) => ({ ...at(index), ...usual, ...voice }));
  const said = lines.map(([text], index) => ({ ...at(index), text }));
  return findEmotions(voices, findIntents(said, book), book);
}
const SMALL_TALK = [['喂，哪位？'], ['嗯，你说吧。'], ['今天天气真不错。']] as const;

describe('what feelings show', () => {
  it('is anger in negative words said louder and higher than usual, with both as evidence', () => {
    expect(emotions(...SMALL_TALK, ['我要投诉你们！', raised])).toMatchObject([
      {
        emotion: 'angry',
        leg: 'customer',
        words: '投诉',
        voice: { louderDb: 9, higherSemitones: 3.9 },
      },
    ]);
  });

  it('is annoyance or pleasure by words alone', () => {
    expect(emotions(...SMALL_TALK, ['我要投诉你们。'], ['太好了，很满意。'])).toMatchObject([
      { emotion: 'annoyed', words: '投诉', voice: null },
      { emotion: 'pleased', voice: null },
    ]);
  });

  it('is told again only after a while without it', () => {
    const found = emotions(
      ...SMALL_TALK,
      ['我要投诉你们。'],
      ['我要投诉！'],
      ['多少钱？'],
      ['好。'],
      ['好。'],
      ['我要投诉。'],
    );
    expect(found.map(({ atMs }) => Math.floor(atMs / 1_000))).toEqual([6, 16]);
  });

  it('is only a raised voice where no such words are said, and nothing where the words are business', () => {
    expect(emotions(...SMALL_TALK, ['多少钱一个月？', raised])).toMatchObject([
      { emotion: 'raised-voice', atMs: 6_000, words: null },
    ]);
    expect(emotions(...SMALL_TALK, ['不需要，谢谢。'])).toEqual([]);
  });

  it('needs louder and higher together', () => {
    expect(emotions(...SMALL_TALK, ['多少钱？', { levelDb: -17 }])).toEqual([]);
    expect(emotions(...SMALL_TALK, ['多少钱？', { pitchHz: 160 }])).toEqual([]);
    expect(emotions(...SMALL_TALK, ['多少钱？', { levelDb: -17, pitchHz: null }])).toEqual([]);
  });

  it('knows nobody’s usual voice before three utterances, and holds each leg against itself', () => {
    expect(emotions(['喂！', raised], ['多少钱？'], ['多少钱？', raised])).toEqual([]);
    const others = [0, 1, 2].map((at) => ({ leg: 'agent' as const, startMs: at, endMs: at + 1, ...usual }));
    const loud = { leg: 'customer' as const, startMs: 10, endMs: 20, ...raised };
    expect(findEmotions([...others, loud], [], book)).toEqual([]);
  });

  it('is not shown by what was denied', () => {
    expect(emotions(...SMALL_TALK, ['我没有要投诉的意思。', raised])).toMatchObject([{ emotion: 'raised-voice' }]);
  });
});
