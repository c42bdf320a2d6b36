import { z } from 'zod';

/** The two sides of a call as the desk hears them. */
export const legSchema = z.enum(['agent', 'customer']);
export type Leg = z.infer<typeof legSchema>;

export const EAR_SAMPLE_RATE_HZ = 16_000;
/** Samples a frame carries over the port: 32 ms, one Silero VAD step. */
export const FRAME_SAMPLES = 512;
export const FRAME_MS = 32;

/** Envelope of one frame; `pcm` beside it is a Float32Array of FRAME_SAMPLES in [-1, 1]. */
export const frameHeaderSchema = z.object({
  type: z.literal('frame'),
  callId: z.string(),
  leg: legSchema,
  /** Counts from 0 for each leg of a call; a jump is a gap. */
  sequence: z.number().int().nonnegative(),
  /** Milliseconds from the start of the leg's tap to the first sample of this frame, by the audio clock. */
  captureTimeMs: z.number().nonnegative(),
});
export type FrameHeader = z.infer<typeof frameHeaderSchema>;
export type AudioFrame = FrameHeader & { pcm: Float32Array };
