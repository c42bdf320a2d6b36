import type { Language } from '../../../contracts/cues';
import type { AppModel, CallView } from '../model';
import { customers } from './fixtures';

/** A call that goes well; `patch`: what is different in a scene. */
export function call(language: Language, nowMs: number, patch: Partial<CallView> = {}): CallView {
  const customer = customers(language)[0] ?? null;
  return {
    recordId: 'r',
    phase: 'active',
    direction: 'outbound',
    number: '138****8000',
    displayName: customer?.name ?? '',
    customer,
    startedAtMs: nowMs - 213_000,
    answeredAtMs: nowMs - 207_000,
    muted: false,
    onHold: false,
    remoteHeld: false,
    reconnectingSinceMs: null,
    dtmfSent: '',
    quality: 'good',
    mos: 4.2,
    qualitySide: null,
    legs: null,
    warnings: [],
    speaking: { agent: false, customer: true },
    customerSpeech: [],
    recording: { state: 'recording', announcing: false },
    endedCause: null,
    sipCode: null,
    transfer: null,
    ...patch,
  };
}

/** The call in front while its transfer rings, one that is held, and a caller who waits. */
export function twoLines(language: Language, nowMs: number): Pick<AppModel, 'call' | 'otherCall' | 'waiting'> {
  const [, second, third] = customers(language);
  const party = (who: typeof second, patch: Partial<CallView>) =>
    call(language, nowMs, { customer: who ?? null, displayName: who?.name ?? '', ...patch });
  const to = language === 'zh' ? '售后队列' : 'Service queue';
  return {
    call: call(language, nowMs, { transfer: { stage: 'ringing', to } }),
    otherCall: party(second, { phase: 'held', onHold: true }),
    waiting: party(third, { phase: 'ringing', direction: 'inbound', answeredAtMs: null }),
  };
}
