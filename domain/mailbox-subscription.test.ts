import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailboxRetryMs, mailboxTarget, type MailboxRefusal } from './mailbox-subscription';

const ended = (patch: Partial<MailboxRefusal>): MailboxRefusal => ({
  statusCode: null,
  reason: null,
  retryAfterSeconds: null,
  failures: 1,
  ...patch,
});

describe('when a mailbox is asked for again', () => {
  it.each([401, 403, 404, 405, 489, 501])('not after %d: the answer would be the same', (statusCode) => {
    expect(mailboxRetryMs(ended({ statusCode }), 0.5)).toBeNull();
    expect(mailboxRetryMs(ended({ statusCode, retryAfterSeconds: 5 }), 0.5)).toBeNull();
  });

  it.each(['rejected', 'noresource', 'invariant'])('not when it ended as %s', (reason) => {
    expect(mailboxRetryMs(ended({ reason }), 0.5)).toBeNull();
  });

  it('later and later while the PBX is in trouble, half an hour at most', () => {
    const waits = [1, 2, 3, 4, 12].map((failures) => mailboxRetryMs(ended({ statusCode: 480, failures }), 1));
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 1_800_000]);
    expect(mailboxRetryMs(ended({ statusCode: 480 }), 0)).toBe(15_000);
    expect(mailboxRetryMs(ended({}), 1)).toBe(30_000);
  });

  it('soon when the PBX lost it, but a PBX that ends each at once is not asked in a storm', () => {
    for (const patch of [{ statusCode: 481 }, { reason: 'deactivated' }, { reason: 'timeout' }]) {
      expect(mailboxRetryMs(ended(patch), 1)).toBe(1_000);
      expect(mailboxRetryMs(ended({ ...patch, failures: 2 }), 1)).toBe(60_000);
    }
  });

  it('when the PBX says, never sooner, an hour at most', () => {
    expect(mailboxRetryMs(ended({ reason: 'probation', retryAfterSeconds: 90 }), 0)).toBe(90_000);
    expect(mailboxRetryMs(ended({ statusCode: 503, retryAfterSeconds: 90_000 }), 0)).toBe(3_600_000);
  });

  it('never without a pause, whatever the PBX answers but a wait of none', () => {
    const refusals = fc.record({
      statusCode: fc.option(fc.integer({ min: 300, max: 699 })),
      reason: fc.option(fc.constantFrom('deactivated', 'timeout', 'probation', 'giveup', 'rejected', 'nonsense')),
      retryAfterSeconds: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
      failures: fc.integer({ min: 1, max: 10_000 }),
    });
    fc.assert(
      fc.property(refusals, fc.double({ min: 0, max: 1, noNaN: true }), (refusal, random) => {
        const waitMs = mailboxRetryMs(refusal, random);
        expect(waitMs === null || (waitMs >= 1_000 && waitMs <= 3_960_000)).toBe(true);
      }),
    );
  });
});

it('asks for the own mailbox unless another is named or none is wanted', () => {
  expect(
    [undefined, 'auto', 'off', 'sip:sales@pbx.test'].map((one) => mailboxTarget(one, 'sip:1001@pbx.test')),
  ).toEqual(['sip:1001@pbx.test', 'sip:1001@pbx.test', null, 'sip:sales@pbx.test']);
});
