import { v7 as uuidv7 } from 'uuid';
import type { CallCause } from '../../contracts/calls';
import type { SpeechEvent } from '../../contracts/speech';
import type { CallEvent, CallState } from '../../domain/call-state';
import { recordOf, type DraftEvent } from '../../domain/record-builder';
import { EarlyMedia } from '../audio/early-media';
import { closeMicrophone, openMicrophone } from '../audio/microphone';
import type { Output } from '../audio/output';
import { TonePlayer } from '../audio/tones';
import { CallController, type DeskEffect } from '../call/call-controller';
import type { CallSession } from '../call/telephone';
import type { CallView, WrapUpForm } from '../ui/model';
import { microphoneOptions, outputOf } from './audio-choices';
import { CallCopilot } from './call-copilot';
import type { CallFlowOptions } from './call-flow-options';
import type { CallFollower } from './call-follower';
import { CallScribe } from './call-scribe';
import { CallWatch } from './call-watch';
import { findCustomer, knownOf, newCallView, newWrapUp, shownCall, withSpeaking } from './call-view';
import { DeviceKeeper } from './device-keeper';
import { scriptValues } from './script';
import type { LostCall, TakeBackOutcome } from './take-back-flow';
import { TakingBack } from './taking-back';

/** SIP 486 Busy Here (RFC 3261, 21.4.24). */
const BUSY_HERE = 486;

/** One call from the first ring to its record: telephone, tones, ears, cards and the draft of the record. */
export class CallFlow {
  readonly #options: CallFlowOptions;
  readonly #controller: CallController;
  readonly #tones = new TonePlayer();
  readonly #scribe: CallScribe;
  readonly #early = new EarlyMedia();
  #copilot: CallCopilot | null = null;
  #microphone: MediaStream | null = null;
  #remote: MediaStream | null = null;
  #incomingName = '';
  #followers: CallFollower[] = [];
  readonly #takingBack = new TakingBack();
  readonly #watch: CallWatch;
  readonly #devices: DeviceKeeper;

