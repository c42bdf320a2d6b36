import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import { PACKET_MS, type OpenOpusEncoder } from './opus-encoder';

/** Wideband speech is transparent from about 20 kbit/s on (RFC 6716 section 2.1.1). */
const BITS_PER_SECOND = 24_000;

/** `application` and `signal` are of the WebCodecs Opus registration; TypeScript's library lacks them. */
const OPUS = { application: 'voip', signal: 'voice', frameDuration: PACKET_MS * 1000 } as const;

/** Chromium's encoder by WebCodecs: it works in a process of its own and takes nothing from the window's thread. */
export const openWebCodecsOpus: OpenOpusEncoder = ({ packet, failed }) => {
  const encoder = new AudioEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      packet(bytes);
    },
    error: failed,
  });
  encoder.configure({
    codec: 'opus',
    sampleRate: EAR_SAMPLE_RATE_HZ,
    numberOfChannels: 1,
    bitrate: BITS_PER_SECOND,
    opus: OPUS,
  });
  let samples = 0;
  return {
    encode(pcm) {
      if (encoder.state !== 'configured') return;
      const timestamp = Math.round((samples * 1_000_000) / EAR_SAMPLE_RATE_HZ);
      samples += pcm.length;
      const data = new AudioData({
        format: 'f32',
        sampleRate: EAR_SAMPLE_RATE_HZ,
        numberOfFrames: pcm.length,
        numberOfChannels: 1,
        timestamp,
        data: pcm,
      });
      encoder.encode(data);
      data.close();
    },
    finish: () => (encoder.state === 'configured' ? encoder.flush() : Promise.resolve()),
    close: () => {
      if (encoder.state !== 'closed') encoder.close();
    },
  };
};
