/**
 * Conversational quality by the E-model (ITU-T G.107, 06/2015), for one leg of a call.
 *
 * Everything but delay and loss is at the default of table 3 of G.107, which gives R0 - Is = 93.2 (clause 7.7). Echo,
 * side tone and room noise are therefore assumed good: the figure says what the network and the codec do, no more.
 */

/** Codec facts of ITU-T G.113 appendix I: equipment impairment `ie` and packet-loss robustness `bpl`. */
export interface CodecImpairment {
  ie: number;
  bpl: number;
}

/** G.113 table I.4: G.711 with packet-loss concealment, random loss. NetEQ conceals, so this is the row that applies. */
const G711_WITH_CONCEALMENT: CodecImpairment = { ie: 0, bpl: 25.1 };
/** G.113 has no row for Opus. Taken as G.711's, since its concealment and in-band FEC are at least as robust. */
const OPUS: CodecImpairment = G711_WITH_CONCEALMENT;
/** G.113 table I.1 and I.4: G.729A with its own concealment. */
const G729A: CodecImpairment = { ie: 11, bpl: 19 };

/** @param mimeType as in RTCCodecStats, e.g. `audio/PCMU`; an unknown codec counts as G.711. */
export function codecImpairment(mimeType: string): CodecImpairment {
  const name = mimeType.toLowerCase().replace('audio/', '');
  if (name === 'opus') return OPUS;
  if (name === 'g729') return G729A;
  return G711_WITH_CONCEALMENT;
}

export interface LegTransport {
  /** Mouth-to-ear, one way: half the round trip, the packet, and the jitter buffer. */
  oneWayDelayMs: number;
  /** 0-100, after the jitter buffer: late packets count as lost. */
  lossPercent: number;
  codec: CodecImpairment;
  /** Mean burst length over that of random loss (clause 7.4); 1 is random. */
  burstRatio?: number;
}

const BEST_R = 93.2;

/** The transmission rating R, 0 to 93.2 here. G.107 clauses 7.1, 7.4 (delay) and 7.5 (equipment and loss). */
export function transmissionRating({ oneWayDelayMs, lossPercent, codec, burstRatio = 1 }: LegTransport): number {
  const loss = Math.min(100, Math.max(0, lossPercent));
  const equipment = codec.ie + (95 - codec.ie) * (loss / (loss / burstRatio + codec.bpl));
  return Math.min(BEST_R, Math.max(0, BEST_R - delayImpairment(oneWayDelayMs) - equipment));
}

/** Idd of G.107 equations 7-27 and 7-28: nothing up to 100 ms, then ever steeper. */
function delayImpairment(oneWayDelayMs: number): number {
  if (oneWayDelayMs <= 100) return 0;
  const x = Math.log2(oneWayDelayMs / 100);
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** The mean opinion score of annex B: 1 (bad) to 4.5. */
export function meanOpinionScore(rating: number): number {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  // Equation B-4 dips below 1 for very small R; the annex clips it there.
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}
