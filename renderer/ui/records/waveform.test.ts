import { describe, expect, it } from 'vitest';
import { waveformPath } from './waveform';

describe('the waveform', () => {
  it('goes out from the middle as far as the sound was loud', () => {
    expect(waveformPath([0, 0.25, 1])).toEqual({ path: 'M0 49.0L1 25.0L2 0.0L2 100.0L1 75.0L0 51.0Z', width: 3 });
  });

  it('keeps the loudest of what falls into one step, and draws nothing of nothing', () => {
    const peaks = Array.from({ length: 5000 }, (_, index) => (index === 2502 ? 1 : 0));
    const { path, width } = waveformPath(peaks);
    expect(width).toBe(1000);
    expect(path).toContain('L500 0.0');
    expect(waveformPath([])).toEqual({ path: '', width: 0 });
  });
});
