import { PitchDetector } from 'pitchy';
import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import { median } from '../../domain/median';

/** 32 ms hold two periods of the lowest voice that is looked for; longer ones blur the tones of Mandarin. */
const WINDOW_SAMPLES = 512;
const HOP_SAMPLES = 256;
/** Below this a window is no voice, or two at once. */
const LEAST_CLARITY = 0.85;
/** Speaking voices, from a low man's to a child's. A raised one reaches higher. */
const PITCH_HZ = { lowest: 65, highest: 500 };
/** Fewer voiced windows than this (an eighth of a second) say nothing. */
const FEWEST_WINDOWS = 8;
const QUIETEST_DB = -100;

/** How an utterance was said, apart from its words. */
export interface VoiceMeasure {
  /** Of its voiced parts, dB below full scale: 0 is the loudest that fits. */
  levelDb: number;
  /** The median of its voiced parts; null where too little of it is voiced. */
  pitchHz: number | null;
}

/** Measures 16 kHz samples. Pitch by McLeod and Wyvill, "A Smarter Way to Find Pitch" (ICMC 2005), as pitchy has it. */
export function measureVoice(pcm: Float32Array): VoiceMeasure {
  const detector = PitchDetector.forFloat32Array(WINDOW_SAMPLES);
  detector.minVolumeDecibels = -60;
  const pitches: number[] = [];
  let [voiced, all] = [0, 0];
  for (let start = 0; start + WINDOW_SAMPLES <= pcm.length; start += HOP_SAMPLES) {
    const window = pcm.subarray(start, start + WINDOW_SAMPLES);
    const power = window.reduce((sum, sample) => sum + sample * sample, 0) / WINDOW_SAMPLES;
    all += power;
    const [pitchHz, clarity] = detector.findPitch(window, EAR_SAMPLE_RATE_HZ);
    if (clarity < LEAST_CLARITY || pitchHz < PITCH_HZ.lowest || pitchHz > PITCH_HZ.highest) continue;
    pitches.push(pitchHz);
    voiced += power;
  }
  const windows = Math.max(1, Math.floor((pcm.length - WINDOW_SAMPLES) / HOP_SAMPLES) + 1);
  const enough = pitches.length >= FEWEST_WINDOWS;
  const power = enough ? voiced / pitches.length : all / windows;
  return {
    levelDb: Math.max(QUIETEST_DB, 10 * Math.log10(power || 1e-12)),
    pitchHz: enough ? median(pitches) : null,
  };
}
