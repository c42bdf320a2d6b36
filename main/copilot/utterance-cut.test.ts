import { describe, expect, it } from 'vitest';
import type { SpeechEvent } from '../../contracts/speech';
import type { CarefulEar } from './careful-ear';
import type { EarHit } from './fast-ear';
import { fakeFastEar, fakeFrame, fakeVoiceDetector } from './fakes';
import { cutUtterance, type OpenOfLeg } from './open-utterance';
import { createEarsPipeline } from './pipeline';

const wechat = { phrase: '微信', score: 0.4 };
/** The fast ear hears from the first frame on; the voice, from 0 ms to `voiceMs`, is quiet for 64 ms at `dipMs`. */
async function talk(options: { texts: string[]; hits?: EarHit[]; dipMs?: number; voiceMs?: number }) {
  const { texts, hits = [], dipMs = 19_200, voiceMs = 25_600 } = options;
  const events: SpeechEvent[] = [];
  const seconds: number[] = [];
  const carefulEar: CarefulEar = {
    transcribe: (pcm) => {
      seconds.push(pcm.length / 16_000);
      return Promise.resolve({ text: texts[seconds.length - 1] ?? '' });
    },
  };
  const pipeline = createEarsPipeline({
    ...{ vad: fakeVoiceDetector(), fastEar: fakeFastEar(hits), carefulEar },
    emit: (event) => events.push(event),
  });
  pipeline.startCall({ callId: 'a', language: 'zh', keywords: [{ phrase: '微信', threshold: 0.15 }] });
  for (let n = 0; n < voiceMs / 32 + 30; n += 1) {
    const frame = fakeFrame('a', 'customer', n, n * 32 < voiceMs);
    // Still a voice to the fake detector, which looks at the first sample.
    if (n * 32 === dipMs || (n + 1) * 32 === dipMs) frame.pcm.fill(0, 1);
    pipeline.frame(frame);
    if (n % 100 === 0) await pipeline.drained();
  }
  await pipeline.endCall('a');
  return {
    seconds,
    speech: events.flatMap((event) =>
      event.type === 'speech-start' || event.type === 'speech-end'
        ? [`${event.type} ${String('endMs' in event ? event.endMs : event.startMs)}`]
        : [],
    ),
    words: events.flatMap((event) => ('phrase' in event ? [event.type] : [])),
  };
}

describe('talk without a pause', () => {
  it('is cut where it is quietest in the last two seconds, and what follows is read with the next part', async () => {
    const { seconds, speech } = await talk({ texts: ['前面', '后面'] });
    // With 480 ms before the cut, heard again, and 288 ms of quiet at the end.
    expect(seconds).toEqual([19.2, 7.168]);
    expect(speech).toEqual(['speech-start 0', 'speech-end 19200', 'speech-start 19200', 'speech-end 25600']);
  });

  it('that ends soon after the cut is read to its end', async () => {
    const { seconds, speech } = await talk({ texts: ['前面', '后面'], voiceMs: 20_096, dipMs: 18_400 });
    expect(seconds[1]).toBeCloseTo(20.096 - 18.4 + 0.48 + 0.288, 5);
    expect(speech.at(-1)).toBe('speech-end 20096');
  });

  it('that ends with the cut is told as ended', async () => {
    const { speech } = await talk({ texts: ['前面'], voiceMs: 20_000, dipMs: -1 });
    expect(speech).toEqual(['speech-start 0', 'speech-end 19968']);
  });
});

describe('a word at a cut', () => {
  const atCut = { ...wechat, startMs: 18_600, endMs: 19_100 };

  it('that neither part holds is taken back', async () => {
    expect((await talk({ texts: ['我不知道', '然后呢'], hits: [atCut] })).words).toEqual([
      'keyword',
      'keyword-withdrawn',
    ]);
  });

  it('is heard again from before its beginning', async () => {
    const { seconds } = await talk({ texts: ['我不知道', '然后呢'], hits: [{ ...atCut, startMs: 18_200 }] });
    expect(seconds[1]).toBeCloseTo(6.4 + 1.216 + 0.288, 5);
  });

  it('that either part holds is confirmed, once', async () => {
    for (const texts of [
      ['加个微信', '然后呢'],
      ['加个', '微信然后呢'],
      ['加个微信', '微信然后呢'],
    ])
      expect((await talk({ texts, hits: [atCut] })).words).toEqual(['keyword', 'keyword-confirmed']);
  });

  it('behind it is the next part’s', async () => {
    const behind = { ...wechat, startMs: 19_300, endMs: 19_700 };
    expect((await talk({ texts: ['加个', '微信然后呢'], hits: [behind] })).words).toEqual([
      'keyword',
      'keyword-confirmed',
    ]);
    expect((await talk({ texts: ['微信', '然后呢'], hits: [behind] })).words).toContain('keyword-withdrawn');
  });

  it('stays as it was heard where nothing is made of the next part', async () => {
    expect((await talk({ texts: ['我不知道', ''], hits: [atCut] })).words).toEqual(['keyword']);
  });
});

it('keeps the levels of the line over a cut, and cuts the next part where that is quietest', () => {
  const frames = Array.from({ length: 625 }, () => ({ frame: new Float32Array(512), isSpeech: true }));
  const open: OpenOfLeg = {
    ...{ startMs: 480, pcmStartMs: 0, isAnnounced: true, voicedFrames: 610, lastVoiceMs: 20_000, quietFrames: 0 },
    ...{ listening: null, heard: [], held: [], overlapMs: 0 },
    levelsDb: frames.map((_, index) => (index === 600 ? -60 : -20)),
  };
  const { next, buffer } = cutUtterance(open, frames);
  expect([next.startMs, next.pcmStartMs, buffer.length]).toEqual([19_232, 18_752, 39]);
  expect(next.levelsDb).toEqual(open.levelsDb);
  const longer = [...buffer, ...frames.slice(buffer.length)];
  const quietAt = (index: number) => (index === 1_180 ? -60 : -20);
  const levelsDb = [...next.levelsDb, ...frames.slice(buffer.length).map((_, index) => quietAt(625 + index))];
  const again = cutUtterance({ ...next, levelsDb }, longer);
  expect(again.next.startMs).toBe(next.pcmStartMs + (1_181 - 586) * 32);
  expect(again.next.levelsDb).toHaveLength(625);
});
