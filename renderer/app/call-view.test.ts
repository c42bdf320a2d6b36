import { describe, expect, it } from 'vitest';
import { reduceCall } from '../../domain/call-machine';
import { IDLE_CALL } from '../../domain/call-state';
import { findCustomer, newCallView, withSpeaking, withState } from './call-view';

const facts = { recordId: 'r', customer: null, remoteName: '', country: 'CN', startedAtMs: 0 };

describe('the view of a call', () => {
  it('never shows a number in full', () => {
    const { state } = reduceCall(IDLE_CALL, { type: 'dial', remoteNumber: '+8613800138000' });
    expect(JSON.stringify(newCallView(state, facts))).not.toContain('13800138000');
  });

  it('shows held only when the PBX has agreed', () => {
    let { state } = reduceCall(IDLE_CALL, { type: 'dial', remoteNumber: '8001' });
    const view = newCallView(state, facts);
    state = reduceCall(state, { type: 'accepted' }).state;
    state = reduceCall(state, { type: 'hold' }).state;
    expect(withState(view, state, 5).onHold).toBe(false);
    state = reduceCall(state, { type: 'hold-accepted' }).state;
    expect(withState(view, state, 5).onHold).toBe(true);
  });

  it('finds a customer however the number is written', () => {
    const customer = { customerId: 'c', name: 'Li', number: '+86 138-0013-8000', language: 'zh' as const };
    const known = { ...customer, company: '', facts: [], story: '', practice: false };
    expect(findCustomer([known], '+8613800138000')?.customerId).toBe('c');
    expect(findCustomer([known], '8001')).toBeNull();
  });

  it('keeps the last minute of the customer’s speech', () => {
    let spoken = withSpeaking(newCallView(IDLE_CALL, facts), 'customer', true, 1_000);
    expect(spoken.speaking.customer).toBe(true);
    spoken = withSpeaking(spoken, 'agent', true, 2_000);
    spoken = withSpeaking(spoken, 'customer', false, 3_000);
    expect(spoken.customerSpeech).toEqual([{ startedAtMs: 1_000, endedAtMs: 3_000 }]);
    spoken = withSpeaking(spoken, 'customer', true, 63_001);
    expect(spoken.customerSpeech).toEqual([{ startedAtMs: 63_001, endedAtMs: null }]);
  });
});
