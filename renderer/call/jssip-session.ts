import JsSIP from 'jssip';
import type { DialogFacts } from '../../contracts/call-journal';
import { glareWaitMs } from '../../domain/glare';
import type { TransportReading } from '../../domain/live-quality';
import { answerHolds, type MuteRemedy } from '../../domain/screen-truth';
import { SESSION_EXPIRES_SECONDS } from '../../domain/session-timer';
import { onDescription, onTurnRefused } from './connection-trouble';
import { guardRequests } from './guard-requests';
import { referCall, sipTarget } from './jssip-transfer';
import type { EndMessage, JsSipCall, JsSipInside } from './jssip-types';
import { MediaKeeper } from './media-keeper';
import { MicrophoneSender } from './microphone-sender';
import { outliveTrouble, type HoldKind } from './outlive-trouble';
import { sendKey } from './send-key';
import type { CallSession, SessionEventName, SessionEvents, TelephoneAccount } from './telephone';
import { keepToToldPaths } from './told-paths';
import { readTransport } from './transport-reading';

const { causes } = JsSIP.C;
const MAX_GLARE_RETRIES = 5;
const REQUEST_PENDING = 491;

/** A JsSIP session that outlives what JsSIP ends calls for: lost sockets, failed ICE, refused re-INVITEs, glare. */
export class JsSipSession implements CallSession {
  readonly #session: JsSipCall;
  readonly #account: TelephoneAccount;
  readonly #listeners = new Map<SessionEventName, ((payload: never) => void)[]>();
  readonly #keeper: MediaKeeper;
  readonly #sender: MicrophoneSender;
  readonly #terminate: JsSipCall['terminate'];
  #earlyMedia = false;
  #pendingHold: HoldKind | null = null;
  #glareRetries = 0;
  #lastRefusalCode: number | null = null;
  /** WebRTC could not make sense of the SDP that the other side sent last. */
  #descriptionRefused = false;
  #signallingUp = true;
  /** The agent hung up while the PBX was out of reach: the BYE is owed. */
  #byeOwed = false;
  /** JsSIP ends a call that was not answered yet as if the agent had cancelled it. */
  #neverReached = false;

