import type { Leg } from '../../contracts/audio';
import type { CallCause, CallPhase } from '../../contracts/calls';
import type { CueBook, Language } from '../../contracts/cues';
import type { Customer } from '../../contracts/customers';
import type { Settings } from '../../contracts/settings';
import { recordPhase, type CallState } from '../../domain/call-state';
import { maskNumber } from '../../domain/phone-numbers';
import { practiceMark } from '../../domain/rehearsal/practice-mark';
import type { AppModel, CallView, WrapUpView } from '../ui/model';
import type { AccountUsed } from './accounts-flow';

/** The customer whose number is dialled or calls; digits decide, however the number is written. */
export function findCustomer(customers: readonly Customer[], number: string): Customer | null {
  const digits = (text: string) => text.replace(/\D/g, '');
  const wanted = digits(number);
  return customers.find((customer) => digits(customer.number) === wanted) ?? null;
}

/** What the screen tells of the account of a call: nothing where there is only one. */
export function accountOfView(model: Pick<AppModel, 'accounts'>, used: AccountUsed): CallView['account'] {
  if (model.accounts.length < 2) return null;
  return { label: used.agentAccount ?? null, extension: used.agentExtension };
}

/** What a record says of any call with this number, at this time. `cueBook`: the cards that a story is to bring up. */
export function callFacts(
  customers: readonly Customer[],
  remoteNumber: string,
  settings: Pick<Settings, 'language' | 'team'>,
  { practice, ...account }: AccountUsed,
  cueBook: (language: Language) => CueBook,
) {
  const customer = findCustomer(customers, remoteNumber);
  const language = customer?.language ?? settings.language;
  return {
    ...account,
    ...(settings.team === '' ? {} : { team: settings.team }),
    ...(practice ? { practice: practiceMark(customer, cueBook(language)) } : {}),
    language,
    wallTimeMs: Date.now(),
    customerId: customer?.customerId ?? null,
    customerName: customer?.name ?? null,
  };
}

export interface CallFacts {
  recordId: string;
  customer: Customer | null;
  remoteName: string;
  /** Where the desk has several accounts. */
  account?: CallView['account'];
  practice?: boolean;
  country: string;
  startedAtMs: number;
}

export function newCallView(state: CallState, facts: CallFacts): CallView {
  const number = maskNumber(state.remoteNumber, facts.country);
  return {
    recordId: facts.recordId,
    phase: 'dialing',
    direction: state.direction ?? 'outbound',
    number,
    displayName: facts.customer?.name ?? (facts.remoteName || number),
    customer: facts.customer,
    account: facts.account ?? null,
    practice: facts.practice ?? false,
    startedAtMs: facts.startedAtMs,
    answeredAtMs: null,
    muted: false,
    onHold: false,
    remoteHeld: false,
    reconnectingSinceMs: null,
    dtmfSent: '',
    quality: 'unknown',
    mos: null,
    qualitySide: null,
    legs: null,
    warnings: [],
    speaking: { agent: false, customer: false },
    customerSpeech: [],
    endedCause: null,
    sipCode: null,
    transfer: null,
  };
}

/** The view follows the machine; what the machine does not know stays as it was. */
export function withState(view: CallView, state: CallState, nowMs: number): CallView {
  const phase: CallPhase = recordPhase(state) ?? view.phase;
  return {
    ...view,
    phase,
    answeredAtMs: view.answeredAtMs ?? (phase === 'active' ? nowMs : null),
    muted: state.muted,
    onHold: state.hold === 'held' || state.hold === 'resuming',
    remoteHeld: state.remoteHeld,
    reconnectingSinceMs: state.signallingLost || state.mediaLost ? (view.reconnectingSinceMs ?? nowMs) : null,
    endedCause: state.cause,
    sipCode: state.sipCode,
  };
}

/** What the window shows of the call after a move; nothing of one that is only being asked for. */
export function shownCall(model: AppModel, state: CallState, nowMs: number): Partial<AppModel> {
  if (state.phase === 'ringing') return { incoming: model.incoming && withState(model.incoming, state, nowMs) };
  // Without a call only the registration speaks for the network.
  if (state.phase === 'idle') {
    return { call: null, incoming: null, network: model.network === 'offline' ? 'offline' : 'good' };
  }
  const view = model.call ?? model.incoming;
  return { incoming: null, call: view && withState(view, state, nowMs) };
}

export interface CallEnd {
  cause: CallCause;
  talkMs: number;
  answered: boolean;
  /** Given for the wrap-up. */
  seconds: number;
}

/** The form after a call; nobody need say of a call that was not answered that it was not. */
export function newWrapUp(call: CallView, { cause, talkMs, answered, seconds }: CallEnd): WrapUpView {
  return {
    recordId: call.recordId,
    displayName: call.displayName,
    customer: call.customer,
    number: call.number,
    cause,
    talkMs,
    secondsLeft: seconds,
    secondsTotal: seconds,
    paused: false,
    disposition: answered ? null : 'no-answer',
    notes: '',
    callbackAt: null,
  };
}

const LANE_MS = 60_000;
/** As many as the monitor takes. */
const LANE_BLOCKS = 60;

/** One side begins or ends to speak; of the customer's speech the last minute is kept. */
export function withSpeaking(view: CallView, leg: Leg, speaking: boolean, nowMs: number): CallView {
  const next = { ...view, speaking: { ...view.speaking, [leg]: speaking } };
  if (leg === 'agent') return next;
  const ended = view.customerSpeech.map((block) => ({ ...block, endedAtMs: block.endedAtMs ?? nowMs }));
  const recent = ended.filter(({ endedAtMs }) => nowMs - endedAtMs < LANE_MS);
  const lane = speaking ? [...recent, { startedAtMs: nowMs, endedAtMs: null }] : recent;
  return { ...next, customerSpeech: lane.slice(-LANE_BLOCKS) };
}
