import { describe, expect, it } from 'vitest';
import type { SpeechEvent } from '../../contracts/speech';
import type { EarHit } from './fast-ear';
import { fakeCarefulEar, fakeFastEar, fakeFrame, fakeVoiceDetector } from './fakes';
import type { CarefulEar } from './careful-ear';
import { createEarsPipeline, type EarsPipelineOptions, type ListenTo } from './pipeline';

const keywords = [
  { phrase: '微信', threshold: 0.15 },
  { phrase: '优惠', threshold: 0.15 },
];
const wechat = { phrase: '微信', startMs: 600, endMs: 900, score: 0.4 };

/** 20 frames quiet, 40 of voice, 30 quiet, on the customer's leg; returns all that was said of them. */
async function hear(
  options: Partial<EarsPipelineOptions>,
  sequences?: readonly number[],
  call: Partial<ListenTo> = {},
): Promise<SpeechEvent[]> {
  const events: SpeechEvent[] = [];
  const pipeline = createEarsPipeline({ vad: fakeVoiceDetector(), ...options, emit: (event) => events.push(event) });
  pipeline.startCall({ callId: 'a', language: 'zh', keywords, ...call });
  for (const sequence of sequences ?? Array.from({ length: 90 }, (_, index) => index)) {
    pipeline.frame(fakeFrame('a', 'customer', sequence, sequence >= 20 && sequence < 60));
  }
  await pipeline.endCall('a');
  return events.filter(({ type }) => type !== 'voice');
}

describe('an utterance', () => {
  it('is told with the times of its voice', async () => {
    expect(await hear({})).toEqual([
      { type: 'speech-start', callId: 'a', leg: 'customer', startMs: 640 },
      { type: 'speech-end', callId: 'a', leg: 'customer', startMs: 640, endMs: 1920 },
    ]);
  });

  it('is told with how it was said', async () => {
    const events: SpeechEvent[] = [];
    const pipeline = createEarsPipeline({ vad: fakeVoiceDetector(), emit: (event) => events.push(event) });
    pipeline.startCall({ callId: 'a', language: 'zh', keywords });
    for (let n = 0; n < 90; n += 1) pipeline.frame(fakeFrame('a', 'customer', n, n >= 20 && n < 60));
    await pipeline.endCall('a');
    // The fake voice is a steady pressure: loud, and without a pitch.
    expect(events.at(-1)).toMatchObject({ type: 'voice', leg: 'customer', startMs: 640, endMs: 1920, pitchHz: null });
    expect(events.at(-1)).toHaveProperty(
      'levelDb',
      expect.toSatisfy((levelDb: number) => levelDb > -10),
    );
  });

  it('too short to be a word is not told', async () => {
    const events: SpeechEvent[] = [];
    const pipeline = createEarsPipeline({ vad: fakeVoiceDetector(), emit: (event) => events.push(event) });
    pipeline.startCall({ callId: 'a', language: 'zh', keywords });
    for (let n = 0; n < 30; n += 1) pipeline.frame(fakeFrame('a', 'agent', n, n === 3 || n === 4));
    await pipeline.endCall('a');
    expect(events).toEqual([]);
  });

  it('that never pauses is cut, and the careful ear never gets more than it can take', async () => {
    const careful = fakeCarefulEar('嗯');
    const pipeline = createEarsPipeline({ vad: fakeVoiceDetector(), carefulEar: careful, emit: () => undefined });
    pipeline.startCall({ callId: 'a', language: 'zh', keywords });
    for (let n = 0; n < 1500; n += 1) {
      pipeline.frame(fakeFrame('a', 'customer', n, true));
      if (n % 100 === 0) await pipeline.drained();
    }
    await pipeline.endCall('a');
    expect(careful.heardSamples.length).toBe(3);
    expect(Math.max(...careful.heardSamples)).toBeLessThanOrEqual(21 * 16_000);
  });
});

