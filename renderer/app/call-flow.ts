import { v7 as uuidv7 } from 'uuid';
import type { TransferKind } from '../../contracts/records';
import type { SpeechEvent } from '../../contracts/speech';
import type { CallEvent, CallState } from '../../domain/call-state';
import { recordOf, type DraftEvent } from '../../domain/record-builder';
import { closeMicrophone, openMicrophone } from '../audio/microphone';
import { TonePlayer } from '../audio/tones';
import { CallController, type DeskEffect } from '../call/call-controller';
import type { CallSession, OutgoingCall } from '../call/telephone';
import type { CallView, WrapUpForm } from '../ui/model';
import { microphoneOptions, outputOf } from './audio-choices';
import type { CallFollower } from './call-follower';
import type { CallFlowOptions } from './call-line';
import { CallScribe } from './call-scribe';
import { CallSound } from './call-sound';
import { CallTransfer } from './call-transfer';
import { accountOfView, callFacts, findCustomer, newCallView, newWrapUp, withState } from './call-view';
import type { LostCall, TakeBackOutcome } from './take-back-flow';
import { TakingBack } from './taking-back';

/** One call from the first ring to its record: telephone, tones, ears, cards and the draft of the record. */
export class CallFlow {
  readonly recordId: string;
  readonly #options: CallFlowOptions;
  readonly #controller: CallController;
  readonly #tones = new TonePlayer();
  readonly #scribe: CallScribe;
  #view: CallView | null = null;
  #incomingName = '';
  /** The account it is dialled by, where that is not the chosen one: there is no session yet to tell. */
  #dialledBy: string | undefined;
  #followers: CallFollower[] = [];
  readonly #takingBack = new TakingBack();
  readonly #sound: CallSound;
  readonly #transfer: CallTransfer;
  /** The call whose other side takes this one's place in it. */
  #goesWith: CallFlow | null = null;

