import { FRAME_MS, FRAME_SAMPLES, type AudioFrame, type Leg } from '../../contracts/audio';
import type { CarefulEar } from './careful-ear';
import type { EarHit, FastEar } from './fast-ear';
import type { NoiseFilter } from './noise-filter';
import type { VoiceDetector } from './voice-detector';

/** Hears speech in every frame whose first sample is above a half. */
export function fakeVoiceDetector(): VoiceDetector & { batches: number[] } {
  const batches: number[] = [];
  return {
    batches,
    createState: () => ({}),
    async detect(inputs) {
      batches.push(inputs.length);
      return inputs.map(({ pcm }) => ((pcm[0] ?? 0) > 0.5 ? 0.99 : 0.01));
    },
  };
}

/** Reports `hits` once, with the first samples of each utterance. */
export function fakeFastEar(hits: readonly EarHit[]): FastEar {
  return {
    createMemory: () => ({}),
    deafTo: (phrase) => (/^[a-z]/i.test(phrase) ? 'not Mandarin' : null),
    listen() {
      let told = false;
      return {
        async push() {
          if (told) return [];
          told = true;
          return [...hits];
        },
        finish: async () => [],
      };
    },
  };
}

/** Writes down the same `text` for whatever it is given. */
export function fakeCarefulEar(text: string): CarefulEar & { heardSamples: number[] } {
  const heardSamples: number[] = [];
  return {
    heardSamples,
    async transcribe(pcm) {
      heardSamples.push(pcm.length);
      return { text };
    },
  };
}

/** Halves every sample, a frame late, and counts the legs that are open. */
export function fakeNoiseFilter(): NoiseFilter & { open: number } {
  const filter = {
    delayFrames: 1,
    open: 0,
    async openLeg() {
      filter.open += 1;
      let kept: Float32Array | null = null;
      const push = (frame: Float32Array) => {
        const before = kept;
        kept = frame.map((sample) => sample / 2);
        return before;
      };
      const close = () => {
        filter.open -= 1;
      };
      return { push, finish: () => (kept ? [kept] : []), close };
    },
  };
  return filter;
}

/** A frame that the fake detector takes for speech, or for silence. */
export function fakeFrame(callId: string, leg: Leg, sequence: number, voice: boolean): AudioFrame {
  const pcm = new Float32Array(FRAME_SAMPLES).fill(voice ? 0.9 : 0);
  return { type: 'frame', callId, leg, sequence, captureTimeMs: sequence * FRAME_MS, pcm };
}
