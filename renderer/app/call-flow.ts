import { v7 as uuidv7 } from 'uuid';
import type { CueBook, ShownCard } from '../../contracts/cues';
import type { CallCause } from '../../contracts/calls';
import type { Failure } from '../../contracts/errors';
import type { Settings } from '../../contracts/settings';
import type { SpeechEvent } from '../../contracts/speech';
import type { CallEvent, CallState } from '../../domain/call-state';
import { recordOf, type CallStart, type DraftEvent } from '../../domain/record-builder';
import { EarlyMedia } from '../audio/early-media';
import { closeMicrophone, openMicrophone } from '../audio/microphone';
import type { Output } from '../audio/output';
import { TonePlayer } from '../audio/tones';
import { CallController, type DeskEffect } from '../call/call-controller';
import type { CallSession, Telephone } from '../call/telephone';
import type { EarsClient } from '../copilot/ears-client';
import type { AppStore, LevelsStore, WrapUpForm } from '../ui/model';
import { microphoneOptions, outputOf } from './audio-choices';
import { CallCopilot } from './call-copilot';
import type { CallFollower, FollowCall } from './call-follower';
import { CallScribe } from './call-scribe';
import { CallWatch } from './call-watch';
import { findCustomer, newCallView, newWrapUp, withChange, withSpeaking, withState } from './call-view';
import { DeviceKeeper } from './device-keeper';
import type { RecordKeeper } from './draft-keeper';
import { scriptValues } from './script';

/** SIP 486 Busy Here (RFC 3261, 21.4.24). */
const BUSY_HERE = 486;

export interface CallFlowOptions {
  store: AppStore;
  levels: LevelsStore;
  telephone: Telephone;
  ears: EarsClient;
  records: RecordKeeper;
  settings(): Settings;
  cueBook(language: 'zh' | 'en'): CueBook;
  extension: string;
  /** What goes along with each call. */
  followers: readonly FollowCall[];
  /** What the INVITE of a call that never rang tells for its record. */
  invited(session: CallSession): Partial<CallStart>;
  /** The call began to ring or to be dialled, was answered, or ended. */
  stage(stage: 'ringing' | 'dialing' | 'answered'): void;
  ended(wrapUp: boolean): void;
  card(card: ShownCard): void;
  trouble(failure: Failure, level?: 'warning' | 'info'): void;
  storeTrouble(error: unknown): void;
  storeRecovered(): void;
}

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

  dial(number: string, headers?: readonly string[]): void {
    void this.#controller.dial(number, headers);
  }

  /** An inbound INVITE. With a reason why the agent takes no call it is refused, and its record says why. */
  incoming(session: CallSession, busy: CallCause | null, sipCode = BUSY_HERE): void {
    const cause = busy ?? (this.state.phase === 'idle' ? null : 'agent-in-call');
    if (cause !== null) {
      session.terminate(sipCode);
      const { remoteNumber, sipCallId } = session;
      const start = { recordId: uuidv7(), direction: 'inbound' as const, remoteNumber, sipCallId };
      const facts = { ...start, ...this.#known(remoteNumber), ...this.#options.invited(session) };
      void this.#scribe.turnedAway(facts, cause, sipCode);
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

  /** What a record says of any call with this number, at this time. */
  #known(remoteNumber: string) {
    const { store, settings, extension } = this.#options;
    const customer = findCustomer(store.getState().customers, remoteNumber);
    return {
      agentExtension: extension,
      language: customer?.language ?? settings().language,
      wallTimeMs: Date.now(),
      customerId: customer?.customerId ?? null,
      customerName: customer?.name ?? null,
    };
  }

  #onState(state: CallState, event: CallEvent): void {
    const { store } = this.#options;
    this.#watch.stateMoved();
    if (event.type === 'dial' || (event.type === 'invite-received' && state.phase === 'ringing')) this.#begin(state);
    for (const follower of this.#followers) follower.moved?.(state, event);
    const now = Date.now();
    store.setState((model) => {
      if (state.phase === 'ringing') return { incoming: model.incoming && withState(model.incoming, state, now) };
      // Without a call only the registration speaks for the network.
      if (state.phase === 'idle') {
        return { call: null, incoming: null, network: model.network === 'offline' ? 'offline' : 'good' };
      }
      const view = model.call ?? model.incoming;
      return { incoming: null, call: view && withState(view, state, now) };
    });
    if (event.type === 'dial') this.#options.stage('dialing');
    if (event.type === 'invite-received') this.#options.stage('ringing');
    if (event.type === 'answer') this.#options.stage('answered');
    if (event.type === 'mute' || event.type === 'unmute') this.#note({ type: 'mute', muted: state.muted });
    if (event.type === 'send-dtmf') this.#sentDtmf(event.tone);
    const sipCallId = this.#controller.session?.sipCallId;
    if (sipCallId && this.#scribe.draft && this.#scribe.draft.sipCallId !== sipCallId)
      this.#note({ type: 'sip-call-id', sipCallId });
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
      ...this.#known(state.remoteNumber),
    });
    this.#followers = this.#options.followers.map((follow) =>
      follow({
        recordId,
        direction: view.direction,
        remoteNumber: state.remoteNumber,
        state: () => this.state,
        session: () => this.#controller.session,
        note: (event) => this.#note(event),
        show: (change) => store.setState((model) => withChange(model, recordId, change)),
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
