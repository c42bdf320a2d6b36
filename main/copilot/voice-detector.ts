/** Recurrent memory of one leg; opaque to all but the detector that made it. */
export type VoiceState = object;

export interface VoiceInput {
  state: VoiceState;
  /** FRAME_SAMPLES samples at 16 kHz. */
  pcm: Float32Array;
}

/** Says of each frame how likely it is speech. Calls must not overlap: `detect` advances each leg's state. */
export interface VoiceDetector {
  createState(): VoiceState;
  /** One frame of several legs at once; returns a probability for each, in order. */
  detect(inputs: readonly VoiceInput[]): Promise<number[]>;
}