  /** @param recordId of a call that is taken back; a new one else */
  constructor(options: CallFlowOptions, recordId = uuidv7()) {
    this.recordId = recordId;
    this.#options = options;
    this.#scribe = new CallScribe({
      keeper: options.records,
      nowMs: () => performance.now(),
      trouble: options.storeTrouble,
      recovered: options.storeRecovered,
    });
    const { line } = options;
    this.#sound = new CallSound({
      ...options,
      session: () => this.session,
      state: () => this.state,
      view: () => this.#view,
      change: (change) => this.#change(change),
      note: (event) => this.note(event),
      followers: () => this.#followers,
      replaceMicrophone: (microphone) => this.#controller.replaceMicrophone(microphone),
      changed: () => line.soundChanged(this),
    });
    this.#controller = new CallController({
      telephone: options.telephone,
      openMicrophone: () => openMicrophone(microphoneOptions(options.settings().audio)),
      closeMicrophone,
      onState: (state, event) => this.#onState(state, event),
      onEffect: (effect) => this.#onEffect(effect),
      onMicrophone: (microphone) => this.#sound.microphone(microphone),
      onRemoteStream: (stream) => this.#sound.far(stream),
      onDtmfReceived: () => {
        this.note({ type: 'dtmf', sent: false });
        for (const follower of this.#followers) follower.keyReceived?.();
      },
      onTrouble: options.trouble,
      onTransfer: (fact) => {
        this.#transfer.take(fact);
        if (this.#goesWith) this.#goesWith.#transfer.take(fact);
      },
      wasTransferred: () => this.#transfer.ended(),
      onMixMuted: (muted) => options.line.mixMuted(muted),
    });
    this.#transfer = new CallTransfer({
      nowMs: () => performance.now(),
      note: (event) => this.note(event),
      change: (change) => this.#change(change),
      tell: options.trouble,
      done: () => this.#transferred(),
      failed: () => options.line.transferFailed(this),
    });
  }

  get state(): CallState {
    return this.#controller.state;
  }

  get session(): CallSession | null {
    return this.#controller.session;
  }

  dial(number: string, how: OutgoingCall): Promise<void> {
    this.#dialledBy = how.accountId;
    return this.#controller.dial(number, how);
  }

  /** Opens the microphone ahead of time; the function answered closes it again, should it not have been used. */
  prepare(): () => void {
    return this.#controller.prepare();
  }

  /** Asks for a call of an earlier run; resolves when it is on the screen again, or is known not to be. */
  takeBack(lost: LostCall, target: string): Promise<TakeBackOutcome> {
    return this.#takingBack.ask(lost, () => this.#controller.takeBack(lost.journal, target));
  }

  /** The call as the screen shows it; null before its first move and after its last. */
  get view(): CallView | null {
    return this.#view;
  }

  /** An inbound INVITE that may ring. */
  incoming(session: CallSession): void {
    this.#incomingName = session.remoteName;
    this.#controller.incoming(session);
  }

  request(event: CallEvent): void {
    this.#controller.request(event);
  }

  speech(event: SpeechEvent): void {
    this.#sound.speech(event);
  }

  markCard(cardId: string, mark: 'used' | 'dismissed'): void {
    this.#sound.markCard(cardId, mark);
  }

  updateWrapUp(form: WrapUpForm): void {
    this.note({ type: 'wrap-up', ...form });
  }

  /** The ears have said all of this listening. */
  heardOut(listening: string): void {
    this.#sound.heardOut(listening);
  }

  /** Writes the record, once the last words of the call are in it. */
  finish(): Promise<void> {
    return this.#scribe.finish(this.#sound.close());
  }

  /** Into the call's record. */
  note(event: DraftEvent): void {
    this.#scribe.note(event);
  }

  /** The sound of both sides, while there is any. */
  get sound(): { microphone: MediaStream; far: MediaStream } | null {
    return this.#sound.both;
  }

  /** A mix goes out in the microphone's place; null: the microphone again. */
  mix(track: MediaStreamTrack | null): Promise<void> {
    return this.#controller.mix(track);
  }

  /** Gives the other side to a number, or to the other side of that call. `shown`: its name, or the masked number. */
  transfer(kind: TransferKind, to: string | CallFlow, shown: string): void {
    const session = this.#controller.session;
    const target = typeof to === 'string' ? to : to.#controller.session;
    if (!session || !target || this.state.phase !== 'active' || this.#transfer.underWay) {
      this.#options.trouble({ code: 'transfer-not-now', message: '', retryable: true }, 'warning');
      return;
    }
    this.#transfer.begin(kind, shown);
    if (typeof to !== 'string') {
      // Both of the agent's calls end with it: the PBX tells of one only.
      this.#goesWith = to;
      to.#transfer.begin(kind, this.#view?.displayName ?? '');
    }
    session.transfer(target);
  }

  /** This line comes to the front, or goes behind another one. */
  frontChanged(): void {
    this.#sound.frontChanged(this.#options.line.front());
  }

  /** The call it rang behind is over. */
  ringAlone(): void {
    if (this.state.phase === 'ringing' && !this.state.silenced) this.#ring();
  }

  #onState(state: CallState, event: CallEvent): void {
    this.#sound.stateMoved();
    if (event.type === 'dial' || (event.type === 'invite-received' && state.phase === 'ringing')) this.#begin(state);
    if (event.type === 'accepted' && state.phase === 'active') this.#resume(state);
    for (const follower of this.#followers) follower.moved?.(state, event);
    this.#view = state.phase === 'idle' ? null : this.#view && withState(this.#view, state, Date.now());
    this.#options.line.moved(this, state, event);
    if (event.type === 'mute' || event.type === 'unmute') this.note({ type: 'mute', muted: state.muted });
    if (event.type === 'send-dtmf') this.#sentDtmf(event.tone);
    const sipCallId = this.#controller.session?.sipCallId;
    // A call that was taken back keeps the name it began with.
    if (sipCallId && this.#scribe.draft?.sipCallId === '') this.note({ type: 'sip-call-id', sipCallId });
  }

  #begin(state: CallState): void {
    const { store, settings, account, cueBook } = this.#options;
    const { recordId } = this;
    const { remoteNumber } = state;
    const used = account(this.#controller.session, this.#dialledBy);
    const facts = callFacts(store.getState().customers, remoteNumber, settings(), used, cueBook);
    const view = newCallView(state, {
      recordId,
      customer: findCustomer(store.getState().customers, remoteNumber),
      remoteName: this.#incomingName,
      account: accountOfView(store.getState(), used),
      practice: used.practice ?? false,
      country: settings().country,
      startedAtMs: Date.now(),
    });
    this.#view = view;
    this.#scribe.begin({ recordId, direction: view.direction, remoteNumber, ...facts });
    this.#follow(view, remoteNumber);
  }

  /** The PBX gave a call of an earlier run back. */
  #resume(state: CallState): void {
    const { store, settings, account } = this.#options;
    const resumed = this.#takingBack.resume(state, {
      customers: store.getState().customers,
      country: settings().country,
      account: accountOfView(store.getState(), account(this.#controller.session)),
      wallTimeMs: Date.now(),
      monotonicMs: performance.now(),
      sipCallId: this.#controller.session?.sipCallId ?? '',
    });
    if (!resumed) return;
    this.#view = resumed.view;
    this.#scribe.resume(resumed.draft);
    this.#follow(resumed.view, state.remoteNumber);
  }

  #follow({ recordId, direction }: CallView, remoteNumber: string): void {
    this.#followers = this.#options.followers.map((follow) =>
      follow({
        recordId,
        direction,
        remoteNumber,
        state: () => this.state,
        session: () => this.#controller.session,
        draft: () => this.#scribe.draft,
        note: (event) => this.note(event),
        show: (change) => this.#change(change),
      }),
    );
  }

  #onEffect(effect: DeskEffect): void {
    const { audio } = this.#options.settings();
    switch (effect.type) {
      case 'start-ringing':
        return this.#ring();
      case 'start-ringback':
        return this.#tones.start('ringback', outputOf(audio, 'output'));
      case 'stop-ringing':
      case 'stop-ringback':
        return this.#tones.stop();
      case 'start-ears':
        return this.#sound.start(this.#scribe.draft);
      case 'stop-ears':
        return this.#sound.stop();
      case 'record-phase':
        return this.note({ type: 'phase', phase: effect.phase });
      case 'finalise-record':
        this.#sound.end();
        return this.#ended(effect);
    }
  }

  #sentDtmf(tone: string): void {
    this.note({ type: 'dtmf', sent: true });
    this.#change((view) => ({ ...view, dtmfSent: view.dtmfSent + tone }));
  }

  #ended(effect: Extract<DeskEffect, { type: 'finalise-record' }>): void {
    this.#transfer.close();
    if (this.#takingBack.underWay) {
      this.#options.line.ended(this, null);
      return this.#takingBack.refuse(effect.sipCode);
    }
    this.note({ type: 'ended', cause: effect.cause, sipCode: effect.sipCode });
    for (const follower of this.#followers) follower.ended?.();
    this.#sound.microphoneClosed();
    const seconds = this.#options.settings().wrapUpSeconds;
    const view = this.#view;
    const { draft } = this.#scribe;
    const answered = (draft?.answeredAtMs ?? null) !== null;
    // Nobody was spoken to: there is nothing to wrap up for a caller who gave up or was declined.
    const due = view && draft && seconds > 0 && (view.direction === 'outbound' || answered);
    const talkMs = draft ? recordOf(draft, performance.now()).talkMs : 0;
    this.#options.line.ended(this, due ? newWrapUp(view, { cause: effect.cause, talkMs, answered, seconds }) : null);
  }

  /** The other side is with somebody else: what is left here is the good-bye to the PBX. */
  #transferred(): void {
    if (this.state.phase === 'active') this.request({ type: 'transferred' });
  }

  #ring(): void {
    const { audio } = this.#options.settings();
    if (this.#options.line.behind()) this.#tones.start('waiting', outputOf(audio, 'output'));
    else this.#tones.start('ring', outputOf(audio, 'ring'));
  }

  /** Onto the screen, wherever this call is shown. */
  #change(change: (view: CallView) => CallView): void {
    if (!this.#view) return;
    this.#view = change(this.#view);
    this.#options.line.shown(this);
  }
}
