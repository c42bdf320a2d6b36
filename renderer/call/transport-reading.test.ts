import { describe, expect, it } from 'vitest';
import { readingOf } from './transport-reading';

type Report = RTCStats & Record<string, unknown>;

function reports(...list: Record<string, unknown>[]): Map<string, Report> {
  return new Map(list.map((report) => [String(report.id), report as Report]));
}

describe('the counters of a connection', () => {
  it('are read of the one audio leg, seconds as milliseconds and shares as per cent', () => {
    const reading = readingOf(
      reports(
        { id: 'c', type: 'codec', mimeType: 'audio/PCMU' },
        {
          id: 'i',
          type: 'inbound-rtp',
          kind: 'audio',
          codecId: 'c',
          packetsReceived: 90,
          packetsLost: 10,
          jitter: 0.004,
        },
        { id: 'o', type: 'outbound-rtp', kind: 'audio', packetsSent: 100, mediaSourceId: 's2' },
        { id: 's1', type: 'media-source', kind: 'audio', totalAudioEnergy: 9, totalSamplesDuration: 9 },
        { id: 's2', type: 'media-source', kind: 'audio', totalAudioEnergy: 0.5, totalSamplesDuration: 2 },
        { id: 'r', type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.05, fractionLost: 0.125, jitter: 0.01 },
        { id: 'p', type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.9 },
      ),
      7,
    );
    expect(reading).toMatchObject({
      atMs: 7,
      packetsSent: 100,
      packetsReceived: 90,
      packetsLost: 10,
      jitterMs: 4,
      roundTripMs: 50,
      farLossPercent: 12.5,
      farJitterMs: 10,
      sentEnergy: 0.5,
      sentSeconds: 2,
      codec: 'audio/PCMU',
    });
  });

  it('take the round trip of ICE before the other end reports, and know nothing of what was not said', () => {
    const reading = readingOf(
      reports({ id: 'p', type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.02 }),
      0,
    );
    expect(reading).toMatchObject({ roundTripMs: 20, farLossPercent: null, sentEnergy: null, packetsReceived: 0 });
  });
});
