import JsSIP from 'jssip';
import type { MediaQuality } from '../../contracts/records';
import type {
  CallSession,
  RegistrationState,
  SessionEventName,
  SessionEvents,
  Telephone,
  TelephoneAccount,
} from './telephone';

type RtcSession = ReturnType<JsSIP.UA['call']>;

/** What JsSIP 3.13 keeps to itself and its types leave out. */
interface SessionInside {
  _request?: { call_id?: string };
  _localHold: boolean;
  /** Sends or silences the microphone, by hold and mute. */
  _setLocalMediaStatus(): void;
}

/** JsSIP 3.13 behind {@link Telephone}: the only file that knows it. */
export class JsSipTelephone implements Telephone {
  readonly #account: TelephoneAccount;
  #agent: JsSIP.UA | null = null;

  constructor(account: TelephoneAccount) {
    this.#account = account;
  }

  start(listener: { registration(state: RegistrationState): void; incoming(session: CallSession): void }): void {
    const account = this.#account;
    const agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(account.webSocketUrl)],
      uri: `sip:${account.extension}@${account.domain}`,
      password: account.password,
      display_name: account.displayName || undefined,
      register_expires: 300,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 15,
      user_agent: 'Sidetone',
    });
    agent.on('connecting', () => listener.registration({ state: 'connecting' }));
    agent.on('registered', () => listener.registration({ state: 'registered' }));
    agent.on('unregistered', () => listener.registration({ state: 'offline', causeText: 'unregistered' }));
    agent.on('disconnected', () => listener.registration({ state: 'offline', causeText: 'connection lost' }));
    agent.on('registrationFailed', ({ response, cause }) =>
      listener.registration({ state: 'failed', code: response?.status_code ?? null, causeText: String(cause ?? '') }),
    );
    agent.on('newRTCSession', ({ session, originator }: { session: RtcSession; originator: string }) => {
      if (originator === 'remote') listener.incoming(new JsSipSession(session, account));
    });
    this.#agent = agent;
    agent.start();
  }

  call(number: string, microphone: MediaStream): CallSession {
    if (!this.#agent) throw new Error('The telephone was not started.');
    const session = this.#agent.call(`sip:${encodeURIComponent(number)}@${this.#account.domain}`, {
      mediaStream: microphone,
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: this.#account.iceServers },
      rtcOfferConstraints: { offerToReceiveAudio: true, offerToReceiveVideo: false },
    });
    return new JsSipSession(session, this.#account);
  }

  stop(): void {
    this.#agent?.stop();
    this.#agent = null;
  }
}

class JsSipSession implements CallSession {
  readonly #session: RtcSession;
  readonly #account: TelephoneAccount;
  readonly #listeners = new Map<SessionEventName, ((payload: never) => void)[]>();
  #earlyMedia = false;

