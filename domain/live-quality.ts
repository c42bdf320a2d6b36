import { codecImpairment, meanOpinionScore, transmissionRating } from './e-model';

/** Counters of one leg as `getStats()` gives them; they only grow within a connection. Times in ms. */
export interface TransportReading {
  atMs: number;
  packetsSent: number;
  packetsReceived: number;
  packetsLost: number;
  /** Arrived too late for the jitter buffer: lost to the ear. */
  packetsDiscarded: number;
  jitterMs: number;
  /** Sum of the times that samples waited in our jitter buffer, and how many samples were played out of it. */
  jitterBufferDelayMs: number;
  jitterBufferEmitted: number;
  /** From the other end's receiver reports (RFC 3550 section 6.4), else from ICE; null until one came. */
  roundTripMs: number | null;
  /** What the other end says it lost of ours in its last report, 0-100. */
  farLossPercent: number | null;
  /** Jitter of ours as the other end reports it. */
  farJitterMs: number | null;
  /** Energy and seconds of what went into our encoder, after the mute (`media-source`); null when not measured. */
  sentEnergy: number | null;
  sentSeconds: number | null;
  /** e.g. `audio/PCMU`. */
  codec: string;
}

export interface LegQuality {
  lossPercent: number;
  jitterMs: number;
  roundTripMs: number | null;
  /** Mean opinion score, 1 to 4.5. */
  mos: number;
}

export type QualityWord = 'good' | 'fair' | 'poor' | 'unknown';
/** Who can mend it: the agent's microphone, the agent's network, or whoever is beyond the PBX. */
export type QualitySide = 'my-microphone' | 'my-network' | 'their-side';

export interface QualitySecond {
  atMs: number;
  /** What the agent hears. */
  incoming: LegQuality;
  /** What the other end hears of us; null until it reported. */
  outgoing: LegQuality | null;
  /** Mean square, 0 to 1, of what went into our encoder; null when not measured. */
  sentMeanSquare: number | null;
  word: QualityWord;
  /** null while the word is good or unknown. */
  side: QualitySide | null;
}

const PACKET_MS = 20;
/** ITU-T G.107 table B.1: above 4.03 users are satisfied, below 3.60 many are not. */
const GOOD_MOS = 4.03;
const FAIR_MOS = 3.6;
/** A live microphone is never all zeros: thermal noise alone stands above this mean square (-90 dBFS). */
export const DEAD_MEAN_SQUARE = 1e-9;

/**
 * What the time between two readings was like, per direction, and whose side is to blame. `muted`: the agent is muted
 * on purpose, so a silent microphone is no fault.
 *
 * The leg measured ends at the PBX. Loss and delay on it are therefore the agent's own network; packets that were
 * never sent (no gap in the sequence numbers, nothing arriving) are the other side's.
 */
export function qualityBetween(before: TransportReading, now: TransportReading, muted: boolean): QualitySecond {
  const received = Math.max(0, now.packetsReceived - before.packetsReceived);
  const lost = Math.max(0, now.packetsLost - before.packetsLost);
  const discarded = Math.min(received, Math.max(0, now.packetsDiscarded - before.packetsDiscarded));
  const due = received + lost;
  const { jitterMs, roundTripMs } = now;
  const leg = (lossPercent: number, legJitterMs: number, bufferMs: number): LegQuality => {
    const oneWayDelayMs = (roundTripMs ?? 0) / 2 + PACKET_MS + bufferMs;
    const rating = transmissionRating({ oneWayDelayMs, lossPercent, codec: codecImpairment(now.codec) });
    return { lossPercent, jitterMs: legJitterMs, roundTripMs, mos: meanOpinionScore(rating) };
  };
  const nothingCame = due === 0;
  // Nobody hears anything of a wire with nothing on it, however short its delay.
  const incoming: LegQuality = nothingCame
    ? { lossPercent: 0, jitterMs, roundTripMs, mos: 1 }
    : leg((100 * (lost + discarded)) / due, jitterMs, bufferMsBetween(before, now));
  // The far jitter buffer is not reported: twice its jitter is what an adaptive buffer settles at.
  const farJitterMs = now.farJitterMs ?? jitterMs;
  const outgoing = now.farLossPercent === null ? null : leg(now.farLossPercent, farJitterMs, 2 * farJitterMs);
  const sentMeanSquare = sentMeanSquareBetween(before, now);
  const mos = Math.min(incoming.mos, outgoing?.mos ?? 4.5);
  const nothingLeft = now.packetsSent === before.packetsSent;
  const deadMicrophone = !muted && sentMeanSquare !== null && sentMeanSquare < DEAD_MEAN_SQUARE;
  return {
    atMs: now.atMs,
    incoming,
    outgoing,
    sentMeanSquare,
    ...verdict(mos, nothingCame, nothingLeft, deadMicrophone),
  };
}

function verdict(
  mos: number,
  nothingCame: boolean,
  nothingLeft: boolean,
  deadMicrophone: boolean,
): Pick<QualitySecond, 'word' | 'side'> {
  // Nothing in and nothing out: the path itself is gone. Nothing in but ours goes out: they do not send.
  if (nothingCame) return { word: 'poor', side: nothingLeft ? 'my-network' : 'their-side' };
  if (mos < FAIR_MOS) return { word: 'poor', side: 'my-network' };
  if (deadMicrophone) return { word: 'poor', side: 'my-microphone' };
  if (mos < GOOD_MOS) return { word: 'fair', side: 'my-network' };
  return { word: 'good', side: null };
}

/** Mean time a sample waited between the readings. */
function bufferMsBetween(before: TransportReading, now: TransportReading): number {
  const emitted = now.jitterBufferEmitted - before.jitterBufferEmitted;
  if (emitted <= 0) return 2 * now.jitterMs;
  return Math.max(0, (now.jitterBufferDelayMs - before.jitterBufferDelayMs) / emitted);
}

const MIN_SENT_SECONDS = 0.1;

/** Mean square of what went into the encoder between two readings; null where it was not measured. */
export function sentMeanSquareBetween(before: TransportReading, now: TransportReading): number | null {
  if (before.sentEnergy === null || now.sentEnergy === null) return null;
  const seconds = (now.sentSeconds ?? 0) - (before.sentSeconds ?? 0);
  // A new sender counts from nought again. And of a very short time little is said: what was in the buffers when a mute
  // fell is still on its way out.
  if (seconds < MIN_SENT_SECONDS || now.sentEnergy < before.sentEnergy) return null;
  return (now.sentEnergy - before.sentEnergy) / seconds;
}
