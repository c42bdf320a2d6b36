import { describe, expect, it } from 'vitest';
import { qualityLines } from './quality-lines';

const point = (mos: number, out: number | null = null) => ({ in: mos, out, loss: 0, jitter: 0, rtt: null });

describe('the lines of a call’s quality', () => {
  it('lie where their seconds lie in the call, the best at the top', () => {
    const lines = qualityLines({ fromMs: 5_000, stepSeconds: 1, points: [point(4.5), point(1)] }, 10_000, 100, 50);
    expect(lines.incoming).toBe('M50 0L60 0L60 50L70 50');
    expect(lines.outgoing).toBe('');
  });

  it('are broken where nothing was measured', () => {
    const lines = qualityLines(
      { fromMs: 0, stepSeconds: 2, points: [point(1, 1), null, point(1, 1)] },
      10_000,
      100,
      50,
    );
    expect(lines.incoming).toBe('M0 50L20 50M40 50L60 50');
    expect(lines.outgoing).toBe(lines.incoming);
  });

  it('never leave the box, even when the call is said to be shorter than its measure', () => {
    const lines = qualityLines({ fromMs: 0, stepSeconds: 4, points: [point(2), point(2)] }, 1_000, 100, 50);
    expect(lines.incoming.endsWith('L100 35.7')).toBe(true);
  });
});
