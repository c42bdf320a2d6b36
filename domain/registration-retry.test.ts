import { describe, expect, it } from 'vitest';
import { registrationRetryMs } from './registration-retry';

const refusal = (statusCode: number | null, refusals = 1, retryAfterSeconds: number | null = null) => ({
  statusCode,
  refusals,
  retryAfterSeconds,
});

describe('asking a registrar again', () => {
  it('waits as long as the registrar says, never less', () => {
    expect(registrationRetryMs(refusal(503, 1, 7), 0)).toBe(7_000);
    expect(registrationRetryMs(refusal(503, 5, 7), 1)).toBe(7_700);
    expect(registrationRetryMs(refusal(503, 1, 0), 1)).toBe(0);
  });

  it('does not believe in a wait of days', () => {
    expect(registrationRetryMs(refusal(503, 1, 1_000_000), 0)).toBe(3_600_000);
  });

  it('waits twice as long after every failure, two minutes at most', () => {
    expect([1, 2, 3, 4].map((count) => registrationRetryMs(refusal(500, count), 1))).toEqual([
      5_000, 10_000, 20_000, 40_000,
    ]);
    expect(registrationRetryMs(refusal(null, 40), 1)).toBe(120_000);
  });

  it('spreads desks over the second half of the wait', () => {
    expect(registrationRetryMs(refusal(500), 0)).toBe(2_500);
  });

  it('asks seldom after a refused name or password, so that no account is locked', () => {
    for (const code of [401, 403, 404, 407]) expect(registrationRetryMs(refusal(code), 1)).toBe(30_000);
    expect(registrationRetryMs(refusal(403, 20), 1)).toBe(1_800_000);
  });
});
