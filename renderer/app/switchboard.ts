import { v7 as uuidv7 } from 'uuid';
import type { CallCause } from '../../contracts/calls';
import { toFailure } from '../../contracts/errors';
import type { SpeechEvent } from '../../contracts/speech';
import { IDLE_CALL, type CallEvent, type CallState } from '../../domain/call-state';
import {
  MAX_LINES,
  mayRing,
  NO_LINES,
  reduceLines,
  secondCallTrouble,
  type LinesEffect,
  type LinesEvent,
  type LinesState,
  type LineStage,
} from '../../domain/lines';
import type { CallStart } from '../../domain/record-builder';
import type { CallSession, OutgoingCall } from '../call/telephone';
import type { WrapUpForm, WrapUpView } from '../ui/model';
import { CallFlow } from './call-flow';
import type { CallFlowOptions } from './call-line';
import { CallScribe } from './call-scribe';
import { callFacts } from './call-view';
import type { LostCall, TakeBackOutcome } from './take-back-flow';
import { ConferenceFlow } from './conference-flow';
import { TransferFlow } from './transfer-flow';

/** SIP 486 Busy Here (RFC 3261, 21.4.24). */
const BUSY_HERE = 486;

export interface SwitchboardOptions extends Omit<CallFlowOptions, 'line'> {
  /** The first call began to ring or to be dialled, or was answered. */
  stage(stage: 'ringing' | 'dialing' | 'answered'): void;
  /** What the INVITE of a call that never rang tells for its record. */
  invited(session: CallSession): Partial<CallStart>;
  /** The account a call came or went by. */
  accountOf(session: CallSession | null): string;
  /** No call is up any more; so many are to be wrapped up. */
  over(wrapUps: number): void;
}

function stageOf({ phase, hold }: CallState): LineStage {
  if (phase === 'ringing') return 'ringing';
  if (phase === 'active') return hold === 'none' ? 'talking' : hold;
  return phase === 'ending' || phase === 'ended' ? 'ending' : 'reaching';
}

/** The lines of the desk: a call flow each, the front one on the screen and in the ears, wrap-ups in turn. */
export class Switchboard {
  readonly #options: SwitchboardOptions;
  readonly #conference: ConferenceFlow;
  readonly #transfers: TransferFlow;
  /** Turned callers away never get a line. */
  readonly #gate: CallScribe;
  /** By record id: lines that are up, and calls whose record is not written yet. */
  readonly #calls = new Map<string, CallFlow>();
  #lines: LinesState = NO_LINES;
  #dialling = false;
  /** For the INVITE that the lines dial next: the first call may have to be held before. */
  #dialHow: OutgoingCall = {};
  #wrapUps: { call: CallFlow; view: WrapUpView }[] = [];

