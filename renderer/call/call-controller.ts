import type { CallJournal } from '../../contracts/call-journal';
import type { CallCause } from '../../contracts/calls';
import { toFailure, type Failure } from '../../contracts/errors';
import { reduceCall } from '../../domain/call-machine';
import { IDLE_CALL, type CallEffect, type CallEvent, type CallState } from '../../domain/call-state';
import { callCauseOf } from '../../domain/sip-causes';
import type { TransferFact } from '../../domain/transfer';
import type { CallSession, OutgoingCall, Telephone } from './telephone';

/** Effects that are not the telephone's: tones, ears and records belong to the composition root. */
export type DeskEffect = Exclude<
  CallEffect,
  {
    type:
      | 'send-invite'
      | 'send-take-back'
      | 'answer-session'
      | 'reject'
      | 'refuse-other-call'
      | 'terminate'
      | 'set-mute'
      | 'send-hold'
      | 'send-resume'
      | 'send-dtmf';
  }
>;

export interface CallControllerOptions {
  telephone: Telephone;
  openMicrophone(): Promise<MediaStream>;
  closeMicrophone(microphone: MediaStream): void;
  /** The state moved; called before the effects of the move. */
  onState(state: CallState, event: CallEvent): void;
  onEffect(effect: DeskEffect): void;
  onRemoteStream(stream: MediaStream): void;
  onMicrophone(microphone: MediaStream): void;
  onDtmfReceived(digit: string): void;
  onTrouble(failure: Failure): void;
  onTransfer?(fact: TransferFact): void;
  /** The other side hung up: whether that was the end of a transfer. */
  wasTransferred?(): boolean;
  /** The agent's voice goes out through a mix: its mute is there. */
  onMixMuted?(muted: boolean): void;
}

/** Runs the call machine over a {@link Telephone}: requests and session events in, effects carried out in order. */
export class CallController {
  readonly #options: CallControllerOptions;
  #state: CallState = IDLE_CALL;
  #session: CallSession | null = null;
  #microphone: MediaStream | null = null;
  #openingMicrophone = false;
  #mixed = false;
  /** How the INVITE under way goes out. */
  #how: OutgoingCall = {};
  #prepared: Promise<MediaStream> | null = null;
  #lost: { journal: CallJournal; target: string } | null = null;
  #waiting = new Map<string, CallSession>();

  constructor(options: CallControllerOptions) {
    this.#options = options;
  }

  get state(): CallState {
    return this.#state;
  }

  get session(): CallSession | null {
    return this.#session;
  }