describe('the two ears', () => {
  it('count digits that were said one by one, and never tell which', async () => {
    const events = await hear({ carefulEar: fakeCarefulEar('卡号是六二二五，八八零一，四三二一') });
    expect(events.filter(({ type }) => type === 'digits')).toEqual([
      { type: 'digits', callId: 'a', leg: 'customer', startMs: 640, endMs: 1920, count: 12 },
    ]);
    // A year is said digit by digit as well.
    expect(await hear({ carefulEar: fakeCarefulEar('2026年，三千九百八') })).toContainEqual(
      expect.objectContaining({ type: 'digits', count: 4 }),
    );
    expect((await hear({ carefulEar: fakeCarefulEar('好一点') })).map(({ type }) => type)).not.toContain('digits');
  });

  it('give what was said in words, once the careful ear vouches for it', async () => {
    const line = { type: 'transcript', callId: 'a', leg: 'customer', startMs: 640, endMs: 1920, text: '好一点' };
    expect(await hear({ carefulEar: fakeCarefulEar('好一点') })).toContainEqual(line);
    expect((await hear({ carefulEar: fakeCarefulEar('') })).map(({ type }) => type)).not.toContain('transcript');
  });

  it('time the words on the clock of the leg, from where its utterance is heard', async () => {
    const words = [{ text: '好', startMs: 320, endMs: 500 }];
    const carefulEar = { transcribe: () => Promise.resolve({ text: '好', words, language: 'yue' }) };
    const line = (await hear({ carefulEar })).find(({ type }) => type === 'transcript');
    // Half a second before the voice was sure, at 640 ms, is heard too.
    expect(line).toMatchObject({ language: 'yue', words: [{ text: '好', startMs: 160 + 320, endMs: 160 + 500 }] });
    expect(line).toMatchObject({ startMs: 640 });
  });

  it('tell the careful one what is spoken: the language of the keywords, if nothing else is said', async () => {
    const told: string[] = [];
    const carefulEar: CarefulEar = {
      transcribe: (_pcm, language) => {
        told.push(language);
        return Promise.resolve({ text: '' });
      },
    };
    await hear({ carefulEar });
    await hear({ carefulEar }, undefined, { spokenLanguage: 'yue' });
    expect(told).toEqual(['zh', 'yue']);
  });

  it('agree: the same keyword is confirmed', async () => {
    const events = await hear({ fastEar: fakeFastEar([wechat]), carefulEar: fakeCarefulEar('我们加个微信吧') });
    const [heard, confirmed] = events.filter((event) => 'phrase' in event);
    expect(heard).toMatchObject({ type: 'keyword', phrase: '微信', ear: 'fast', confirmed: false, startMs: 760 });
    expect(confirmed).toMatchObject({ type: 'keyword-confirmed', phrase: '微信', ear: 'careful' });
    expect(heard && 'id' in heard && confirmed && 'id' in confirmed && heard.id === confirmed.id).toBe(true);
  });

  it('disagree: what only the fast ear heard is withdrawn, what only the careful one heard is added', async () => {
    const events = await hear({ fastEar: fakeFastEar([wechat]), carefulEar: fakeCarefulEar('有什么优惠') });
    expect(events.filter((event) => 'phrase' in event)).toMatchObject([
      { type: 'keyword', phrase: '微信' },
      { type: 'keyword-withdrawn', phrase: '微信' },
      { type: 'keyword', phrase: '优惠', ear: 'careful', confirmed: true },
    ]);
  });

  it('judge by how sure the fast one was in the end, not by what it had when it told', async () => {
    const id = { phrase: '身份证', startMs: 600, endMs: 900, score: 0.4 };
    const keyword = [{ phrase: '身份证', threshold: 0.15 }];
    const verdicts = async (hits: EarHit[]) => {
      const carefulEar = fakeCarefulEar('请您提供一下身份讨厌');
      const events = await hear({ fastEar: fakeFastEar(hits), carefulEar }, undefined, { keywords: keyword });
      return events.flatMap((event) => ('phrase' in event ? [event.type] : []));
    };
    expect(await verdicts([id])).toEqual(['keyword', 'keyword-withdrawn']);
    expect(await verdicts([id, { ...id, score: 0.9, again: true }])).toEqual(['keyword']);
  });

  it('leave a keyword as it was heard when the careful one cannot tell', async () => {
    const events = await hear({ fastEar: fakeFastEar([wechat]), carefulEar: fakeCarefulEar('') });
    expect(events.filter((event) => 'phrase' in event)).toMatchObject([{ type: 'keyword', confirmed: false }]);
  });

  it('work one without the other', async () => {
    const fastOnly = await hear({ fastEar: fakeFastEar([wechat]) });
    expect(fastOnly.filter((event) => 'phrase' in event)).toMatchObject([{ type: 'keyword', confirmed: false }]);
    const carefulOnly = await hear({ carefulEar: fakeCarefulEar('加微信') });
    expect(carefulOnly.filter((event) => 'phrase' in event)).toMatchObject([
      { type: 'keyword', ear: 'careful', confirmed: true },
    ]);
  });

  it('fail without ending the call', async () => {
    const codes: string[] = [];
    const events = await hear({
      fastEar: fakeFastEar([wechat]),
      carefulEar: { transcribe: () => Promise.reject(new Error('broken')) },
      trouble: ({ code }) => codes.push(code),
    });
    expect(codes).toEqual(['internal']);
    expect(events.some(({ type }) => type === 'speech-end')).toBe(true);
  });
});

