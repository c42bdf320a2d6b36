import { describe, expect, it } from 'vitest';
import { SidetoneError } from '../../contracts/errors';
import { FailedAttempts } from './failed-attempts';

function guarded() {
  const clock = { nowMs: 0 };
  const attempts = new FailedAttempts({ limit: 3, windowMs: 60_000, nowMs: () => clock.nowMs });
  const fail = (address: string, retryable = false) =>
    attempts
      .watch(address, () => Promise.reject(new SidetoneError('wrong', 'Wrong.', { retryable })))
      .catch((error: SidetoneError) => error.code);
  const succeed = (address: string) => attempts.watch(address, () => Promise.resolve('in'));
  return { clock, fail, succeed };
}

describe('wrong tokens', () => {
  it('close the door to their address only, until the window has passed', async () => {
    const { clock, fail, succeed } = guarded();
    for (let attempt = 0; attempt < 3; attempt += 1) expect(await fail('a')).toBe('wrong');
    await expect(succeed('a')).rejects.toMatchObject({ code: 'too-many-attempts', retryable: true });
    expect(await succeed('b')).toBe('in');
    clock.nowMs = 60_000;
    expect(await succeed('a')).toBe('in');
  });

  it('are not what a right token or a database that is away counts as', async () => {
    const { fail, succeed } = guarded();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await succeed('a');
      expect(await fail('a', true)).toBe('wrong');
    }
    expect(await succeed('a')).toBe('in');
  });
});