  /** Opens the microphone first: a call that could not be heard is not made. */
  async dial(remoteNumber: string, how: OutgoingCall = {}): Promise<void> {
    if (!(await this.#openMicrophone())) return;
    this.#how = how;
    this.request({ type: 'dial', remoteNumber });
  }

  /**
   * Opens the microphone for a call that is about to be taken back: in a program that has just begun it takes a second.
   * The function answered closes it, should it not have been used.
   */
  prepare(): () => void {
    const prepared = this.#options.openMicrophone();
    this.#prepared = prepared;
    const close = () => {
      if (this.#prepared !== prepared) return;
      this.#prepared = null;
      prepared.then(this.#options.closeMicrophone, () => undefined);
    };
    // Its failure is told when the call is asked for.
    prepared.catch(() => undefined);
    return close;
  }

  /** Asks for a call of an earlier run, at `target`. False where it could not even be asked for. */
  async takeBack(journal: CallJournal, target: string): Promise<boolean> {
    if (!(await this.#openMicrophone())) return false;
    const { direction, remoteNumber, muted, held } = journal;
    // Nothing may leave before the machine has muted or held the call again.
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !muted && !held;
    this.#lost = { journal, target };
    this.request({ type: 'take-back', direction, remoteNumber, muted, held });
    return true;
  }

  incoming(session: CallSession): void {
    const { sipCallId, remoteNumber } = session;
    this.#waiting.set(sipCallId, session);
    if (this.#state.phase === 'idle') this.#adopt(session);
    this.request({ type: 'invite-received', sessionId: sipCallId, remoteNumber });
    this.#waiting.delete(sipCallId);
  }

  /** One event into the machine. A move that is not allowed is reported and changes nothing. */
  request(event: CallEvent): void {
    let step;
    try {
      step = reduceCall(this.#state, event);
    } catch (error) {
      this.#options.onTrouble(toFailure(error));
      return;
    }
    this.#state = step.state;
    this.#options.onState(step.state, event);
    for (const effect of step.effects) this.#perform(effect);
    if (this.#state.phase === 'ended') this.#release();
  }

  /** The call under way goes on with another microphone; the one before is closed. */
  async replaceMicrophone(microphone: MediaStream): Promise<void> {
    const before = this.#microphone;
    if (!this.#session || !before) {
      this.#options.closeMicrophone(microphone);
      return;
    }
    this.#microphone = microphone;
    await this.#session.replaceMicrophone(microphone);
    this.#options.closeMicrophone(before);
  }

  /** What is sent from now on: a mix with another party, or the microphone alone. */
  async mix(track: MediaStreamTrack | null): Promise<void> {
    this.#mixed = track !== null;
    await this.#session?.mix(track, this.#state.muted);
  }

  /** False while there is a call, and where there is no microphone. */
  async #openMicrophone(): Promise<boolean> {
    if (this.#state.phase !== 'idle' || this.#openingMicrophone) return false;
    this.#openingMicrophone = true;
    const prepared = this.#prepared;
    this.#prepared = null;
    try {
      this.#microphone = await (prepared ?? this.#options.openMicrophone());
      return true;
    } catch (error) {
      this.#options.onTrouble(toFailure(error));
      return false;
    } finally {
      this.#openingMicrophone = false;
    }
  }

  #perform(effect: CallEffect): void {
    const session = this.#session;
    switch (effect.type) {
      case 'send-invite':
        this.#invite((microphone) => this.#options.telephone.call(effect.remoteNumber, microphone, this.#how));
        return;
      case 'send-take-back':
        this.#askForLost();
        return;
      case 'answer-session':
        void this.#answer();
        return;
      case 'reject':
        session?.terminate(effect.sipCode);
        return;
      case 'refuse-other-call':
        this.#waiting.get(effect.sessionId)?.terminate(effect.sipCode);
        return;
      case 'terminate':
        session?.terminate();
        return;
      case 'set-mute':
        if (this.#mixed) this.#options.onMixMuted?.(effect.muted);
        else session?.setMuted(effect.muted);
        return;
      case 'send-hold':
        session?.hold();
        return;
      case 'send-resume':
        session?.resume();
        return;
      case 'send-dtmf':
        session?.sendDtmf(effect.tone);
        return;
      default:
        this.#options.onEffect(effect);
    }
  }

  #askForLost(): void {
    const lost = this.#lost;
    this.#lost = null;
    if (!lost) return;
    this.#invite((microphone) => this.#options.telephone.takeBack(lost.journal, lost.target, microphone));
  }

  #invite(call: (microphone: MediaStream) => CallSession): void {
    if (!this.#microphone) return;
    try {
      this.#options.onMicrophone(this.#microphone);
      this.#adopt(call(this.#microphone));
    } catch (error) {
      this.#options.onTrouble(toFailure(error));
      this.request({ type: 'failed', sipCode: null, cause: 'network' });
    }
  }

  async #answer(): Promise<void> {
    const session = this.#session;
    if (!session) return;
    try {
      const microphone = await this.#options.openMicrophone();
      if (this.#session !== session || this.#state.phase !== 'answering') {
        this.#options.closeMicrophone(microphone);
        return;
      }
      this.#microphone = microphone;
      this.#options.onMicrophone(microphone);
      session.answer(microphone);
    } catch (error) {
      this.#options.onTrouble(toFailure(error));
      // The caller may have given up meanwhile. The cause first: the refusal itself would end the call as rejected.
      if (this.#session === session) this.#fail('microphone');
      session.terminate(480);
    }
  }

  #fail(cause: CallCause): void {
    if (this.#state.phase !== 'ended' && this.#state.phase !== 'idle') {
      this.request({ type: 'failed', sipCode: null, cause });
    }
  }

  #adopt(session: CallSession): void {
    this.#session = session;
    const forward = (event: CallEvent) => {
      if (this.#session === session) this.request(event);
    };
    session.on('progress', ({ earlyMedia }) => {
      if (this.#state.direction === 'outbound') forward({ type: 'progress', earlyMedia });
    });
    session.on('accepted', () => forward({ type: 'accepted' }));
    session.on('confirmed', () => forward({ type: 'confirmed' }));
    session.on('hold-accepted', () => forward({ type: 'hold-accepted' }));
    session.on('resume-accepted', () => forward({ type: 'resume-accepted' }));
    for (const type of ['hold-refused', 'resume-refused'] as const) {
      session.on(type, () => {
        if (this.#session !== session) return;
        this.request({ type });
        const message = 'The PBX refused the re-INVITE; the call goes on as it was.';
        this.#options.onTrouble({ code: type, message, retryable: true });
      });
    }
    session.on('trouble', ({ code }) => {
      if (this.#session === session) this.#options.onTrouble({ code, message: '', retryable: false });
    });
    session.on('remote-hold', () => forward({ type: 'remote-hold' }));
    session.on('remote-resume', () => forward({ type: 'remote-resume' }));
    session.on('media-lost', () => forward({ type: 'media-lost' }));
    session.on('media-restored', () => forward({ type: 'media-restored' }));
    session.on('dtmf-received', ({ digit }) => this.#session === session && this.#options.onDtmfReceived(digit));
    session.on('remote-track', ({ stream }) => this.#session === session && this.#options.onRemoteStream(stream));
    session.on('transfer', ({ fact }) => this.#session === session && this.#options.onTransfer?.(fact));
    session.on('ended', ({ originator, causeText, code, reasonHeader }) => {
      if (originator === 'local' && this.#state.phase === 'ending') forward({ type: 'terminated' });
      else {
        const established = this.#state.phase === 'active' || this.#state.phase === 'ending';
        const said = callCauseOf({
          sipCode: code,
          engineCause: causeText,
          originator,
          answered: established,
          reasonHeader: reasonHeader ?? null,
        });
        const end = said === 'customer-hangup' && this.#options.wasTransferred?.() ? 'transferred' : said;
        // Media that stops while the PBX is out of reach is the network's doing.
        const cause = end === 'media-failure' && this.#state.signallingLost ? 'network' : end;
        // There is no wrap-up for a caller who was not spoken to: the reason is told by itself.
        if (this.#session === session && this.#state.phase === 'answering' && cause === 'no-common-codec') {
          this.#options.onTrouble({ code: cause, message: causeText, retryable: false });
        }
        forward({ type: established ? 'remote-hung-up' : 'failed', sipCode: code, cause });
      }
    });
  }

  #release(): void {
    if (this.#microphone) this.#options.closeMicrophone(this.#microphone);
    this.#microphone = null;
    this.#session = null;
    this.request({ type: 'dismissed' });
  }
}
