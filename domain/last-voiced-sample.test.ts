import { describe, expect, it } from 'vitest';
import { lastVoicedSample } from './last-voiced-sample';

/** `ms` of a tone at 8 kHz. */
function tone(ms: number, amplitude: number): number[] {
  return Array.from({ length: ms * 8 }, (_, index) => Math.round(amplitude * Math.sin(index)));
}

describe('the last sample of a line that is voice', () => {
  it('is before the silence at the end', () => {
    const line = Int16Array.from([...tone(200, 9000), ...tone(300, 0)]);
    expect(lastVoicedSample(line, 8000)).toBe(200 * 8 - 1);
  });

  it('is before a hiss that nobody hears beside the voice', () => {
    const line = Int16Array.from([...tone(200, 9000), ...tone(300, 20)]);
    expect(lastVoicedSample(line, 8000)).toBe(200 * 8 - 1);
  });

  it('is after a pause within the line, and includes a soft last sound', () => {
    const line = Int16Array.from([...tone(100, 9000), ...tone(150, 0), ...tone(50, 900), ...tone(100, 0)]);
    expect(lastVoicedSample(line, 8000)).toBe(300 * 8 - 1);
  });
});