describe('a word that is said without a pause', () => {
  it('is told once for each time it was said, however the talk is cut', async () => {
    const events: SpeechEvent[] = [];
    const pipeline = createEarsPipeline({
      vad: fakeVoiceDetector(),
      carefulEar: fakeCarefulEar('优惠然后就是说说个没完没了的话'),
      emit: (event) => events.push(event),
    });
    pipeline.startCall({ callId: 'a', language: 'zh', keywords });
    for (let n = 0; n < 1000; n += 1) {
      pipeline.frame(fakeFrame('a', 'customer', n, true));
      if (n % 100 === 0) await pipeline.drained();
    }
    await pipeline.endCall('a');
    const told = events.flatMap((event) => (event.type === 'keyword' ? [Math.round(event.startMs / 1000)] : []));
    // The transcript puts it at the head of both parts, the second of which begins half a second before the cut; it was
    // not heard at the tail of the first.
    expect(told).toEqual([0, 19]);
  });
});

describe('lost frames', () => {
  it('are told once and keep the clock', async () => {
    const kept = Array.from({ length: 90 }, (_, index) => index).filter((n) => n < 5 || n > 9);
    expect(await hear({}, kept)).toEqual([
      { type: 'gap', callId: 'a', leg: 'customer', lostFrames: 5, atMs: 160 },
      { type: 'speech-start', callId: 'a', leg: 'customer', startMs: 640 },
      { type: 'speech-end', callId: 'a', leg: 'customer', startMs: 640, endMs: 1920 },
    ]);
  });

  it('for long end what was being said', async () => {
    const events = await hear({}, [...Array.from({ length: 40 }, (_, index) => index), ...[1000, 1001]]);
    expect(events).toMatchObject([
      { type: 'gap', lostFrames: 960, atMs: 1280 },
      { type: 'speech-start', startMs: 640 },
      { type: 'speech-end', startMs: 640, endMs: 1280 },
    ]);
  });

  it('that come late or twice are ignored', async () => {
    const doubled = Array.from({ length: 90 }, (_, index) => index).flatMap((n) => [n, Math.max(0, n - 1)]);
    expect((await hear({}, doubled)).map(({ type }) => type)).toEqual(['speech-start', 'speech-end']);
  });
});

