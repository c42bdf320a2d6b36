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

/** The beep after a voicemail greeting. */
export function voicemailBeep(sampleRateHz: number): Int16Array {
  return tone({ frequencyHz: CHINA_TONE_HZ, durationMs: 500, sampleRateHz });
}
