/** One leg's encoder: mono sound in, Opus packets of {@link PACKET_MS} out, in order. */
export interface OpusEncoder {
  encode(pcm: Float32Array<ArrayBuffer>): void;
  /** Gives out what is still inside; nothing may be encoded afterwards. */
  finish(): Promise<void>;
  close(): void;
}

export interface OpusEncoderListener {
  packet(packet: Uint8Array): void;
  failed(error: Error): void;
}

export type OpenOpusEncoder = (listener: OpusEncoderListener) => OpusEncoder;

export const PACKET_MS = 20;
/** What Chromium's Opus encoder (libopus) puts before the first sample: 6.5 ms, at Opus' own 48 kHz. */
export const PRE_SKIP = 312;
