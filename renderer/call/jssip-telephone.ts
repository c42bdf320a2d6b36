import JsSIP from 'jssip';
import { readRegistrationAnswer } from '../../domain/registration-answer';
import { JsSipSession } from './jssip-session';
import type { JsSipCall } from './jssip-types';
import { Reconnect } from './reconnect';
import { SignallingSocket } from './signalling-socket';
import type { CallSession, RegistrationState, Telephone, TelephoneAccount } from './telephone';

const REGISTER_EXPIRES_SECONDS = 300;
const CHECK_REGISTRATION_EVERY_MS = 1_000;
/** A registrar that says nothing for so long is not reached, whatever the socket believes. */
const REGISTER_ANSWER_WITHIN_MS = 8_000;
/** A refusal is tried again: soon where the registrar is in trouble, rarely where it means us (a wrong password). */
const REGISTER_AGAIN_MS = { trouble: 5_000, refusal: 120_000 };
/** JsSIP's own attempts come so late that ours are always first. */
const NEVER_SECONDS = 3_600;

interface Listener {
  registration(state: RegistrationState): void;
  incoming(session: CallSession): void;
}

/** What JsSIP's agent has and its types leave out. */
interface AgentInside {
  transport: { connect(): void; isConnected(): boolean; isConnecting(): boolean };
  sendOptions(target: string): void;
  registrator(): { _call_id?: string };
}

/** JsSIP 3.13 behind {@link Telephone}; it and JsSipSession are the only files that know it. */
export class JsSipTelephone implements Telephone {
  readonly #account: TelephoneAccount;
  readonly #sessions = new Set<JsSipSession>();
  readonly #reconnect = new Reconnect(() => this.#connect());
  #listener: Listener | null = null;
  #agent: JsSIP.UA | null = null;
  #socket: SignallingSocket | null = null;
  #state: RegistrationState['state'] | null = null;
  /** By the registrar's own word, on the monotonic clock; null while there is no binding. */
  #registeredUntilMs: number | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;
  /** By when the registrar must have answered; null while nothing is asked. */
  #answerDueMs: number | null = null;
  #registerAgainMs: number | null = null;
  readonly #onNetworkChange = () => this.networkChanged();

  constructor(account: TelephoneAccount) {
    this.#account = account;
  }

