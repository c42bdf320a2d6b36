import { describe, expect, it } from 'vitest';
import { readResult, type ReadingOf } from './sherpa-result';

const reading = (more: Partial<ReadingOf>): ReadingOf => ({
  ...{ kind: 'sense-voice', language: 'auto', samples: 48_000 },
  ...more,
});

describe('the result of SenseVoice', () => {
  const said = { tokens: ['太', '贵', '了', '。'], timestamps: [0.3, 0.5, 0.8, 1] };

  it('loses its tags, wherever they stand, and tells the language', () => {
    const tags = { lang: '<|yue|>', emotion: '<|ANGRY|>', event: '<|Speech|>' };
    const transcript = readResult(
      { text: '<|yue|><|ANGRY|><|Speech|><|withitn|>太贵了。', ...tags, ...said },
      reading({}),
    );
    expect(transcript).toMatchObject({ text: '太贵了。', language: 'yue' });
    expect(transcript.words?.map(({ text }) => text)).toEqual(['太', '贵', '了。']);
  });

  it('is what was said over music and applause, and nothing of them alone, or of no speech', () => {
    for (const event of ['<|BGM|>', '<|Applause|>']) {
      expect(readResult({ text: `<|zh|>${event}太贵了。`, event, ...said }, reading({}))).toMatchObject({
        text: '太贵了。',
        words: [{ text: '太' }, { text: '贵' }, { text: '了。' }],
      });
      for (const text of ['', '。', event, `<|zh|>${event}<|withitn|>`])
        expect(readResult({ text, event }, reading({})).text).toBe('');
    }
    expect(readResult({ text: '谢谢', lang: '<|nospeech|>' }, reading({})).text).toBe('');
    expect(readResult({ text: '太贵了。', event: '<|Laughter|>' }, reading({})).text).toBe('太贵了。');
    expect(readResult({ text: '。' }, reading({})).text).toBe('');
  });

  it('is in simplified characters, words too', () => {
    const transcript = readResult({ text: '太貴', tokens: ['太', '貴'], timestamps: [0.1, 0.3] }, reading({}));
    expect(transcript.text).toBe('太贵');
    expect(transcript.words?.[1]?.text).toBe('贵');
  });
});

describe('the result of a Zipformer', () => {
  it('has English in small letters where the model knows capitals only', () => {
    const tokens = { tokens: ['加', ' WE', 'CHAT'], timestamps: [0.1, 0.4, 0.5] };
    const transcript = readResult({ text: '加 WECHAT', ...tokens }, reading({ kind: 'streaming-zipformer' }));
    expect(transcript).toMatchObject({ text: '加 wechat', words: [{ text: '加' }, { text: 'wechat', startMs: 400 }] });
    expect(readResult({ text: 'My SIM' }, reading({ kind: 'zipformer-transducer' })).text).toBe('My SIM');
  });

  it('has no times where its tokens are not its text', () => {
    const bytes = { text: '太贵', tokens: ['ƌŕş', 'ƌŕĳ'], timestamps: [0.1, 0.3] };
    expect(readResult(bytes, reading({ kind: 'zipformer-transducer' }))).toEqual({ text: '太贵' });
  });
});

describe('the result of Whisper', () => {
  const whisper = (text: string, language: 'zh' | 'en' = 'zh') =>
    readResult({ text, lang: language }, reading({ kind: 'whisper', language }));

  it('is put together from bytes, and in simplified characters', () => {
    expect(whisper('å¤ªè²´')).toEqual({ text: '太贵', language: 'zh' });
    expect(whisper('ĠThatĠisĠmuch', 'en')).toEqual({ text: 'That is much', language: 'en' });
  });

  it('is nothing where it is invented', () => {
    expect(whisper('ĠThankĠyouĠforĠwatching', 'en').text).toBe('');
  });
});

it('a result that is none is refused', () => {
  expect(() => readResult({ txt: '' }, reading({}))).toThrow();
});
