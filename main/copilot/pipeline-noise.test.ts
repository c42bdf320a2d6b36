import { describe, expect, it } from 'vitest';
import type { NoiseFilterUse, SpeechEvent } from '../../contracts/speech';
import { fakeCarefulEar, fakeFastEar, fakeFrame, fakeNoiseFilter, fakeVoiceDetector } from './fakes';
import type { FastEar } from './fast-ear';
import type { NoiseFilter } from './noise-filter';
import { createEarsPipeline, type EarsPipelineOptions } from './pipeline';

const keywords = [
  { phrase: '微信', threshold: 0.15 },
  { phrase: '优惠', threshold: 0.15 },
];
const wechat = { phrase: '微信', startMs: 600, endMs: 900, score: 0.6 };

describe('a sound that is no speech', () => {
  it('is not read, and takes back what the fast ear heard in it', async () => {
    const events: SpeechEvent[] = [];
    const careful = fakeCarefulEar('优惠');
    const vad = fakeVoiceDetector();
    const detect: typeof vad.detect = async (inputs) =>
      inputs.map(({ pcm }) => (pcm.some((sample) => sample > 0) ? 0.99 : 0.01));
    const pipeline = createEarsPipeline({
      vad: { ...vad, detect },
      fastEar: fakeFastEar([wechat]),
      carefulEar: careful,
      emit: (event) => events.push(event),
    });
    pipeline.startCall({ callId: 'a', language: 'zh', keywords });
    for (let n = 0; n < 120; n += 1) {
      const frame = fakeFrame('a', 'customer', n, false);
      if (n >= 20 && n < 80)
        frame.pcm.forEach((_, at) => (frame.pcm[at] = 0.2 * Math.sin((2 * Math.PI * 450 * (n * 512 + at)) / 16_000)));
      pipeline.frame(frame);
    }
    await pipeline.endCall('a');
    expect(careful.heardSamples).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual(['speech-start', 'keyword', 'speech-end', 'keyword-withdrawn']);
  });
});

describe('a noise filter', () => {
  /** The loudest sample that each ear got, with the times of the utterance. The fake filter halves. */
  async function heardThrough(noiseFilter: NoiseFilterUse, load: () => Promise<NoiseFilter>) {
    let [fast, careful] = [0, 0];
    const troubles: string[] = [];
    const loudest = (before: number, pcm: Float32Array) => pcm.reduce((most, x) => Math.max(most, x), before);
    const ear: FastEar = {
      createMemory: () => ({}),
      deafTo: () => null,
      listen: () => ({
        async push(pcm) {
          fast = loudest(fast, pcm);
          return [];
        },
        finish: async () => [],
      }),
    };
    const events: SpeechEvent[] = [];
    const vad = fakeVoiceDetector();
    const pipeline = createEarsPipeline({
      vad: { ...vad, detect: async (inputs) => inputs.map(({ pcm }) => ((pcm[0] ?? 0) > 0.2 ? 0.99 : 0.01)) },
      fastEar: ear,
      carefulEar: {
        async transcribe(pcm) {
          careful = loudest(careful, pcm);
          return { text: '' };
        },
      },
      noiseFilter: load,
      emit: (event) => events.push(event),
      trouble: ({ code }) => troubles.push(code),
    });
    pipeline.startCall({ callId: 'a', language: 'zh', keywords, noiseFilter });
    // The voice goes on to the last frame: what the filter keeps must be heard too.
    for (let n = 0; n < 60; n += 1) pipeline.frame(fakeFrame('a', 'customer', n, n >= 20));
    await pipeline.endCall('a');
    const times = events.find(({ type }) => type === 'speech-end');
    return { fast, careful, times, troubles };
  }
  const times = { type: 'speech-end', callId: 'a', leg: 'customer', startMs: 640, endMs: 1920 };

  it.each([
    ['off', 0.9, 0.9],
    ['recogniser', 0.9, 0.45],
    ['both', 0.45, 0.45],
  ] as const)('%s: is between the line and the right ears, and shifts no time', async (use, fast, careful) => {
    const filter = fakeNoiseFilter();
    const heard = await heardThrough(use, async () => filter);
    expect(heard).toMatchObject({ times, troubles: [] });
    expect([heard.fast, heard.careful]).toEqual([expect.closeTo(fast), expect.closeTo(careful)]);
    expect(filter.open).toBe(0);
  });

  it('keeps the order in which utterances were said', async () => {
    const lengths: number[] = [];
    const pipeline = createEarsPipeline({
      vad: fakeVoiceDetector(),
      carefulEar: {
        async transcribe(pcm) {
          lengths.push(pcm.length);
          return { text: '' };
        },
      },
      noiseFilter: async () => fakeNoiseFilter(),
      emit: () => undefined,
    });
    pipeline.startCall({ callId: 'a', language: 'zh', keywords, noiseFilter: 'recogniser' });
    const said = (n: number) => (n >= 20 && n < 200) || (n >= 230 && n < 245);
    for (let n = 0; n < 260; n += 1) pipeline.frame(fakeFrame('a', 'customer', n, said(n)));
    await pipeline.endCall('a');
    expect(lengths).toHaveLength(2);
    expect(lengths[0]).toBeGreaterThan(lengths[1] ?? Infinity);
  });

  const gone = () => Promise.reject(new Error('gone'));
  it.each([
    ['recogniser', 'cannot be loaded', gone],
    ['both', 'cannot be loaded', gone],
    ['recogniser', 'cannot be opened', async () => ({ ...fakeNoiseFilter(), openLeg: gone })],
    ['both', 'cannot be opened', async () => ({ ...fakeNoiseFilter(), openLeg: gone })],
  ] as const)('for %s that %s is done without', async (use, _, load) => {
    const heard = await heardThrough(use, load);
    const loud = expect.closeTo(0.9) as number;
    expect(heard).toMatchObject({ fast: loud, careful: loud, times });
    expect(heard.troubles).toHaveLength(1);
  });
});

describe('in noise', () => {
  /** As {@link hear}, with a noise under all of it that is a quarter as loud as the voice. */
  async function hearInNoise(options: Partial<EarsPipelineOptions>): Promise<SpeechEvent[]> {
    const events: SpeechEvent[] = [];
    const vad = fakeVoiceDetector();
    const pipeline = createEarsPipeline({ vad, ...options, emit: (event) => events.push(event) });
    pipeline.startCall({ callId: 'a', language: 'zh', keywords });
    for (let n = 0; n < 90; n += 1) {
      const frame = fakeFrame('a', 'customer', n, n >= 20 && n < 60);
      pipeline.frame({ ...frame, pcm: frame.pcm.map((sample, at) => sample || 0.225 * Math.sin(at * at)) });
    }
    await pipeline.endCall('a');
    return events.filter((event) => 'phrase' in event);
  }
  const fastEar = fakeFastEar([wechat]);

  it('what the fast ear heard waits for the careful ear, and is told when that one wrote it', async () => {
    expect(await hearInNoise({ fastEar, carefulEar: fakeCarefulEar('我们加个微信吧') })).toMatchObject([
      { type: 'keyword', phrase: '微信', ear: 'fast', confirmed: true, startMs: 760 },
    ]);
  });

  it.each(['有什么问题', ''])('is never told when the careful ear wrote "%s"', async (text) => {
    expect(await hearInNoise({ fastEar, carefulEar: fakeCarefulEar(text) })).toEqual([]);
  });

  it('is told at once when there is no careful ear to wait for', async () => {
    expect(await hearInNoise({ fastEar })).toMatchObject([{ type: 'keyword', confirmed: false }]);
  });
});
