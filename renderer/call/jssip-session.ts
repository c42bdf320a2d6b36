import JsSIP from 'jssip';
import { glareWaitMs } from '../../domain/glare';
import type { TransportReading } from '../../domain/live-quality';
import { answerHolds, type MuteRemedy } from '../../domain/screen-truth';
import type { JsSipCall, JsSipInside } from './jssip-types';
import { MediaKeeper } from './media-keeper';
import { MicrophoneSender } from './microphone-sender';
import type { CallSession, SessionEventName, SessionEvents, TelephoneAccount } from './telephone';
import { readTransport } from './transport-reading';

const MAX_GLARE_RETRIES = 5;

type HoldKind = 'hold' | 'resume';

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
    this.#outliveTrouble();
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
    this.#changeHold('resume');
  }

  sendDtmf(digit: string): void {
    const send = () =>
      this.#session.sendDTMF(digit, {
        duration: 120,
        interToneGap: 70,
        transportType: this.#account.dtmf === 'info' ? JsSIP.C.DTMF_TRANSPORT.INFO : JsSIP.C.DTMF_TRANSPORT.RFC2833,
      });
    const { connection } = this.#session;
    // Chromium throws on a tone sent before DTLS is up, which is shortly after the answer.
    if (this.#account.dtmf === 'info' || connection.connectionState === 'connected') send();
    else {
      const whenConnected = () => {
        if (connection.connectionState !== 'connected') return;
        connection.removeEventListener('connectionstatechange', whenConnected);
        send();
      };
      connection.addEventListener('connectionstatechange', whenConnected);
    }
  }

  enforceMute(remedy: Exclude<MuteRemedy, 'none'>): void {
    this.#sender.enforce(remedy);
  }

  async replaceMicrophone(microphone: MediaStream): Promise<void> {
    await this.#sender.replace(microphone);
    // By hold and mute: a new microphone is no way out of either.
    this.#inside._setLocalMediaStatus();
  }

  quality(): Promise<TransportReading | null> {
    return readTransport(this.#session.connection);
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
    // The INVITE and the answer leave on the first usable candidate: with a dead STUN server full gathering takes 40 s.
    session.on('icecandidate', (event: { candidate: RTCIceCandidate; ready: () => void }) => {
      if (event.candidate.type !== 'host' || event.candidate.protocol === 'udp') event.ready();
    });
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
      const message = event.message as { status_code?: number } | null | undefined;
      this.#emit('ended', {
        originator: event.originator === 'remote' || event.originator === 'system' ? event.originator : 'local',
        causeText: event.cause,
        code: message?.status_code ?? null,
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
    connection.addEventListener('iceconnectionstatechange', () => this.#keeper.ice(connection.iceConnectionState));
    // Chromium can leave the ICE state at "disconnected" for good when the other side is gone without a word; the
    // connection's own state fails after some 15 s.
    connection.addEventListener('connectionstatechange', () => {
      if (connection.connectionState === 'failed') this.#keeper.ice('failed');
    });
  }

  /**
   * JsSIP ends an established call when ICE fails, when a re-INVITE is refused (RFC 3261 section 14.1: the session stays
   * as it was) and when the socket dies under one. A 408 or 481 to a re-INVITE does end the dialog, as it should.
   */
  #outliveTrouble(): void {
    const session = this.#session;
    const inside = this.#inside;
    session.terminate = (options) => {
      const reason = options?.reason_phrase;
      if (reason === 'Hold Failed') void this.#reinviteFailed('hold');
      else if (reason === 'Unhold Failed') void this.#reinviteFailed('resume');
      else if (reason === 'Media Renegotiation Failed') void this.#reinviteFailed(null);
      else if (options?.cause === JsSIP.C.causes.RTP_TIMEOUT && session.isEstablished()) return;
      else this.#terminate(options);
    };
    for (const trouble of ['onTransportError', 'onRequestTimeout'] as const) {
      const give = inside[trouble].bind(session);
      inside[trouble] = () => {
        if (session.isEstablished()) void this.#reinviteFailed(this.#pendingHold);
        else {
          this.#neverReached = true;
          give();
        }
      };
    }
    const sendRequest = inside.sendRequest.bind(session);
    inside.sendRequest = (method, options) => {
      const handlers = options?.eventHandlers;
      const refused = handlers?.onErrorResponse;
      if (method === 'INVITE' && handlers && refused) {
        this.#lastRefusalCode = null;
        handlers.onErrorResponse = (response) => {
          this.#lastRefusalCode = response.status_code;
          refused(response);
        };
      }
      return sendRequest(method, options);
    };
    const receiveRequest = inside.receiveRequest.bind(session);
    inside.receiveRequest = (request) => {
      // JsSIP has answered 491 to an offer that crossed ours, and would go on to take it as well.
      if (request.method === 'INVITE' && inside._dialog?.uac_pending_reply) return;
      receiveRequest(request);
    };
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
    const glare = this.#lastRefusalCode === 491 && this.#glareRetries < MAX_GLARE_RETRIES;
    if (hold === null) this.#keeper.restartFailed();
    else if (glare) {
      this.#glareRetries += 1;
      setTimeout(() => this.#changeHold(hold), glareWaitMs(this.#session.direction === 'outgoing', Math.random()));
    } else this.#emit(`${hold}-refused`, {});
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
    if (sent) return;
    // Another offer is under way: this one waits for its end, as after a glare.
    this.#lastRefusalCode = 491;
    void this.#reinviteFailed(kind);
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
