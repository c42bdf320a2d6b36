import type { TransportReading } from '../../domain/live-quality';

type Report = RTCStats & Record<string, unknown>;

/** The counters of a connection's one audio leg, by `getStats()` (W3C webrtc-stats); null once it is closed. */
export async function readTransport(connection: RTCPeerConnection | null): Promise<TransportReading | null> {
  if (!connection || connection.connectionState === 'closed') return null;
  const reports = new Map<string, Report>();
  (await connection.getStats()).forEach((report: Report) => reports.set(report.id, report));
  return readingOf(reports, performance.now());
}

/** From the reports by id. Apart from the connection so that it can be tried without one. */
export function readingOf(reports: ReadonlyMap<string, Report>, atMs: number): TransportReading {
  const ofAudio = (type: string) =>
    [...reports.values()].find((report) => report.type === type && (report.kind ?? 'audio') === 'audio');
  const incoming = ofAudio('inbound-rtp');
  const outgoing = ofAudio('outbound-rtp');
  const far = ofAudio('remote-inbound-rtp');
  const source = reports.get(String(outgoing?.mediaSourceId ?? '')) ?? ofAudio('media-source');
  const pair = [...reports.values()].find((report) => report.type === 'candidate-pair' && report.nominated === true);
  const roundTripSeconds = numberOf(far?.roundTripTime) ?? numberOf(pair?.currentRoundTripTime);
  const farLoss = numberOf(far?.fractionLost);
  const farJitter = numberOf(far?.jitter);
  return {
    atMs,
    packetsSent: numberOf(outgoing?.packetsSent) ?? 0,
    packetsReceived: numberOf(incoming?.packetsReceived) ?? 0,
    packetsLost: numberOf(incoming?.packetsLost) ?? 0,
    packetsDiscarded: numberOf(incoming?.packetsDiscarded) ?? 0,
    jitterMs: (numberOf(incoming?.jitter) ?? 0) * 1000,
    jitterBufferDelayMs: (numberOf(incoming?.jitterBufferDelay) ?? 0) * 1000,
    jitterBufferEmitted: numberOf(incoming?.jitterBufferEmittedCount) ?? 0,
    roundTripMs: roundTripSeconds === null ? null : roundTripSeconds * 1000,
    farLossPercent: farLoss === null ? null : farLoss * 100,
    farJitterMs: farJitter === null ? null : farJitter * 1000,
    sentEnergy: numberOf(source?.totalAudioEnergy),
    sentSeconds: numberOf(source?.totalSamplesDuration),
    codec: String(reports.get(String(incoming?.codecId ?? ''))?.mimeType ?? ''),
  };
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
