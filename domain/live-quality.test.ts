import { describe, expect, it } from 'vitest';
import { qualityBetween, sentMeanSquareBetween, type TransportReading } from './live-quality';

const start: TransportReading = {
  atMs: 0,
  packetsSent: 0,
  packetsReceived: 0,
  packetsLost: 0,
  packetsDiscarded: 0,
  jitterMs: 2,
  jitterBufferDelayMs: 0,
  jitterBufferEmitted: 0,
  roundTripMs: 20,
  farLossPercent: 0,
  farJitterMs: 2,
  sentEnergy: 0,
  sentSeconds: 0,
  codec: 'audio/PCMU',
};

/** One good second later: 50 packets each way, a voice at the microphone, 40 ms of jitter buffer at 8 kHz. */
function second(part: Partial<TransportReading> = {}): TransportReading {
  return {
    ...start,
    atMs: 1000,
    packetsSent: 50,
    packetsReceived: 50,
    jitterBufferDelayMs: 40 * 8000,
    jitterBufferEmitted: 8000,
    sentEnergy: 0.01,
    sentSeconds: 1,
    ...part,
  };
}

describe('the quality of a second', () => {
  it('is good when all arrives in time, with the MOS of an unimpaired leg', () => {
    const quality = qualityBetween(start, second(), false);
    expect(quality).toMatchObject({ word: 'good', side: null });
    expect(quality.incoming.mos).toBeCloseTo(4.41, 2);
    expect(quality.outgoing?.mos).toBeCloseTo(4.41, 2);
    expect(quality.sentMeanSquare).toBeCloseTo(0.01, 6);
  });

  it('is my network’s when packets are lost on the way, fair at 5 % and poor at 10 %', () => {
    const fair = qualityBetween(start, second({ packetsReceived: 95, packetsLost: 5 }), false);
    expect(fair).toMatchObject({ word: 'fair', side: 'my-network' });
    expect(fair.incoming.lossPercent).toBeCloseTo(5, 5);
    const poor = qualityBetween(start, second({ packetsReceived: 45, packetsLost: 5 }), false);
    expect(poor).toMatchObject({ word: 'poor', side: 'my-network' });
  });

  it('counts packets that came too late as lost', () => {
    const late = qualityBetween(start, second({ packetsDiscarded: 5 }), false);
    expect(late.incoming.lossPercent).toBeCloseTo(10, 5);
  });

  it('is my network’s when only the other end loses what we send', () => {
    const quality = qualityBetween(start, second({ farLossPercent: 12 }), false);
    expect(quality).toMatchObject({ word: 'poor', side: 'my-network' });
    expect(quality.incoming.mos).toBeGreaterThan(4.3);
    expect(quality.outgoing?.mos).toBeLessThan(3.6);
  });

  it('suffers from delay, however it comes about', () => {
    expect(qualityBetween(start, second({ roundTripMs: 800 }), false).word).not.toBe('good');
    expect(qualityBetween(start, second({ jitterBufferDelayMs: 400 * 8000 }), false).word).not.toBe('good');
  });

  it('is their side’s when nothing comes while ours leaves, and my network’s when nothing moves at all', () => {
    const silent = qualityBetween(start, second({ packetsReceived: 0 }), false);
    expect(silent).toMatchObject({ word: 'poor', side: 'their-side', incoming: { mos: 1 } });
    const cut = qualityBetween(start, second({ packetsReceived: 0, packetsSent: 0 }), false);
    expect(cut).toMatchObject({ word: 'poor', side: 'my-network' });
  });

  it('is my microphone’s when it gives nothing at all, unless I am muted', () => {
    const dead = second({ sentEnergy: 0 });
    expect(qualityBetween(start, dead, false)).toMatchObject({ word: 'poor', side: 'my-microphone' });
    expect(qualityBetween(start, dead, true)).toMatchObject({ word: 'good', side: null });
  });

  it('does not judge the other direction before the other end has reported', () => {
    expect(qualityBetween(start, second({ farLossPercent: null }), false).outgoing).toBeNull();
  });

  it('takes no energy from a sender that began anew', () => {
    const before = second({ sentEnergy: 3, sentSeconds: 60 });
    expect(qualityBetween(before, { ...second(), atMs: 2000 }, false).sentMeanSquare).toBeNull();
  });

  it('says nothing of what left in less than a tenth of a second', () => {
    const sent = (sentSeconds: number): TransportReading => ({ ...start, sentEnergy: sentSeconds * 0.01, sentSeconds });
    expect(sentMeanSquareBetween(sent(1), sent(1.05))).toBeNull();
    expect(sentMeanSquareBetween(sent(1), sent(1.25))).toBeCloseTo(0.01, 6);
  });
});
