import JsSIP from 'jssip';
import type { CallJournal } from '../../contracts/call-journal';
import { replacesValue } from '../../domain/call-journal';
import { mailboxTarget } from '../../domain/mailbox-subscription';
import { parseMessageSummary } from '../../domain/message-summary';
import { announcesPractice, readRegistrationAnswer } from '../../domain/registration-answer';
import { registrationRetryMs } from '../../domain/registration-retry';
import { SESSION_EXPIRES_SECONDS } from '../../domain/session-timer';
import { tellGlareAtOnce } from './jssip-glare';
import { JsSipSession } from './jssip-session';
import type { JsSipCall } from './jssip-types';
import { MailboxSubscription } from './mailbox-subscription';
import { Reconnect } from './reconnect';
import { SessionRefresh } from './session-refresh';
import { SignallingPaths } from './signalling-paths';
import type {
  CallSession,
  OutgoingCall,
  RegistrationState,
  Telephone,
  TelephoneAccount,
  TelephoneListener,
} from './telephone';

const REGISTER_EXPIRES_SECONDS = 300;
const CHECK_REGISTRATION_EVERY_MS = 1_000;
/** A registrar that says nothing for so long is not reached, whatever the socket believes. */
const REGISTER_ANSWER_WITHIN_MS = 8_000;
/** JsSIP's own attempts come so late that ours are always first. */
const NEVER_SECONDS = 3_600;

/** What JsSIP's agent has and its types leave out. */
interface AgentInside {
  transport: { socket: JsSIP.Socket; connect(): void; isConnected(): boolean; isConnecting(): boolean };
  sendOptions(target: string): void;
  registrator(): { _call_id?: string };
}

/** JsSIP 3.13 behind {@link Telephone}; it and JsSipSession are the only files that know it. */
export class JsSipTelephone implements Telephone {
  readonly #account: TelephoneAccount;
  readonly #sessions = new Set<JsSipSession>();
  readonly #reconnect = new Reconnect(() => this.#connect());
  #listener: TelephoneListener | null = null;
  #agent: JsSIP.UA | null = null;
  #paths: SignallingPaths | null = null;
  #mailbox: MailboxSubscription | null = null;
  #state: RegistrationState['state'] | null = null;
  /** By the registrar's own word, on the monotonic clock; null while there is no binding. */
  #registeredUntilMs: number | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;
  /** By when the registrar must have answered; null while nothing is asked. */
  #answerDueMs: number | null = null;
  #registerAgainMs: number | null = null;
  #refusals = 0;
  readonly #onNetworkChange = () => this.networkChanged();

  constructor(account: TelephoneAccount) {
    this.#account = account;
  }

