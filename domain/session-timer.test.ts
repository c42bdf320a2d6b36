import { describe, expect, it } from 'vitest';
import { raisedExpiresSeconds, refreshAfterMs } from './session-timer';

describe('session timers (RFC 4028)', () => {
  it('refreshes half way through when it is our task', () => {
    expect(refreshAfterMs(1_800, 'us')).toBe(900_000);
  });

  it('asks by itself when the other side forgot: 32 s before the end, or a third of a short interval', () => {
    expect(refreshAfterMs(1_800, 'them')).toBe(1_768_000);
    expect(refreshAfterMs(90, 'them')).toBe(60_000);
  });

  it('asks again for what a 422 demands, and not when that is no more than was asked for', () => {
    expect(raisedExpiresSeconds(1_800, '3600')).toBe(3_600);
    expect(raisedExpiresSeconds(1_800, ' 7200 ;x=1')).toBe(7_200);
    expect(raisedExpiresSeconds(1_800, '90')).toBeNull();
    expect(raisedExpiresSeconds(1_800, undefined)).toBeNull();
    expect(raisedExpiresSeconds(1_800, 'soon')).toBeNull();
  });
});
