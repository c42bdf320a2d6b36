import type { SpeechEvent } from '../../contracts/speech';
import { SidetoneError } from '../../contracts/errors';
import type { TimedWord } from '../../contracts/transcript';
import type { CarefulEar, Transcript } from './careful-ear';
import type { EarHit } from './fast-ear';
import { fakeFastEar, fakeFrame, fakeVoiceDetector } from './fakes';
import { createEarsPipeline } from './pipeline';

const keywords = [
  { phrase: '微信', threshold: 0.15 },
  { phrase: '优惠', threshold: 0.15 },
];
export const wechat = { phrase: '微信', startMs: 600, endMs: 900, score: 0.4 };

interface CallOptions {
  hits: EarHit[];
  live: boolean;
  words: { phrase: string; threshold: number }[];
  /** Under the voice, and where there is none. */
  noise: boolean;
}

/** A call whose recogniser answers when told to. */
export function listen({ hits = [wechat], live = true, words = keywords, noise = false }: Partial<CallOptions> = {}) {
  const events: SpeechEvent[] = [];
  const asked: { seconds: number; answer: (text: string, words?: TimedWord[]) => void; fail: () => void }[] = [];
  const troubles: string[] = [];
  const carefulEar: CarefulEar = {
    transcribe: (pcm) =>
      new Promise<Transcript>((resolve, reject) => {
        asked.push({
          seconds: pcm.length / 16_000,
          answer: (text, words) => resolve({ text, ...(words ? { words } : {}) }),
          fail: () => reject(new SidetoneError('ear-broken', 'The ear is broken.')),
        });
      }),
  };
  let atMs = 0;
  let sequence = 0;
  const pipeline = createEarsPipeline({
    ...{ vad: fakeVoiceDetector(), fastEar: fakeFastEar(hits), carefulEar, live },
    now: () => atMs,
    emit: (event) => events.push(event),
    trouble: ({ code }) => troubles.push(code),
  });
  pipeline.startCall({ callId: 'a', language: 'zh', keywords: words });
  const push = (voice: boolean) => {
    const frame = fakeFrame('a', 'customer', sequence, voice);
    const pcm = noise ? frame.pcm.map((sample, at) => sample || 0.225 * Math.sin(at * at)) : frame.pcm;
    pipeline.frame({ ...frame, pcm });
    sequence += 1;
    atMs += 32;
  };
  return {
    pipeline,
    asked,
    async give(frames: number, voice: boolean) {
      for (let count = 0; count < frames; count += 1) {
        push(voice);
        await pipeline.drained();
      }
    },
    /** More voice than the desk keeps up with: from two seconds on nothing is read. */
    async flood() {
      for (let count = 0; count < 80; count += 1) push(true);
      await pipeline.drained();
    },
    /** Answers the oldest question, and lets the answer be heard. */
    async answer(text: string, words?: TimedWord[]) {
      asked.shift()?.answer(text, words);
      await new Promise(setImmediate);
    },
    async fail() {
      asked.shift()?.fail();
      await new Promise(setImmediate);
    },
    troubles,
    at: (ms: number) => (atMs = ms),
    told: () =>
      events
        .splice(0)
        .filter(({ type }) => !['voice', 'speech-start', 'speech-end', 'load'].includes(type))
        .map((event) => {
          if ('text' in event) return `${event.type} ${event.text}`;
          return 'draft' in event && event.draft ? `draft ${event.type}` : event.type;
        }),
  };
}
