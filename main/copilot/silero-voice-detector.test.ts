import { describe, expect, it } from 'vitest';
import { FRAME_SAMPLES } from '../../contracts/audio';
import type { OnnxModel } from './onnxruntime';
import { createSileroVoiceDetector } from './silero-voice-detector';

/** Answers with one probability, remembers what it was given, and counts up its memory. */
function fakeSilero(probability: number) {
  const given: { input: Float32Array; memory: Float32Array }[] = [];
  const model: OnnxModel = {
    run: async ({ input, state }) => {
      const memory = state?.data as Float32Array;
      given.push({ input: (input?.data as Float32Array).slice(), memory: memory.slice() });
      const legs = input?.shape[0] ?? 0;
      return { output: new Float32Array(legs).fill(probability), stateN: memory.map((value) => value + 1) };
    },
  };
  return { model, given };
}
const silence = () => new Float32Array(FRAME_SAMPLES);

async function hear(probability: number, frames: number) {
  const { model, given } = fakeSilero(probability);
  const detector = createSileroVoiceDetector(model);
  const state = detector.createState();
  for (let count = 0; count < frames; count += 1) await detector.detect([{ state, pcm: silence() }]);
  return given;
}

describe('the voice detector', () => {
  it('hears a little noise where a line is silent, the same every time, and leaves the samples as they were', async () => {
    const [first, second] = [await hear(0.1, 3), await hear(0.1, 3)];
    const heard = first[2]?.input.slice(64) ?? new Float32Array(0);
    const power = heard.reduce((sum, sample) => sum + sample * sample, 0) / heard.length;
    expect(10 * Math.log10(power)).toBeGreaterThan(-62);
    expect(10 * Math.log10(power)).toBeLessThan(-56);
    expect(second[2]?.input).toEqual(first[2]?.input);
    const pcm = silence();
    const detector = createSileroVoiceDetector(fakeSilero(0.1).model);
    await detector.detect([{ state: detector.createState(), pcm }]);
    expect(pcm).toEqual(silence());
  });

  it('forgets after a while without a voice, and never while there is one', async () => {
    const memoryOf = (given: Awaited<ReturnType<typeof hear>>) => given.map(({ memory }) => memory[0]);
    const quiet = memoryOf(await hear(0.1, 62));
    expect(quiet.slice(58)).toEqual([58, 59, 0, 1]);
    expect(memoryOf(await hear(0.5, 62)).at(-1)).toBe(61);
  });
});