  constructor(session: JsSipCall, account: TelephoneAccount) {
    this.#session = session;
    this.#account = account;
    this.#terminate = session.terminate.bind(session);
    this.#keeper = new MediaKeeper({
      connection: () => session.connection,
      restartIce: () => this.#restartIce(),
      audioExpected: () => !session.isOnHold().local && !session.isOnHold().remote,
      lost: () => this.#emit('media-lost', {}),
      restored: () => this.#emit('media-restored', {}),
      giveUp: () =>
        this.#terminate({ cause: JsSIP.C.causes.RTP_TIMEOUT, status_code: 408, reason_phrase: 'RTP Timeout' }),
    });
    this.#sender = new MicrophoneSender(() => session.connection);
    outliveTrouble(session, {
      reinviteFailed: (kind) => void this.#reinviteFailed(kind),
      pendingHold: () => this.#pendingHold,
      refusal: (code) => (this.#lastRefusalCode = code),
      neverReached: () => (this.#neverReached = true),
      terminate: this.#terminate,
    });
    guardRequests(session, () => this.#emit('trouble', { code: 'refer-declined' }));
    this.#forward();
  }

  get sipCallId(): string {
    return this.#inside._request?.call_id ?? this.#session.id;
  }

  get remoteNumber(): string {
    return decodeURIComponent(this.#session.remote_identity.uri.user ?? '');
  }

  get remoteName(): string {
    return this.#session.remote_identity.display_name ?? '';
  }

  headers(name: string): readonly string[] {
    return this.#inside._request.getHeaders(name);
  }

  on<E extends SessionEventName>(event: E, listener: (payload: SessionEvents[E]) => void): void {
    const list = this.#listeners.get(event) ?? [];
    list.push(listener as (payload: never) => void);
    this.#listeners.set(event, list);
  }

  answer(microphone: MediaStream): void {
    this.#session.answer({
      mediaStream: microphone,
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: this.#account.iceServers },
      sessionTimersExpires: SESSION_EXPIRES_SECONDS,
    });
  }

  terminate(code?: number): void {
    if (this.#session.isEnded() || this.#byeOwed) return;
    if (!this.#signallingUp && this.#session.isEstablished()) {
      this.#leaveUnheard();
      return;
    }
    const refusing = code !== undefined && this.#session.direction === 'incoming' && !this.#session.isEstablished();
    this.#terminate(refusing ? { status_code: code } : undefined);
  }

  setMuted(muted: boolean): void {
    if (muted) this.#session.mute({ audio: true });
    else void this.#sender.restore().then(() => this.#session.unmute({ audio: true }));
  }

  hold(): void {
    this.#glareRetries = 0;
    this.#changeHold('hold');
  }

  resume(): void {
    this.#glareRetries = 0;
    // A track that was taken away because the held call was heard is due again; a muted one stays away.
    const due = this.#session.isMuted().audio ? Promise.resolve() : this.#sender.restore();
    void due.then(() => this.#changeHold('resume'));
  }

  sendDtmf(digit: string): void {
    sendKey(this.#session, digit, this.#account.dtmf);
  }

  enforceMute(remedy: Exclude<MuteRemedy, 'none'>): void {
    this.#sender.enforce(remedy);
  }

  async replaceMicrophone(microphone: MediaStream): Promise<void> {
    await this.#sender.replace(microphone);
    // By hold and mute: a new microphone is no way out of either.
    this.#inside._setLocalMediaStatus();
  }

  async sendInstead(track: MediaStreamTrack | null): Promise<void> {
    if (this.#session.isEnded()) return;
    await this.#sender.sendInstead(track);
    this.#inside._setLocalMediaStatus();
  }

  quality(): Promise<TransportReading | null> {
    return readTransport(this.#session.connection);
  }

  transfer(to: string | CallSession): void {
    const replacing = to instanceof JsSipSession ? to.#session : null;
    const user = typeof to === 'string' ? to : to.remoteNumber;
    const target = { ...sipTarget(user, this.#account.domain), replacing };
    const sent = referCall(this.#session, target, (fact) => this.#emit('transfer', { fact }));
    if (!sent) this.#emit('transfer', { fact: { type: 'refused', sipCode: null } });
  }

  async mix(track: MediaStreamTrack | null, muted: boolean): Promise<void> {
    if (track === null && muted) this.#session.mute({ audio: true });
    await this.#sender.mix(track);
    // While it is mixed JsSIP must not silence the track: the other party is in it.
    if (track) this.#session.unmute({ audio: true });
    if (!this.#session.isEnded()) this.#inside._setLocalMediaStatus();
  }

  dialog(): DialogFacts | null {
    const { _dialog: dialog } = this.#inside;
    if (!dialog || !this.#session.isEstablished()) return null;
    const { call_id: callId, local_tag: localTag, remote_tag: remoteTag } = dialog.id;
    return {
      callId,
      localTag,
      remoteTag,
      routeSet: [...dialog._route_set],
      // Of a call that came in, until this side has asked for something.
      localCSeq: dialog.local_seqnum ?? 0,
      remoteTarget: dialog._remote_target.toString(),
    };
  }

  /** The telephone tells every session when the PBX goes out of reach and when it is back. */
  signalling(up: boolean): void {
    this.#signallingUp = up;
    if (this.#session.isEnded()) return;
    if (up && this.#byeOwed) {
      this.#terminate();
      return;
    }
    // A ring whose connection died cannot be answered any more: RFC 3261 section 17.2.4.
    if (!up && this.#session.isInProgress() && this.#session.direction === 'incoming') {
      this.#terminate({ status_code: 480, cause: JsSIP.C.causes.CONNECTION_ERROR });
      return;
    }
    if (this.#session.isEstablished()) this.#keeper.signalling(up);
  }

  /** The desk has another network: the path is made anew without waiting for ICE to notice. */
  networkChanged(): void {
    if (this.#session.isEstablished()) this.#keeper.networkChanged();
  }

  get #inside(): JsSipInside {
    return this.#session as unknown as JsSipInside;
  }

  #forward(): void {
    const session = this.#session;
    keepToToldPaths(session);
    session.on('progress', ({ response }: { response?: { status_code: number; body?: string } }) => {
      // Once the network has begun to sound, a later 180 without a session description does not end it.
      this.#earlyMedia ||= Boolean(response?.body);
      this.#emit('progress', { code: response?.status_code ?? 180, earlyMedia: this.#earlyMedia });
    });
    session.on('accepted', () => {
      this.#keeper.start();
      this.#emit('accepted', {});
    });
    session.on('confirmed', () => this.#emit('confirmed', {}));
    session.on('hold', ({ originator }) => originator === 'remote' && this.#emit('remote-hold', {}));
    session.on('unhold', ({ originator }) => originator === 'remote' && this.#emit('remote-resume', {}));
    session.on('newDTMF', ({ originator, dtmf }: { originator: string; dtmf: { tone: string } }) => {
      if (originator === 'remote') this.#emit('dtmf-received', { digit: dtmf.tone });
    });
    const end = (event: { originator: string; cause: string; message?: unknown }) => {
      this.#keeper.stop();
      if (this.#byeOwed) return;
      if (this.#neverReached) {
        this.#emit('ended', { originator: 'system', causeText: JsSIP.C.causes.CONNECTION_ERROR, code: null });
        return;
      }
      const message = event.message as EndMessage | null | undefined;
      this.#emit('ended', {
        originator: event.originator === 'remote' || event.originator === 'system' ? event.originator : 'local',
        causeText:
          this.#descriptionRefused && event.cause === causes.WEBRTC_ERROR ? causes.BAD_MEDIA_DESCRIPTION : event.cause,
        code: message?.status_code ?? null,
        // Asterisk sends two: `Q.850;cause=26` and, in another header, `SIP;cause=200`.
        reasonHeader: message?.getHeaders?.('Reason').join(', ') || null,
      });
    };
    session.on('ended', end);
    session.on('failed', end);
    if (session.connection) this.#watchConnection(session.connection);
    session.on('peerconnection', ({ peerconnection }) => this.#watchConnection(peerconnection));
  }

  #watchConnection(connection: RTCPeerConnection): void {
    connection.addEventListener('track', (event) => {
      const stream = event.streams[0] ?? new MediaStream([event.track]);
      this.#emit('remote-track', { stream });
    });
    onDescription(connection, (understood) => (this.#descriptionRefused = !understood));
    onTurnRefused(connection, () => this.#emit('trouble', { code: 'turn-refused' }));
    connection.addEventListener('iceconnectionstatechange', () => this.#keeper.ice(connection.iceConnectionState));
    // Chromium can leave the ICE state at "disconnected" for good when the other side is gone without a word; the
    // connection's own state fails after some 15 s.
    connection.addEventListener('connectionstatechange', () => {
      if (connection.connectionState === 'failed') this.#keeper.ice('failed');
    });
  }

  async #reinviteFailed(hold: HoldKind | null): Promise<void> {
    const { connection } = this.#session;
    this.#pendingHold = null;
    if (hold) {
      this.#inside._localHold = hold === 'resume';
      this.#inside._setLocalMediaStatus();
    }
    // Without this the next offer would wait for the answer to the refused one.
    if (connection.signalingState === 'have-local-offer') {
      await connection.setLocalDescription({ type: 'rollback' }).catch(() => undefined);
    }
    const glare = this.#lastRefusalCode === REQUEST_PENDING;
    if (hold === null) this.#keeper.restartFailed(glare ? this.#glareWaitMs() : undefined);
    else if (glare) this.#changeHoldLater(hold);
    else this.#emit(`${hold}-refused`, {});
  }

  #glareWaitMs(): number {
    return glareWaitMs(this.#session.direction === 'outgoing', Math.random());
  }

  #changeHoldLater(kind: HoldKind): void {
    this.#glareRetries += 1;
    if (this.#glareRetries > MAX_GLARE_RETRIES) this.#emit(`${kind}-refused`, {});
    else setTimeout(() => this.#changeHold(kind), this.#glareWaitMs());
  }

  #changeHold(kind: HoldKind): void {
    if (this.#session.isEnded()) return;
    this.#pendingHold = kind;
    const done = () => {
      this.#pendingHold = null;
      if (kind === 'hold' && !this.#answeredAsHold()) this.#takeHoldBack();
      else this.#emit(`${kind}-accepted`, {});
    };
    const sent = kind === 'hold' ? this.#session.hold({}, done) : this.#session.unhold({}, done);
    // Another offer is under way: this one waits for its end, as after a glare.
    if (!sent) this.#changeHoldLater(kind);
  }

  /** Held is what the answer's direction says, not that there was an answer. */
  #answeredAsHold(): boolean {
    return answerHolds(this.#session.connection.currentRemoteDescription?.sdp ?? '');
  }

  /** The PBX took the offer and goes on as before: then so do we, in its books and on the screen. */
  #takeHoldBack(): void {
    this.#session.unhold();
    this.#emit('hold-refused', {});
  }

  #restartIce(): void {
    const sent = this.#session.renegotiate({ rtcOfferConstraints: { iceRestart: true } }, () =>
      this.#keeper.restartAnswered(),
    );
    if (!sent) this.#keeper.restartFailed();
  }

  /** For the agent the call is over: nothing more is said or heard. The BYE follows when the PBX is back in reach. */
  #leaveUnheard(): void {
    this.#byeOwed = true;
    this.#keeper.stop();
    for (const sender of this.#session.connection.getSenders()) void sender.replaceTrack(null);
    for (const receiver of this.#session.connection.getReceivers()) receiver.track.enabled = false;
    this.#emit('ended', { originator: 'local', causeText: JsSIP.C.causes.BYE, code: null });
  }

  #emit<E extends SessionEventName>(event: E, payload: SessionEvents[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (value: SessionEvents[E]) => void)(payload);
  }
}
