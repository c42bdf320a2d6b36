import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import { throughTelephone } from '../../main/copilot/band-repair/telephone-band';
import type { Random } from '../random';

/** What a line does to a leg of 16 kHz; the same seed does the same. */
export interface Condition {
  readonly name: string;
  readonly apply: (pcm: Float32Array, tools: { babble: Float32Array; random: Random }) => Promise<Float32Array>;
}

const LOSS_SHARE = 0.05;
/** A lost packet is followed by another this often: losses come in bursts (ITU-T G.1050 calls them so too). */
const BURST_SHARE = 0.4;
const PACKET_SAMPLES = (20 * EAR_SAMPLE_RATE_HZ) / 1000;

/** The lines that calls are measured over. Noise and loss come before and after the telephone's band, as they do in life. */
export const CONDITIONS: readonly Condition[] = [
  { name: '16 kHz', apply: (pcm) => Promise.resolve(pcm) },
  { name: 'telephone', apply: (pcm) => throughTelephone(pcm) },
  { name: 'telephone, noise at 10 dB', apply: (pcm, { babble }) => throughTelephone(withNoise(pcm, babble, 10)) },
  { name: 'telephone, noise at 5 dB', apply: (pcm, { babble }) => throughTelephone(withNoise(pcm, babble, 5)) },
  {
    name: 'telephone, 5 % packets lost',
    apply: async (pcm, { random }) => withLoss(await throughTelephone(pcm), random),
  },
];

/** Adds noise at a ratio to the leg's speech, in dB. Silence of the leg does not count as its level. */
export function withNoise(pcm: Float32Array, noise: Float32Array, ratioDb: number): Float32Array {
  const spoken = pcm.filter((sample) => Math.abs(sample) > 0.005);
  const gain = (rootMeanSquare(spoken) / (rootMeanSquare(noise) || 1)) * 10 ** (-ratioDb / 20);
  return pcm.map((sample, at) =>
    Math.max(-1, Math.min(1, sample + gain * (noise[at % Math.max(1, noise.length)] ?? 0))),
  );
}

/**
 * Loses packets of 20 ms and conceals them as simple receivers do: the last packet again, each time at half the level
 * (after ITU-T G.711 Appendix I, without its pitch search).
 */
export function withLoss(pcm: Float32Array, random: Random): Float32Array {
  const result = pcm.slice();
  // Chosen so that the long-run share is LOSS_SHARE, given the bursts.
  const startsBurst = (LOSS_SHARE * (1 - BURST_SHARE)) / (1 - LOSS_SHARE);
  let lost = false;
  for (let from = PACKET_SAMPLES; from < pcm.length; from += PACKET_SAMPLES) {
    lost = random() < (lost ? BURST_SHARE : startsBurst);
    if (!lost) continue;
    for (let at = from; at < Math.min(from + PACKET_SAMPLES, pcm.length); at += 1) {
      result[at] = (result[at - PACKET_SAMPLES] ?? 0) / 2;
    }
  }
  return result;
}

export function rootMeanSquare(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}