  constructor(session: RtcSession, account: TelephoneAccount) {
    this.#session = session;
    this.#account = account;
    // The INVITE and the answer leave on the first usable candidate: with a dead STUN server full gathering takes 40 s.
    session.on('icecandidate', (event: { candidate: RTCIceCandidate; ready: () => void }) => {
      if (event.candidate.type !== 'host' || event.candidate.protocol === 'udp') event.ready();
    });
    session.on('progress', ({ response }: { response?: { status_code: number; body?: string } }) => {
      // Once the network has begun to sound, a later 180 without a session description does not end it.
      this.#earlyMedia ||= Boolean(response?.body);
      this.#emit('progress', { code: response?.status_code ?? 180, earlyMedia: this.#earlyMedia });
    });
    session.on('accepted', () => this.#emit('accepted', {}));
    session.on('confirmed', () => this.#emit('confirmed', {}));
    session.on('hold', ({ originator }) => originator === 'remote' && this.#emit('remote-hold', {}));
    session.on('unhold', ({ originator }) => originator === 'remote' && this.#emit('remote-resume', {}));
    session.on('newDTMF', ({ originator, dtmf }: { originator: string; dtmf: { tone: string } }) => {
      if (originator === 'remote') this.#emit('dtmf-received', { digit: dtmf.tone });
    });
    const end = (event: { originator: string; cause: string; message?: unknown }) => {
      const message = event.message as { status_code?: number } | null | undefined;
      this.#emit('ended', {
        originator: event.originator === 'remote' || event.originator === 'system' ? event.originator : 'local',
        causeText: event.cause,
        code: message?.status_code ?? null,
      });
    };
    this.#outliveRefusedReinvites();
    session.on('ended', end);
    session.on('failed', end);
    if (session.connection) this.#watch(session.connection);
    session.on('peerconnection', ({ peerconnection }) => this.#watch(peerconnection));
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
    if (this.#session.isEnded()) return;
    const refusing = code !== undefined && this.#session.direction === 'incoming' && !this.#session.isEstablished();
    this.#session.terminate(refusing ? { status_code: code } : undefined);
  }

  setMuted(muted: boolean): void {
    if (muted) this.#session.mute({ audio: true });
    else this.#session.unmute({ audio: true });
  }

  hold(): void {
    this.#changeHold('hold');
  }

  resume(): void {
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

  async quality(): Promise<MediaQuality | null> {
    const connection = this.#session.connection;
    if (!connection || connection.connectionState === 'closed') return null;
    const quality: MediaQuality = { packetsSent: 0, packetsReceived: 0, packetsLost: 0, jitterMs: 0 };
    (await connection.getStats()).forEach((report: RTCStats & Record<string, unknown>) => {
      if (report.type === 'inbound-rtp') {
        quality.packetsReceived = Number(report.packetsReceived ?? 0);
        quality.packetsLost = Number(report.packetsLost ?? 0);
        quality.jitterMs = Number(report.jitter ?? 0) * 1000;
      }
      if (report.type === 'outbound-rtp') quality.packetsSent = Number(report.packetsSent ?? 0);
    });
    return quality;
  }

  get #inside(): SessionInside {
    return this.#session as unknown as SessionInside;
  }

  /**
   * JsSIP ends a call whose hold was refused. RFC 3261 section 14.1: after a refused re-INVITE the session stays as it
   * was. (A 408 or 481 does end the dialog, and JsSIP ends that one with another reason.)
   */
  #outliveRefusedReinvites(): void {
    const session = this.#session;
    const terminate = session.terminate.bind(session);
    session.terminate = (options) => {
      const reason = options?.reason_phrase;
      if (reason === 'Hold Failed') void this.#goOnAsBefore('hold');
      else if (reason === 'Unhold Failed') void this.#goOnAsBefore('resume');
      else terminate(options);
    };
  }

  async #goOnAsBefore(refused: 'hold' | 'resume'): Promise<void> {
    const { connection } = this.#session;
    this.#inside._localHold = refused === 'resume';
    this.#inside._setLocalMediaStatus();
    // Without this the next offer would wait for the answer to the refused one.
    if (connection.signalingState === 'have-local-offer') {
      await connection.setLocalDescription({ type: 'rollback' }).catch(() => undefined);
    }
    this.#emit(`${refused}-refused`, {});
  }

  #changeHold(kind: 'hold' | 'resume'): void {
    const done = () => this.#emit(`${kind}-accepted`, {});
    const sent = kind === 'hold' ? this.#session.hold({}, done) : this.#session.unhold({}, done);
    if (!sent) this.#emit(`${kind}-refused`, {});
  }

  #watch(connection: RTCPeerConnection): void {
    connection.addEventListener('track', (event) => {
      const stream = event.streams[0] ?? new MediaStream([event.track]);
      this.#emit('remote-track', { stream });
    });
    // JsSIP waits for the ICE state to fail, which Chromium leaves at "disconnected" for good when the other side is
    // gone without a word; the connection's own state fails after some 15 s.
    connection.addEventListener('connectionstatechange', () => {
      if (connection.connectionState !== 'failed' || this.#session.isEnded()) return;
      this.#session.terminate({ cause: JsSIP.C.causes.RTP_TIMEOUT, status_code: 408, reason_phrase: 'RTP Timeout' });
    });
  }

  #emit<E extends SessionEventName>(event: E, payload: SessionEvents[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (value: SessionEvents[E]) => void)(payload);
  }
}
