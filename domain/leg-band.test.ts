import { describe, expect, it } from 'vitest';
import { LegBandDetector, type BandEnergies } from './leg-band';

const LOUD = 1e9;
/** A frame whose bands lie so many dB below its middle. */
const frame = (lowDb: number, highDb: number, middle = LOUD): BandEnergies => ({
  low: middle * 10 ** (lowDb / 10),
  middle,
  high: middle * 10 ** (highDb / 10),
});
const wide = frame(-15, -8);
const narrow = frame(-15, -46);
const telephone = frame(-46, -46);

function hear(detector: LegBandDetector, energies: BandEnergies, frames: number) {
  for (let count = 0; count < frames; count += 1) detector.hear(energies);
  return detector.band;
}

describe('the band of a leg', () => {
  it.each([
    ['wide', wide],
    ['narrow', narrow],
    ['telephone', telephone],
    // A headset without a low band still has the high one: nothing to repair.
    ['wide', frame(-50, -10)],
  ])('is %s', (band, energies) => {
    expect(hear(new LegBandDetector(), energies, 30)).toBe(band);
  });

  it('is unknown until there was enough speech', () => {
    expect(hear(new LegBandDetector(), telephone, 29)).toBe('unknown');
  });

  it('does not take a muted line or pauses for speech', () => {
    const detector = new LegBandDetector();
    expect(hear(detector, frame(0, 0, 1e5), 500)).toBe('unknown');
    hear(detector, telephone, 30);
    // The hiss of a pause fills the whole spectrum.
    expect(hear(detector, frame(0, 0, LOUD / 200), 300)).toBe('telephone');
    expect(detector.sharesDb.low).toBeCloseTo(-46, 0);
  });

  it('forgets the noise before the first word', () => {
    const detector = new LegBandDetector();
    expect(hear(detector, frame(0, 0, 1.1e6), 50)).toBe('wide');
    expect(hear(detector, telephone, 30)).toBe('telephone');
  });

  it('stays what it was between the edges', () => {
    const between = frame(-33, -46);
    expect(hear(new LegBandDetector(), between, 30)).toBe('narrow');
    expect(hear(new LegBandDetector(), frame(-35, -46), 30)).toBe('telephone');
    const phone = new LegBandDetector();
    hear(phone, telephone, 100);
    expect(hear(phone, between, 4000)).toBe('telephone');
    const plain = new LegBandDetector();
    hear(plain, narrow, 100);
    expect(hear(plain, frame(-35, -46), 4000)).toBe('narrow');
  });

  it('follows a call that is transferred to another kind of line', () => {
    const detector = new LegBandDetector();
    hear(detector, wide, 6000);
    expect(hear(detector, telephone, 6000)).toBe('telephone');
    expect(hear(detector, wide, 300)).toBe('wide');
  });

  it('is not deafened by one click', () => {
    const detector = new LegBandDetector();
    detector.hear(frame(0, 0, LOUD * 1e4));
    for (let second = 0; second < 30; second += 1) hear(detector, telephone, 100);
    expect(detector.band).toBe('telephone');
  });
});
