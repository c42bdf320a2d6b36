import { describe, expect, it } from 'vitest';
import { glareWaitMs } from './glare';

describe('the wait after glare', () => {
  it('keeps the two sides apart, in steps of 10 ms', () => {
    expect(glareWaitMs(true, 0)).toBe(2_100);
    expect(glareWaitMs(true, 0.9999)).toBe(4_000);
    expect(glareWaitMs(false, 0)).toBe(0);
    expect(glareWaitMs(false, 0.9999)).toBe(2_000);
    expect(glareWaitMs(true, 0.123) % 10).toBe(0);
  });
});
