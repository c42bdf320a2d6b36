import JsSIP from 'jssip';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callCauseSchema } from '../contracts/calls';
import { callCauseOf, causeOfSipCode } from './sip-causes';
import type { SipEnd } from './sip-causes';

const end = (part: Partial<SipEnd>): SipEnd => ({
  sipCode: null,
  engineCause: null,
  originator: 'remote',
  answered: false,
  ...part,
});

describe('the cause of an end', () => {
  it.each([
    [486, 'busy'],
    [600, 'busy'],
    [480, 'no-answer'],
    [408, 'no-answer'],
    [404, 'not-found'],
    [603, 'rejected'],
    [488, 'no-common-codec'],
    [487, 'cancelled'],
    [503, 'unavailable'],
    [418, 'other'],
  ] as const)('reads %i as %s', (sipCode, cause) => {
    expect(causeOfSipCode(sipCode)).toBe(cause);
    expect(callCauseOf(end({ sipCode, engineCause: 'SIP Failure Code' }))).toBe(cause);
  });

  it('trusts the code over the string that folds several codes', () => {
    expect(callCauseOf(end({ sipCode: 480, engineCause: 'Unavailable' }))).toBe('no-answer');
  });

  it('tells our own timeout from the callee who does not answer', () => {
    expect(callCauseOf(end({ sipCode: 408, engineCause: 'Request Timeout', originator: 'system' }))).toBe('network');
    expect(callCauseOf(end({ sipCode: 408, engineCause: 'Unavailable' }))).toBe('no-answer');
  });

  it('says who hung up', () => {
    expect(callCauseOf(end({ engineCause: 'Terminated', answered: true }))).toBe('customer-hangup');
    expect(callCauseOf(end({ engineCause: 'Terminated', originator: 'local', answered: true }))).toBe('agent-hangup');
  });

  it('knows a call that another desk took', () => {
    const reasonHeader = 'SIP;cause=200;text="Call completed elsewhere"';
    expect(callCauseOf(end({ engineCause: 'Canceled', reasonHeader }))).toBe('answered-elsewhere');
    expect(callCauseOf(end({ engineCause: 'Canceled', reasonHeader: 'Q.850;cause=200' }))).toBe('cancelled');
    expect(callCauseOf(end({ engineCause: 'Canceled', reasonHeader: 'Q.850;cause=26' }))).toBe('answered-elsewhere');
    expect(callCauseOf(end({ engineCause: 'Canceled', reasonHeader: 'Q.850;cause=16' }))).toBe('cancelled');
    const both = `Q.850;cause=26, ${reasonHeader}`;
    expect(callCauseOf(end({ engineCause: 'Canceled', reasonHeader: both }))).toBe('answered-elsewhere');
    // An answered call was not answered elsewhere, whatever its BYE says.
    expect(callCauseOf(end({ engineCause: 'Terminated', originator: 'remote', answered: true, reasonHeader }))).toBe(
      'customer-hangup',
    );
  });

  it('has a word for every failure JsSIP names', () => {
    const unknown = Object.values(JsSIP.C.causes).filter(
      (engineCause) => callCauseOf(end({ engineCause, originator: 'system' })) === 'other',
    );
    // These three say nothing of their own: the code beside them does.
    expect(unknown.sort()).toEqual(['Authentication Error', 'Internal Error', 'SIP Failure Code']);
  });

  it('never leaves the contract, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.record({
          sipCode: fc.option(fc.integer()),
          engineCause: fc.option(fc.string()),
          originator: fc.constantFrom('local', 'remote', 'system'),
          answered: fc.boolean(),
          reasonHeader: fc.option(fc.string()),
        }),
        (any) => callCauseSchema.safeParse(callCauseOf(any)).success,
      ),
    );
  });
});
