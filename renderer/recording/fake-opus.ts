import { PACKET_MS, type OpenOpusEncoder } from './opus-encoder';

const SAMPLES_A_PACKET = (16_000 * PACKET_MS) / 1000;
/** Configuration 9, mono, one frame: SILK, wideband, 20 ms. */
const TOC = 72;

/** An encoder for tests: each packet tells the loudest sample of its 20 ms, in percent. */
export const openFakeOpus: OpenOpusEncoder = ({ packet }) => {
  let waiting: number[] = [];
  return {
    encode(pcm) {
      waiting.push(...pcm);
      while (waiting.length >= SAMPLES_A_PACKET) {
        const loudest = Math.max(...waiting.slice(0, SAMPLES_A_PACKET).map(Math.abs));
        waiting = waiting.slice(SAMPLES_A_PACKET);
        packet(Uint8Array.of(TOC, Math.round(loudest * 100)));
      }
    },
    finish: () => Promise.resolve(),
    close: () => undefined,
  };
};
