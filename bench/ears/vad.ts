import type { VoiceDetector } from '../../main/copilot/voice-detector';
import type { Comparison, Measure } from '../measure';
import { interleave } from '../statistics';
import { conversation } from './audio';
import { openVoiceDetector, processorMs } from './models';

const REPETITIONS = 9;
/** Frames heard in one run, of all legs together. */
const FRAMES = 800;
/** Both ways hear the same; rounding in the batch may differ in the last digits. */
const TOLERANCE = 0.01;

/** The legs' frames at each step of 32 ms; every leg hears the conversation from another place. */
function stepsOf(source: readonly Float32Array[], legs: number): Float32Array[][] {
  return Array.from({ length: FRAMES / legs }, (_, step) =>
    Array.from({ length: legs }, (_leg, leg) => source[(step + leg * 37) % source.length] ?? new Float32Array(512)),
  );
}

async function batched(vad: VoiceDetector, steps: readonly Float32Array[][]): Promise<number[]> {
  const states = (steps[0] ?? []).map(() => vad.createState());
  const heard: number[] = [];
  for (const legs of steps) {
    heard.push(...(await vad.detect(legs.map((pcm, leg) => ({ state: states[leg] ?? {}, pcm })))));
  }
  return heard;
}

async function oneByOne(vad: VoiceDetector, steps: readonly Float32Array[][]): Promise<number[]> {
  const states = (steps[0] ?? []).map(() => vad.createState());
  const heard: number[] = [];
  for (const legs of steps) {
    for (const [leg, pcm] of legs.entries()) heard.push(...(await vad.detect([{ state: states[leg] ?? {}, pcm }])));
  }
  return heard;
}

async function compare(vad: VoiceDetector, source: readonly Float32Array[], legs: number): Promise<Comparison> {
  const steps = stepsOf(source, legs);
  const [one, other] = [await batched(vad, steps), await oneByOne(vad, steps)];
  if (one.some((probability, index) => Math.abs(probability - (other[index] ?? NaN)) > TOLERANCE)) {
    throw new Error('The batch hears something else than the single calls: the comparison would be unfair.');
  }
  const perFrameUs = (ms: number) => (1000 * ms) / FRAMES;
  const samples = await interleave(REPETITIONS, {
    ours: async () => perFrameUs(await processorMs(async () => void (await batched(vad, steps)))),
    alternative: async () => perFrameUs(await processorMs(async () => void (await oneByOne(vad, steps)))),
  });
  return {
    what: `voice detector, a frame of one leg, ${legs} legs at once`,
    alternativeIs: 'one model call per leg and frame',
    unit: 'µs',
    better: 'lower',
    ...samples,
  };
}

export const vad: Measure = {
  name: 'vad',
  title: 'voice detector per frame',
  async run() {
    const detector = await openVoiceDetector();
    const { customer } = await conversation();
    return [await compare(detector, customer, 2), await compare(detector, customer, 32)];
  },
};