  start(listener: TelephoneListener): void {
    const account = this.#account;
    this.#listener = listener;
    tellGlareAtOnce();
    const contactUser = account.instanceId.replaceAll('-', '').slice(0, 12);
    const urls = [account.webSocketUrl, ...(account.backupWebSocketUrl ? [account.backupWebSocketUrl] : [])];
    const paths = new SignallingPaths(
      urls,
      () => this.#askForLife(),
      (text) => this.#read(text, contactUser),
    );
    const agent = new JsSIP.UA({
      sockets: paths.sockets,
      uri: `sip:${account.extension}@${account.domain}`,
      // The same contact and instance after a reload: the new binding replaces the old one (RFC 5626 section 4.2).
      contact_uri: `sip:${contactUser}@${contactUser}.invalid;transport=ws`,
      instance_id: account.instanceId,
      password: account.password,
      display_name: account.displayName || undefined,
      register_expires: REGISTER_EXPIRES_SECONDS,
      session_timers: true,
      connection_recovery_min_interval: NEVER_SECONDS,
      connection_recovery_max_interval: NEVER_SECONDS,
      user_agent: 'Sidetone',
    });
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
      this.#mailbox?.disconnected();
      for (const session of this.#sessions) session.signalling(false);
      if (this.#agent) this.#moveOn(paths);
    });
    agent.on('registrationFailed', ({ response, cause }) => {
      // The connection went, and with it the request: that is told as what it is.
      if (cause === JsSIP.C.causes.CONNECTION_ERROR) return;
      this.#refused(response?.status_code ?? null, response?.getHeader('retry-after'), String(cause ?? ''));
    });
    agent.on('newRTCSession', ({ session, originator }: { session: JsSipCall; originator: string }) => {
      if (originator === 'remote') listener.incoming(this.#adopt(session));
    });
    // A NOTIFY nobody subscribed to (RFC 3842 section 3.10 in practice: Asterisk's `mailboxes` of an endpoint).
    agent.on('sipEvent', ({ request }: { request: { body?: string; getHeader(name: string): string | undefined } }) => {
      if (!/^message-summary\s*(?:;|$)/i.test(request.getHeader('event') ?? '')) return;
      const summary = parseMessageSummary(request.body ?? '');
      if (summary) listener.messages?.(summary);
    });
    this.#agent = agent;
    this.#paths = paths;
    const mailbox = mailboxTarget(account.mailbox, `sip:${account.extension}@${account.domain}`);
    if (mailbox !== null) {
      this.#mailbox = new MailboxSubscription(agent, mailbox, (summary) => listener.messages?.(summary));
    }
    this.#timer = setInterval(() => this.#checkRegistration(), CHECK_REGISTRATION_EVERY_MS);
    window.addEventListener('online', this.#onNetworkChange);
    window.addEventListener('offline', this.#onNetworkChange);
    agent.start();
    paths.start();
  }

  call(number: string, microphone: MediaStream, { headers = [] }: OutgoingCall = {}): CallSession {
    return this.#invite(number, microphone, headers);
  }

  takeBack({ dialog }: CallJournal, target: string, microphone: MediaStream): CallSession {
    // Required, not only offered: who does not know Replaces answers 420, and the customer is not called anew.
    return this.#invite(target, microphone, [`Replaces: ${replacesValue(dialog)}`, 'Require: replaces']);
  }

  #invite(number: string, microphone: MediaStream, headers: readonly string[]): CallSession {
    if (!this.#agent) throw new Error('The telephone was not started.');
    const session = this.#agent.call(`sip:${encodeURIComponent(number)}@${this.#account.domain}`, {
      mediaStream: microphone,
      extraHeaders: [...headers],
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: this.#account.iceServers },
      rtcOfferConstraints: { offerToReceiveAudio: true, offerToReceiveVideo: false },
      sessionTimersExpires: SESSION_EXPIRES_SECONDS,
    });
    return this.#adopt(session);
  }

  /** The machine woke or has another network: nothing that was open is trusted until it answers. */
  networkChanged(): void {
    const transport = this.#transport;
    if (!transport) return;
    if (transport.isConnected()) this.#paths?.probe();
    else if (!transport.isConnecting()) this.#reconnect.now();
    for (const session of this.#sessions) session.networkChanged();
  }

  woke(): void {
    this.#paths?.renew();
    if (!this.#transport?.isConnecting()) this.#reconnect.now();
    for (const session of this.#sessions) session.networkChanged();
  }

  stop(): void {
    window.removeEventListener('online', this.#onNetworkChange);
    window.removeEventListener('offline', this.#onNetworkChange);
    if (this.#timer) clearInterval(this.#timer);
    this.#reconnect.done();
    this.#mailbox?.stop();
    const agent = this.#agent;
    this.#agent = null;
    agent?.stop();
    this.#paths?.stop();
  }

  get #transport(): AgentInside['transport'] | null {
    return this.#agent && (this.#agent as unknown as AgentInside).transport;
  }

  #connect(): void {
    this.#transport?.connect();
  }

  #adopt(session: JsSipCall): JsSipSession {
    const adopted = new JsSipSession(session, this.#account);
    new SessionRefresh(session);
    this.#sessions.add(adopted);
    const forget = () => this.#sessions.delete(adopted);
    session.on('ended', forget);
    session.on('failed', forget);
    return adopted;
  }

  /** The connection is lost: over the one that stands ready at once, else again and again. */
  #moveOn(paths: SignallingPaths): void {
    const { socket, ready } = paths.moveOn();
    const transport = this.#transport;
    if (transport) transport.socket = socket;
    // JsSIP has not finished with the loss yet.
    if (ready) setTimeout(() => this.#reconnect.now(), 0);
    else this.#reconnect.lost();
  }

  /** JsSIP leaves it at a refusal; the registrar is asked again, when it says or ever later. */
  #refused(statusCode: number | null, retryAfter: string | undefined, causeText: string): void {
    this.#registeredUntilMs = null;
    this.#answerDueMs = null;
    this.#tell({ state: 'failed', code: statusCode, causeText });
    this.#askLater(statusCode, retryAfter);
  }

  #askLater(statusCode: number | null, retryAfter: string | undefined): void {
    this.#refusals += 1;
    const seconds = Number.parseInt(retryAfter ?? '', 10);
    const waitMs = registrationRetryMs(
      { statusCode, retryAfterSeconds: Number.isFinite(seconds) ? seconds : null, refusals: this.#refusals },
      Math.random(),
    );
    this.#registerAgainMs = performance.now() + waitMs;
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
      // Nobody asked for that: JsSIP takes such an answer for none and would leave it at it.
      if (this.#agent) this.#askLater(answer.statusCode, undefined);
      return;
    }
    this.#refusals = 0;
    this.#registerAgainMs = null;
    this.#registeredUntilMs = performance.now() + answer.expiresSeconds * 1000;
    this.#tell({ state: 'registered', practice: announcesPractice(text) });
    this.#mailbox?.registered();
  }

  /** A binding that ran out is no registration, whatever was true before: it is asked for anew. */
  #checkRegistration(): void {
    const nowMs = performance.now();
    if (this.#answerDueMs !== null && nowMs >= this.#answerDueMs) {
      this.#answerDueMs = null;
      this.#paths?.fail();
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
