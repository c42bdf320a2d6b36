import { describe, expect, it } from 'vitest';
import type { SpeechEvent } from '../../contracts/speech';
import { LiveCaptions } from './live-captions';

type Said = 'transcript' | 'transcript-partial';
const said = (type: Said, leg: 'agent' | 'customer', startMs: number, endMs: number, text: string): SpeechEvent => ({
  ...{ type, callId: 'a', leg, startMs, endMs, text },
});
const texts = ({ view }: LiveCaptions) => [view.captions, view.saying].map((lines) => lines.map(({ text }) => text));

describe('captions', () => {
  it('show a sentence as it grows, and whole once it is over', () => {
    const captions = new LiveCaptions();
    expect(captions.handle(said('transcript-partial', 'customer', 100, 900, '这个太'))).toBe(true);
    captions.handle(said('transcript-partial', 'agent', 50, 700, '您好'));
    captions.handle(said('transcript-partial', 'customer', 100, 1400, '这个太贵'));
    expect(texts(captions)).toEqual([[], ['您好', '这个太贵']]);
    captions.handle(said('transcript', 'customer', 100, 1600, '这个太贵了'));
    expect(texts(captions)).toEqual([['这个太贵了'], ['您好']]);
  });

  it('keep what is being said when the sentence before it comes late', () => {
    const captions = new LiveCaptions();
    captions.handle(said('transcript-partial', 'customer', 2_000, 2_500, '我想'));
    captions.handle(said('transcript', 'customer', 100, 1600, '这个太贵了'));
    expect(texts(captions)).toEqual([['这个太贵了'], ['我想']]);
  });

  it('drop what turned out to be no words, and count what nobody wrote down', () => {
    const captions = new LiveCaptions();
    captions.handle(said('transcript-partial', 'customer', 100, 900, '谢谢观看'));
    captions.handle(said('transcript-partial', 'customer', 100, 900, ''));
    expect(texts(captions)).toEqual([[], []]);
    captions.handle(said('transcript-partial', 'agent', 100, 900, '您'));
    captions.handle({ type: 'unread', callId: 'a', leg: 'agent', startMs: 100, endMs: 2_000 });
    expect(texts(captions)).toEqual([[], []]);
    expect(captions.view.unread).toBe(1);
    expect(captions.handle({ type: 'speech-start', callId: 'a', leg: 'agent', startMs: 5 })).toBe(false);
  });
});
