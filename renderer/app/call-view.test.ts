import { describe, expect, it } from 'vitest';
import { cueBookSchema, type Language } from '../../contracts/cues';
import { reduceCall } from '../../domain/call-machine';
import { IDLE_CALL } from '../../domain/call-state';
import { builtInBook } from '../../domain/testing/books';
import { callFacts, findCustomer, newCallView, withSpeaking, withState } from './call-view';

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

  it('marks a call by a practice account, with what the story should bring up by the cue book of its language', () => {
    const wu = { customerId: 'wu', name: 'Wu', number: '8009', language: 'en' as const, facts: [], story: '' };
    const known = [{ ...wu, company: '', practice: true, expectedCues: ['refund', 'weather'] }];
    const book = (language: Language) =>
      cueBookSchema.parse({
        name: 'b',
        language,
        version: 1,
        cues: [{ id: `back-${language}`, phrases: ['refund'], title: 't', lines: ['l'], action: 'offer' }],
      });
    const by = (practice?: true) => ({ agentExtension: '1001', ...(practice ? { practice } : {}) });
    expect(callFacts(known, '8009', { language: 'zh', team: '' }, by(true), book).practice).toEqual({
      expected: [
        { phrase: 'refund', cueId: 'back-en' },
        { phrase: 'weather', cueId: null },
      ],
    });
    expect(callFacts(known, '13800138000', { language: 'zh', team: '' }, by(true), book).practice).toEqual({
      expected: [],
    });
    expect(callFacts(known, '8009', { language: 'zh', team: '' }, by(), book)).not.toHaveProperty('practice');
  });

  it('names the desk’s team, where it has one', () => {
    const by = { agentExtension: '1001' };
    const facts = (team: string) => callFacts([], '8009', { language: 'zh', team }, by, () => builtInBook('zh'));
    expect(facts('一组').team).toBe('一组');
    expect(facts('')).not.toHaveProperty('team');
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
