/** Call-progress and prompt tones. */

export interface ToneOptions {
  readonly frequencyHz: number;
  readonly durationMs: number;
  readonly sampleRateHz: number;
  /** Peak amplitude as a share of full scale. */
  readonly amplitudeRatio?: number;
}

/** China's call-progress tones are 450 Hz (GB/T 3380). */
export const CHINA_TONE_HZ = 450;

/** One sine tone as int16 with 5 ms ramps at both ends, so that it does not click. */
export function tone(options: ToneOptions): Int16Array {
  const { frequencyHz, durationMs, sampleRateHz, amplitudeRatio = 0.3 } = options;
  const length = Math.round((durationMs * sampleRateHz) / 1000);
  const rampSamples = Math.max(1, Math.min(Math.round(sampleRateHz * 0.005), Math.floor(length / 2)));
  return Int16Array.from({ length }, (_, index) => {
    const ramp = Math.min(1, index / rampSamples, (length - 1 - index) / rampSamples);
    return Math.round(32_767 * amplitudeRatio * ramp * Math.sin((2 * Math.PI * frequencyHz * index) / sampleRateHz));
  });
}

/** What the network says before a call is answered. */
export type ProgressTone = 'ringback' | 'busy' | 'congestion' | 'special-information';

/** Cadences after GB/T 3380 (and ITU-T E.180): frequency (0 is silence) and duration of each part of one period. */
const CADENCES: Record<ProgressTone, readonly (readonly [frequencyHz: number, durationMs: number])[]> = {
  ringback: [
    [CHINA_TONE_HZ, 1000],
    [0, 4000],
  ],
  busy: [
    [CHINA_TONE_HZ, 350],
    [0, 350],
  ],
  congestion: [
    [CHINA_TONE_HZ, 700],
    [0, 700],
  ],
  'special-information': [
    [950, 330],
    [1400, 330],
    [1800, 330],
    [0, 1000],
  ],
};

/** One period of a tone, to be played again and again. */
export function progressTone(name: ProgressTone, sampleRateHz: number): Int16Array {
  const parts = CADENCES[name].map(([frequencyHz, durationMs]) =>
    frequencyHz === 0
      ? new Int16Array(Math.round((durationMs * sampleRateHz) / 1000))
      : tone({ frequencyHz, durationMs, sampleRateHz, amplitudeRatio: 0.15 }),
  );
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

/** The beep after a voicemail greeting. */
export function voicemailBeep(sampleRateHz: number): Int16Array {
  return tone({ frequencyHz: CHINA_TONE_HZ, durationMs: 500, sampleRateHz });
}