  start(listener: Listener): void {
    const account = this.#account;
    this.#listener = listener;
    const socket = new SignallingSocket(account.webSocketUrl, () => this.#askForLife());
    const contactUser = account.instanceId.replaceAll('-', '').slice(0, 12);
    const agent = new JsSIP.UA({
      sockets: [socket.socket],
      uri: `sip:${account.extension}@${account.domain}`,
      // The same contact and instance after a reload: the new binding replaces the old one (RFC 5626 section 4.2).
      contact_uri: `sip:${contactUser}@${contactUser}.invalid;transport=ws`,
      instance_id: account.instanceId,
      password: account.password,
      display_name: account.displayName || undefined,
      register_expires: REGISTER_EXPIRES_SECONDS,
      session_timers: false,
      connection_recovery_min_interval: NEVER_SECONDS,
      connection_recovery_max_interval: NEVER_SECONDS,
      user_agent: 'Sidetone',
    });
    socket.onText = (text) => this.#read(text, contactUser);
    agent.on('connecting', () => this.#tell({ state: 'connecting' }));
    agent.on('connected', () => {
      this.#reconnect.done();
      this.#answerDueMs = performance.now() + REGISTER_ANSWER_WITHIN_MS;
      for (const session of this.#sessions) session.signalling(true);
    });
    agent.on('disconnected', () => {
      this.#registeredUntilMs = null;
      this.#answerDueMs = null;
      this.#registerAgainMs = null;
      this.#tell({ state: 'offline', causeText: 'connection lost' });
      for (const session of this.#sessions) session.signalling(false);
      if (this.#agent) this.#reconnect.lost();
    });
    agent.on('registrationFailed', ({ response, cause }) => {
      const code = response?.status_code ?? null;
      const refused = code !== null && code >= 400 && code < 500 && code !== 408;
      this.#answerDueMs = null;
      this.#registerAgainMs = performance.now() + REGISTER_AGAIN_MS[refused ? 'refusal' : 'trouble'];
      this.#tell({ state: 'failed', code, causeText: String(cause ?? '') });
    });
    agent.on('newRTCSession', ({ session, originator }: { session: JsSipCall; originator: string }) => {
      if (originator === 'remote') listener.incoming(this.#adopt(session));
    });
    this.#agent = agent;
    this.#socket = socket;
    this.#timer = setInterval(() => this.#checkRegistration(), CHECK_REGISTRATION_EVERY_MS);
    window.addEventListener('online', this.#onNetworkChange);
    window.addEventListener('offline', this.#onNetworkChange);
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
    return this.#adopt(session);
  }

  /** The machine woke or has another network: nothing that was open is trusted until it answers. */
  networkChanged(): void {
    const transport = this.#transport;
    if (!transport) return;
    if (transport.isConnected()) this.#socket?.probe();
    else if (!transport.isConnecting()) this.#reconnect.now();
    for (const session of this.#sessions) session.networkChanged();
  }

  woke(): void {
    this.#socket?.fail();
    if (!this.#transport?.isConnecting()) this.#reconnect.now();
    for (const session of this.#sessions) session.networkChanged();
  }

  stop(): void {
    window.removeEventListener('online', this.#onNetworkChange);
    window.removeEventListener('offline', this.#onNetworkChange);
    if (this.#timer) clearInterval(this.#timer);
    this.#reconnect.done();
    const agent = this.#agent;
    this.#agent = null;
    agent?.stop();
    this.#socket?.stop();
  }

  get #transport(): AgentInside['transport'] | null {
    return this.#agent && (this.#agent as unknown as AgentInside).transport;
  }

  #connect(): void {
    this.#transport?.connect();
  }

  #adopt(session: JsSipCall): JsSipSession {
    const adopted = new JsSipSession(session, this.#account);
    this.#sessions.add(adopted);
    const forget = () => this.#sessions.delete(adopted);
    session.on('ended', forget);
    session.on('failed', forget);
    return adopted;
  }

  #askForLife(): void {
    (this.#agent as unknown as AgentInside | null)?.sendOptions(`sip:${this.#account.domain}`);
  }

  /** The registrar's answers, as they come by: what the screen shows is what it said last. */
  #read(text: string, contactUser: string): void {
    const callId = (this.#agent as unknown as AgentInside | null)?.registrator()._call_id;
    const answer = readRegistrationAnswer(text, contactUser, callId);
    if (!answer) return;
    this.#answerDueMs = null;
    if (answer.statusCode >= 300) return;
    if (answer.expiresSeconds === null || answer.expiresSeconds <= 0) {
      this.#registeredUntilMs = null;
      this.#tell({ state: 'offline', causeText: 'unregistered' });
      return;
    }
    this.#registeredUntilMs = performance.now() + answer.expiresSeconds * 1000;
    this.#tell({ state: 'registered' });
  }

  /** A binding that ran out is no registration, whatever was true before: it is asked for anew. */
  #checkRegistration(): void {
    const nowMs = performance.now();
    if (this.#answerDueMs !== null && nowMs >= this.#answerDueMs) {
      this.#answerDueMs = null;
      this.#socket?.fail();
    }
    if (this.#registerAgainMs !== null && nowMs >= this.#registerAgainMs) this.#register();
    if (this.#registeredUntilMs === null || nowMs < this.#registeredUntilMs) return;
    this.#registeredUntilMs = null;
    this.#tell({ state: 'offline', causeText: 'expired' });
    this.#register();
  }

  #register(): void {
    this.#registerAgainMs = null;
    if (!this.#transport?.isConnected()) return;
    this.#answerDueMs = performance.now() + REGISTER_ANSWER_WITHIN_MS;
    this.#agent?.register();
  }

  #tell(state: RegistrationState): void {
    if (state.state === this.#state && state.state !== 'failed') return;
    this.#state = state.state;
    this.#listener?.registration(state);
  }
}
