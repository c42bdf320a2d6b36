import { FRAME_MS, FRAME_SAMPLES, type AudioFrame, type Leg } from '../../contracts/audio';
import type { CarefulEar } from './careful-ear';
import type { EarHit, FastEar } from './fast-ear';
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

/** A frame that the fake detector takes for speech, or for silence. */
export function fakeFrame(callId: string, leg: Leg, sequence: number, voice: boolean): AudioFrame {
  const pcm = new Float32Array(FRAME_SAMPLES).fill(voice ? 0.9 : 0);
  return { type: 'frame', callId, leg, sequence, captureTimeMs: sequence * FRAME_MS, pcm };
}