  constructor(options: SwitchboardOptions) {
    this.#options = options;
    this.#gate = new CallScribe({
      keeper: options.records,
      nowMs: () => performance.now(),
      trouble: options.storeTrouble,
      recovered: options.storeRecovered,
    });
    this.#conference = new ConferenceFlow(options.trouble);
    this.#transfers = new TransferFlow({
      store: options.store,
      settings: options.settings,
      trouble: options.trouble,
      lines: {
        front: () => this.#front,
        other: () => this.#other,
        // By the account of the call: another one's PBX could not connect the two.
        dial: (number) => this.dial(number, { accountId: options.accountOf(this.#front?.session ?? null) }),
      },
    });
  }

  get transfers(): Pick<TransferFlow, 'complete' | 'consult' | 'transfer'> {
    return this.#transfers;
  }

  /** Of the front call. */
  get state(): CallState {
    return this.#front?.state ?? IDLE_CALL;
  }

  /** Dials, on the second line where the first is taken: that one is held first. */
  dial(number: string, how: OutgoingCall = {}): void {
    this.#dialHow = how;
    this.#ask({ type: 'dial', number });
  }

  /** Opens the microphone for a call that will be taken back; the function answered closes it, should nothing come of it. */
  prepare(recordId: string): () => void {
    return this.#open(recordId).prepare();
  }

  /** Asks for a call of an earlier run, on a line of its own; resolves when the PBX has answered. */
  async takeBack(lost: LostCall, target: string): Promise<TakeBackOutcome> {
    const { recordId } = lost.draft;
    if (this.#lines.lines.length >= MAX_LINES) return { type: 'not-asked' };
    const call = this.#calls.get(recordId) ?? this.#open(recordId);
    const outcome = await call.takeBack(lost, target);
    if (outcome.type !== 'taken-back' && this.#calls.get(recordId) === call) this.#calls.delete(recordId);
    return outcome;
  }

  /** An inbound INVITE. With a reason why the agent takes no call it is answered busy, and its record says why. */
  incoming(session: CallSession, busy: CallCause | null, sipCode = BUSY_HERE): void {
    const { callWaiting } = this.#options.settings();
    const inCall = busy === 'agent-in-call' || busy === null;
    if (inCall && (busy === null || this.#lines.lines.length > 0) && mayRing(this.#lines, callWaiting)) {
      this.#open().incoming(session);
      return;
    }
    session.terminate(sipCode);
    const { remoteNumber, sipCallId } = session;
    const { store, settings, account, cueBook } = this.#options;
    const facts = callFacts(store.getState().customers, remoteNumber, settings(), account(session), cueBook);
    const start = { recordId: uuidv7(), direction: 'inbound' as const, remoteNumber, sipCallId };
    const told = { ...start, ...facts, ...this.#options.invited(session) };
    void this.#gate.turnedAway(told, busy ?? 'agent-in-call', sipCode);
  }

  /** To the front call; to an answer the one that rings listens. */
  request(event: CallEvent): void {
    if (event.type === 'answer') {
      this.#ask({ type: 'answer' });
      return;
    }
    // Joined, the agent's voice and good-bye are for both.
    const both = event.type === 'mute' || event.type === 'unmute' || event.type === 'hang-up';
    const other = this.#lines.joined && both ? this.#other : null;
    this.#front?.request(event);
    other?.request(event);
  }

  declineWaiting(): void {
    this.#waiting?.request({ type: 'decline' });
  }

  swap(): void {
    this.#ask({ type: 'swap' });
  }

  toggleConference(): void {
    this.#ask({ type: this.#lines.joined ? 'part' : 'join' });
  }

  hangUpOther(): void {
    this.#other?.request({ type: 'hang-up' });
  }

  /** A signalling connection went, or is back: every line lives on one, and `uses` tells whether on this. */
  transport(up: boolean, uses: (session: CallSession | null) => boolean): void {
    for (const call of this.#up)
      if (uses(call.session)) call.request({ type: up ? 'transport-restored' : 'transport-lost' });
  }

  speech(event: SpeechEvent): void {
    for (const call of this.#calls.values()) call.speech(event);
  }

  /** The ears have said all of this listening. */
  heardOut(listening: string): void {
    for (const call of this.#calls.values()) call.heardOut(listening);
  }

  markCard(cardId: string, mark: 'used' | 'dismissed'): void {
    (this.#front ?? this.#wrapUps[0]?.call)?.markCard(cardId, mark);
  }

  updateWrapUp(form: WrapUpForm): void {
    this.#wrapUps[0]?.call.updateWrapUp(form);
  }

  /** The wrap-up on the screen is saved as it stands; the next call's takes its place. */
  wrappedUp(): void {
    const done = this.#wrapUps.shift();
    if (done) this.#finish(done.call);
    this.#options.store.setState({ wrapUp: this.#wrapUps[0]?.view ?? null });
  }

  get #up(): CallFlow[] {
    return this.#lines.lines.flatMap(({ id }) => this.#calls.get(id) ?? []);
  }

  get #front(): CallFlow | null {
    return this.#calls.get(this.#lines.frontId ?? '') ?? null;
  }

  get #behind(): CallFlow | null {
    return this.#up.find(({ recordId }) => recordId !== this.#lines.frontId) ?? null;
  }

  get #waiting(): CallFlow | null {
    return this.#behind?.state.phase === 'ringing' ? this.#behind : null;
  }

  get #other(): CallFlow | null {
    return this.#behind?.state.phase === 'ringing' ? null : this.#behind;
  }

  #open(recordId?: string): CallFlow {
    const options: CallFlowOptions = {
      ...this.#options,
      line: {
        front: () => this.#lines.frontId === call.recordId,
        behind: () => this.#lines.lines.some(({ id }) => id !== call.recordId),
        joined: () => this.#lines.joined,
        moved: (_, state, event) => this.#onMoved(call, state, event),
        shown: () => this.#show(),
        ended: (_, wrapUp) => this.#onEnded(call, wrapUp),
        transferFailed: () => this.#transfers.failed(),
        soundChanged: () => this.#conference.soundChanged(call),
        mixMuted: (muted) => this.#conference.mute(muted),
      },
    };
    const call: CallFlow = new CallFlow(options, recordId);
    this.#calls.set(call.recordId, call);
    return call;
  }

  /** What the agent asks of the lines. What cannot be now is told and changes nothing. */
  #ask(event: LinesEvent): void {
    try {
      this.#take(event);
    } catch (error) {
      this.#options.trouble(toFailure(error));
    }
  }

  #take(event: LinesEvent): void {
    const before = this.#lines.frontId;
    const { state, effects } = reduceLines(this.#lines, event);
    this.#lines = state;
    if (before !== state.frontId) {
      this.#calls.get(before ?? '')?.frontChanged();
      this.#front?.frontChanged();
    }
    this.#show();
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: LinesEffect): void {
    switch (effect.type) {
      case 'dial':
        return void this.#dial(effect.number);
      case 'answer':
        return this.#calls.get(effect.id)?.request({ type: 'answer' });
      case 'hold':
        return this.#calls.get(effect.id)?.request({ type: 'hold' });
      case 'resume':
        return this.#calls.get(effect.id)?.request({ type: 'resume' });
      case 'ring-alone':
        return this.#calls.get(effect.id)?.ringAlone();
      case 'mix':
        if (this.#front && this.#other) void this.#conference.mix([this.#front, this.#other]);
        return;
      case 'unmix':
        return void this.#conference.unmix();
    }
  }

  /** The microphone takes its time, and must not be asked for twice. */
  async #dial(number: string): Promise<void> {
    if (this.#dialling) return;
    this.#dialling = true;
    const call = this.#open();
    await call.dial(number, this.#dialHow);
    this.#dialling = false;
    if (call.view === null) this.#calls.delete(call.recordId);
  }

  #onMoved(call: CallFlow, state: CallState, event: CallEvent): void {
    const { recordId: id } = call;
    const rings = event.type === 'invite-received' && state.phase === 'ringing';
    if (rings || event.type === 'dial' || event.type === 'take-back') {
      const first = this.#lines.lines.length === 0;
      // One voice at a time: what is taken back after the first is held, and stays behind it.
      this.#take({ type: 'began', id, stage: rings ? 'ringing' : 'reaching', behind: event.type === 'take-back' });
      if (first) this.#options.stage(rings ? 'ringing' : 'dialing');
      return;
    }
    if (state.phase === 'idle') {
      this.#take({ type: 'ended', id });
      // Without a call only the registration speaks for the network.
      if (this.#lines.lines.length === 0) {
        this.#options.store.setState(({ network }) => ({ network: network === 'offline' ? 'offline' : 'good' }));
      }
      this.#transfers.moved();
      return;
    }
    this.#take({ type: 'moved', id, stage: stageOf(state) });
    this.#transfers.moved();
    if (event.type === 'answer') this.#options.stage('answered');
  }

  #onEnded(call: CallFlow, view: WrapUpView | null): void {
    if (view) this.#wrapUps.push({ call, view });
    else this.#finish(call);
    // While the other line is up nobody has time to write: its turn comes.
    if (this.#up.some((other) => other !== call && other.state.phase !== 'ended')) {
      this.#tellWhy(call);
      return;
    }
    this.#options.store.setState({ wrapUp: this.#wrapUps[0]?.view ?? null });
    this.#options.over(this.#wrapUps.length);
  }

  #tellWhy({ view }: CallFlow): void {
    if (view?.direction !== 'outbound' || view.answeredAtMs !== null) return;
    const code = secondCallTrouble(view.endedCause);
    if (code !== null) this.#options.trouble({ code, message: view.displayName, retryable: true }, 'warning');
  }

  #finish(call: CallFlow): void {
    void call.finish().then(() => {
      // One that is asked for again at another address has its record's id already.
      if (!this.#up.includes(call) && this.#calls.get(call.recordId) === call) this.#calls.delete(call.recordId);
    });
  }

  #show(): void {
    const front = this.#front?.view ?? null;
    const ringing = front?.phase === 'ringing';
    this.#options.store.setState({
      call: ringing ? null : front,
      incoming: ringing ? front : null,
      otherCall: this.#other?.view ?? null,
      waiting: this.#waiting?.view ?? null,
      joined: this.#lines.joined,
    });
  }
}