describe('the pipeline', () => {
  it('takes samples that are no numbers for silence', async () => {
    const heard: Float32Array[] = [];
    const vad = fakeVoiceDetector();
    const pipeline = createEarsPipeline({
      vad: { ...vad, detect: (inputs) => (heard.push(...inputs.map(({ pcm }) => pcm)), vad.detect(inputs)) },
      emit: () => undefined,
    });
    pipeline.startCall({ callId: 'a', language: 'zh', keywords });
    const frame = fakeFrame('a', 'customer', 0, true);
    frame.pcm[7] = NaN;
    pipeline.frame(frame);
    await pipeline.endCall('a');
    expect(heard[0]?.[7]).toBe(0);
    expect(heard[0]?.[8]).toBe(frame.pcm[8]);
  });

  it('puts both legs into one batch', async () => {
    const vad = fakeVoiceDetector();
    const pipeline = createEarsPipeline({ vad, emit: () => undefined });
    pipeline.startCall({ callId: 'a', language: 'zh', keywords });
    for (let n = 0; n < 10; n += 1) {
      pipeline.frame(fakeFrame('a', 'agent', n, false));
      pipeline.frame(fakeFrame('a', 'customer', n, false));
    }
    await pipeline.endCall('a');
    expect(vad.batches).toEqual(Array.from({ length: 10 }, () => 2));
  });

  describe('that falls behind', () => {
    /** An utterance heard while nothing keeps up, then one heard after it was caught up with. */
    async function struggle(live: boolean) {
      let atMs = 0;
      const events: SpeechEvent[] = [];
      const carefulEar = fakeCarefulEar('加个微信');
      const [vad, fastEar] = [fakeVoiceDetector(), fakeFastEar([wechat])];
      const pipeline = createEarsPipeline({
        ...{ vad, fastEar, carefulEar, live },
        now: () => atMs,
        emit: (event) => events.push(event),
      });
      pipeline.startCall({ callId: 'a', language: 'zh', keywords });
      let sequence = 0;
      const give = (frames: number, voice: boolean) => {
        for (let count = 0; count < frames; count += 1, sequence += 1, atMs += 32) {
          pipeline.frame(fakeFrame('a', 'customer', sequence, voice));
        }
      };
      // All at once: nothing is heard before the last of them is given.
      give(40, false);
      give(40, true);
      give(60, false);
      await pipeline.judged('a');
      const busy = { events: events.splice(0), written: carefulEar.heardSamples.splice(0).length };
      for (let frame = 0; frame < 400; frame += 1) {
        give(1, false);
        await pipeline.drained();
      }
      const calm = events.splice(0);
      for (let frame = 0; frame < 100; frame += 1) {
        give(1, frame < 40);
        await pipeline.drained();
      }
      await pipeline.endCall('a');
      return { busy, calm, then: { events, written: carefulEar.heardSamples.length } };
    }

    it('gives up recognition, then keywords, goes on telling who speaks, and takes them up again', async () => {
      const { busy, calm, then } = await struggle(true);
      expect(busy.written).toBe(0);
      expect(busy.events.map((event) => (event.type === 'load' ? event.work : event.type))).toEqual([
        ...['keywords', 'voice'],
        ...['speech-start', 'speech-end'],
      ]);
      expect(calm).toMatchObject([
        { type: 'load', work: 'keywords' },
        { type: 'load', work: 'everything' },
      ]);
      // A little after the keyword, and once it was over.
      expect(then.written).toBe(2);
      expect(then.events.map(({ type }) => type)).toContain('keyword-confirmed');
    });

    it('gives up nothing where audio comes faster than it is spoken', async () => {
      const { busy, calm } = await struggle(false);
      expect(busy.written).toBe(1);
      expect([...busy.events, ...calm].map(({ type }) => type)).not.toContain('load');
    });
  });

  it('says nothing of a call after its end', async () => {
    const events: SpeechEvent[] = [];
    const pipeline = createEarsPipeline({ vad: fakeVoiceDetector(), emit: (event) => events.push(event) });
    pipeline.startCall({ callId: 'a', language: 'zh', keywords });
    await pipeline.endCall('a');
    for (let n = 0; n < 50; n += 1) pipeline.frame(fakeFrame('a', 'agent', n, true));
    await pipeline.drained();
    expect(events).toEqual([]);
  });
});