  constructor(options: CallFlowOptions) {
    this.#options = options;
    this.#scribe = new CallScribe({
      keeper: options.records,
      nowMs: () => performance.now(),
      trouble: options.storeTrouble,
      recovered: options.storeRecovered,
    });
    this.#watch = new CallWatch({
      store: options.store,
      levels: options.levels,
      session: () => this.#controller.session,
      state: () => this.#controller.state,
      note: (event) => this.#note(event),
    });
    this.#devices = new DeviceKeeper({
      settings: () => options.settings().audio,
      openMicrophone,
      useMicrophone: async (microphone) => {
        this.#microphone = microphone;
        await this.#controller.replaceMicrophone(microphone);
        this.#copilot?.attachAgent(microphone);
        this.#watch.microphoneChanged(microphone);
        for (const follower of this.#followers) follower.microphone?.(microphone);
      },
      useOutput: (output) => this.#copilot?.setOutput(output),
      tell: options.trouble,
    });
    this.#controller = new CallController({
      telephone: options.telephone,
      openMicrophone: () => openMicrophone(microphoneOptions(options.settings().audio)),
      closeMicrophone,
      onState: (state, event) => this.#onState(state, event),
      onEffect: (effect) => this.#onEffect(effect),
      onMicrophone: (microphone) => (this.#microphone = microphone),
      onRemoteStream: (stream) => {
        this.#remote = stream;
        for (const follower of this.#followers) follower.customer?.(stream);
        if (this.state.phase === 'dialing' || this.state.phase === 'remote-ringing') {
          this.#early.play(stream, outputOf(options.settings().audio, 'output'));
        } else this.#copilot?.attachCustomer(stream);
      },
      onDtmfReceived: () => this.#note({ type: 'dtmf', sent: false }),
      onTrouble: options.trouble,
    });
  }

  get state(): CallState {
    return this.#controller.state;
  }

  dial(number: string): void {
    void this.#controller.dial(number);
  }

  prepare(): () => void {
    return this.#controller.prepare();
  }

  /** Asks for a call of an earlier run; resolves when it is on the screen again, or is known not to be. */
  takeBack(lost: LostCall, target: string): Promise<TakeBackOutcome> {
    return this.#takingBack.ask(lost, () => this.#controller.takeBack(lost.journal, target));
  }

  /** An inbound INVITE. With a reason why the agent takes no call it is answered busy, and its record says why. */
  incoming(session: CallSession, busy: CallCause | null): void {
    const cause = busy ?? (this.state.phase === 'idle' && !this.#takingBack.underWay ? null : 'agent-in-call');
    if (cause !== null) {
      session.terminate(BUSY_HERE);
      const { remoteNumber, sipCallId } = session;
      const start = { recordId: uuidv7(), direction: 'inbound' as const, remoteNumber, sipCallId };
      void this.#scribe.turnedAway({ ...start, ...knownOf(this.#knowledge, remoteNumber) }, cause, BUSY_HERE);
      return;
    }
    this.#incomingName = session.remoteName;
    this.#controller.incoming(session);
  }

  request(event: CallEvent): void {
    this.#controller.request(event);
  }

  speech(event: SpeechEvent): void {
    this.#copilot?.handle(event);
  }

  markCard(cardId: string, mark: 'used' | 'dismissed'): void {
    this.#copilot?.mark(cardId, mark);
  }

  updateWrapUp(form: WrapUpForm): void {
    this.#note({ type: 'wrap-up', ...form });
  }

  finish(): Promise<void> {
    this.#copilot = null;
    return this.#scribe.finish();
  }

  get #knowledge() {
    const { store, settings, extension } = this.#options;
    return { customers: store.getState().customers, language: settings().language, extension };
  }

  #onState(state: CallState, event: CallEvent): void {
    const { store } = this.#options;
    this.#watch.stateMoved();
    if (event.type === 'dial' || (event.type === 'invite-received' && state.phase === 'ringing')) this.#begin(state);
    if (event.type === 'accepted' && state.phase === 'active') this.#resume(state);
    for (const follower of this.#followers) follower.moved?.(state, event);
    const now = Date.now();
    store.setState((model) => shownCall(model, state, now));
    if (event.type === 'dial' || event.type === 'take-back') this.#options.stage('dialing');
    if (event.type === 'invite-received') this.#options.stage('ringing');
    if (event.type === 'answer') this.#options.stage('answered');
    if (event.type === 'mute' || event.type === 'unmute') this.#note({ type: 'mute', muted: state.muted });
    if (event.type === 'send-dtmf') this.#sentDtmf(event.tone);
    const sipCallId = this.#controller.session?.sipCallId;
    // A call that was taken back keeps the name it began with.
    if (sipCallId && this.#scribe.draft?.sipCallId === '') this.#note({ type: 'sip-call-id', sipCallId });
  }

  #begin(state: CallState): void {
    const { store, settings } = this.#options;
    // A wrap-up that a new call overtakes is saved as it stands.
    void this.finish();
    const customer = findCustomer(store.getState().customers, state.remoteNumber);
    const recordId = uuidv7();
    const view = newCallView(state, {
      recordId,
      customer,
      remoteName: this.#incomingName,
      country: settings().country,
      startedAtMs: Date.now(),
    });
    this.#incomingName = '';
    this.#remote = null;
    store.setState(state.direction === 'inbound' ? { incoming: view } : { call: view });
    this.#scribe.begin({
      recordId,
      direction: view.direction,
      remoteNumber: state.remoteNumber,
      ...knownOf(this.#knowledge, state.remoteNumber),
    });
    this.#follow(view, state.remoteNumber);
  }

  /** The PBX gave a call of an earlier run back. */
  #resume(state: CallState): void {
    const { store, settings } = this.#options;
    const resumed = this.#takingBack.resume(state, {
      customers: store.getState().customers,
      country: settings().country,
      wallTimeMs: Date.now(),
      monotonicMs: performance.now(),
      sipCallId: this.#controller.session?.sipCallId ?? '',
    });
    if (!resumed) return;
    store.setState({ call: resumed.view });
    this.#scribe.resume(resumed.draft);
    this.#follow(resumed.view, state.remoteNumber);
  }

  #follow({ recordId, direction }: CallView, remoteNumber: string): void {
    const { store } = this.#options;
    this.#followers = this.#options.followers.map((follow) =>
      follow({
        recordId,
        direction,
        remoteNumber,
        state: () => this.state,
        session: () => this.#controller.session,
        note: (event) => this.#note(event),
        show: (change) => store.setState(({ call }) => ({ call: call?.recordId === recordId ? change(call) : call })),
      }),
    );
  }

  #onEffect(effect: DeskEffect): void {
    const { audio } = this.#options.settings();
    switch (effect.type) {
      case 'start-ringing':
        return this.#tones.start('ring', outputOf(audio, 'ring'));
      case 'start-ringback':
        return this.#tones.start('ringback', outputOf(audio, 'output'));
      case 'stop-ringing':
      case 'stop-ringback':
        return this.#tones.stop();
      case 'start-ears':
        return this.#startEars(outputOf(audio, 'output'));
      case 'stop-ears':
        return this.#stopEars();
      case 'record-phase':
        return this.#note({ type: 'phase', phase: effect.phase });
      case 'finalise-record':
        this.#early.stop();
        return this.#ended(effect);
    }
  }

  #startEars(output: Output): void {
    const { store, levels, ears, cueBook, settings, trouble } = this.#options;
    const { draft } = this.#scribe;
    if (!draft || !this.#microphone) return;
    const copilot = new CallCopilot({
      callId: draft.recordId,
      book: cueBook(draft.language),
      ears,
      store,
      levels,
      output,
      script: scriptValues(settings(), draft.customerName),
      speech: (event) => this.#heard(event),
      card: (card) => {
        this.#note({ type: 'card', card });
        this.#options.card(card);
      },
      echo: (heard) => this.#watch.echo(heard),
      optOut: (card) => this.#note({ type: 'opt-out', card }),
    });
    this.#copilot = copilot;
    if (this.#remote) copilot.attachCustomer(this.#remote, this.#early.release());
    this.#note({ type: 'audio-started' });
    copilot
      .start(this.#microphone)
      .catch((error: unknown) =>
        trouble({ code: 'ears-audio', message: error instanceof Error ? error.message : '', retryable: false }),
      );
    this.#watch.start(this.#microphone);
    this.#devices.start(this.#microphone);
    for (const follower of this.#followers) follower.talking?.(this.#microphone);
  }

  #stopEars(): void {
    this.#watch.stop();
    this.#devices.stop();
    this.#copilot?.stop();
  }

  #heard(event: SpeechEvent): void {
    this.#note({ type: 'speech', event });
    for (const follower of this.#followers) follower.speech?.(event);
    if (event.type !== 'speech-start' && event.type !== 'speech-end') return;
    const { leg, type } = event;
    this.#options.store.setState((model) => ({
      call: model.call && withSpeaking(model.call, leg, type === 'speech-start', Date.now()),
    }));
  }

  #sentDtmf(tone: string): void {
    this.#note({ type: 'dtmf', sent: true });
    this.#options.store.setState((model) => ({
      call: model.call && { ...model.call, dtmfSent: model.call.dtmfSent + tone },
    }));
  }

  #ended(effect: Extract<DeskEffect, { type: 'finalise-record' }>): void {
    if (this.#takingBack.underWay) {
      this.#options.ended(false);
      return this.#takingBack.refuse(effect.sipCode);
    }
    const { store, settings } = this.#options;
    this.#note({ type: 'ended', cause: effect.cause, sipCode: effect.sipCode });
    for (const follower of this.#followers) follower.ended?.();
    this.#microphone = null;
    const { call } = store.getState();
    const seconds = settings().wrapUpSeconds;
    const { draft } = this.#scribe;
    const answered = (draft?.answeredAtMs ?? null) !== null;
    // Nobody was spoken to: there is nothing to wrap up for a caller who gave up or was declined.
    if (call && draft && seconds > 0 && (call.direction === 'outbound' || answered)) {
      const { talkMs } = recordOf(draft, performance.now());
      store.setState({ wrapUp: newWrapUp(call, { cause: effect.cause, talkMs, answered, seconds }) });
      this.#options.ended(true);
      return;
    }
    this.#options.ended(false);
    void this.finish();
  }

  #note(event: DraftEvent): void {
    this.#scribe.note(event);
  }
}
