import JsSIP from 'jssip';
import { Reconnect } from './reconnect';

/** Nothing received for so long: the PBX is asked for a sign of life. */
const QUIET_MS = 7_000;
/** Asked and not answered for so long: the connection is dead, whatever TCP believes. */
const ANSWER_WITHIN_MS = 4_000;
/** The same while another connection stands ready: nothing is lost by leaving too soon. */
const ANSWER_WITH_SPARE_MS = 1_500;
const CONNECT_WITHIN_MS = 5_000;
const CHECK_EVERY_MS = 500;

type Base = InstanceType<typeof JsSIP.WebSocketInterface>;

/** What JsSIP 3.13's WebSocketInterface has and its types leave out. */
interface Inside {
  connect(): void;
  disconnect(): void;
  isConnected(): boolean;
  send(text: string): boolean;
  onconnect: () => void;
  ondata: (data: unknown) => void;
  ondisconnect: (error: boolean, code?: number, reason?: string) => void;
}

export interface SignallingSocketOptions {
  /** Sends something every SIP server answers. */
  askForLife(): void;
  /** Whether another connection could take over at once. */
  spareReady(): boolean;
}

/**
 * A SIP WebSocket (RFC 7118) that notices when nobody is at the other end.
 *
 * A window cannot send WebSocket pings, and TCP keeps a half-open connection for minutes. Anything received is a sign
 * of life; when there is none, `askForLife` sends something every SIP server answers (OPTIONS, RFC 3261 section 11).
 * The CRLF keep-alive of RFC 5626 section 3.5.1 is answered when it comes but not sent: some servers take it for a
 * broken message.
 *
 * JsSIP uses it by `socket`. Until JsSIP connects it, or after JsSIP has lost it, it can stand by: connected, silent,
 * ready to be taken.
 */
export class SignallingSocket {
  readonly socket: Base;
  /** Every message received while in use, before JsSIP reads it. */
  onText: (text: string) => void = () => undefined;
  readonly #options: SignallingSocketOptions;
  readonly #inside: Inside;
  readonly #open: () => void;
  readonly #reopen = new Reconnect(() => this.#openSpare());
  readonly #timer: ReturnType<typeof setInterval>;
  #standingBy = false;
  #lastHeardMs = 0;
  #askedAtMs: number | null = null;
  #connectingSinceMs: number | null = null;

  constructor(url: string, options: SignallingSocketOptions) {
    this.socket = new JsSIP.WebSocketInterface(url);
    this.#options = options;
    this.#inside = this.socket as unknown as Inside;
    this.#open = this.#inside.connect.bind(this.socket);
    this.#inside.connect = () => this.#take();
    this.#timer = setInterval(() => this.#check(), CHECK_EVERY_MS);
  }

  /** Connected, not in use. */
  get isSpare(): boolean {
    return this.#standingBy && this.#inside.isConnected();
  }

  /** Connects, again and again if need be, and waits until JsSIP takes it. */
  standBy(): void {
    this.#standingBy = true;
    this.#openSpare();
  }

  /** A spare of the old network is none on the new one. */
  renewSpare(): void {
    if (!this.#standingBy) return;
    this.#inside.disconnect();
    this.#reopen.now();
  }

  /** Asks now, and sooner than usual takes silence for death: the network has changed or the machine has slept. */
  probe(withinMs = 1_000): void {
    if (!this.#inside.isConnected()) return;
    this.#options.askForLife();
    this.#askedAtMs = performance.now() - (this.#answerWithinMs - withinMs);
  }

  /** The connection is of no use: it is closed and told as lost. */
  fail(): void {
    if (this.#inside.isConnected()) this.#giveUp();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#reopen.done();
    if (this.#standingBy) this.#inside.disconnect();
    this.#standingBy = false;
  }

  get #answerWithinMs(): number {
    return this.#options.spareReady() ? ANSWER_WITH_SPARE_MS : ANSWER_WITHIN_MS;
  }

  /** JsSIP has set its callbacks and wants a connection: the one that stands ready, where there is one. */
  #take(): void {
    const ready = this.isSpare;
    this.#standingBy = false;
    this.#reopen.done();
    this.#listen();
    this.#askedAtMs = null;
    this.#lastHeardMs = performance.now();
    if (ready) this.#inside.onconnect();
    else {
      this.#connectingSinceMs = performance.now();
      this.#open();
    }
  }

  #openSpare(): void {
    const inside = this.#inside;
    if (!this.#standingBy || inside.isConnected()) return;
    this.#connectingSinceMs = performance.now();
    inside.onconnect = () => {
      this.#connectingSinceMs = null;
      this.#reopen.done();
    };
    inside.ondata = (data) => void this.#unframe(data);
    inside.ondisconnect = () => {
      this.#connectingSinceMs = null;
      this.#reopen.lost();
    };
    this.#open();
  }

  /** JsSIP sets its own callbacks before every connect: ours go around them. */
  #listen(): void {
    const inside = this.#inside;
    const { ondata, ondisconnect } = inside;
    inside.ondisconnect = (...facts) => {
      this.#connectingSinceMs = null;
      ondisconnect(...facts);
    };
    inside.ondata = (data) => {
      this.#lastHeardMs = performance.now();
      this.#askedAtMs = null;
      const text = this.#unframe(data);
      if (text === '') return;
      this.onText(text);
      try {
        ondata(text);
      } catch {
        // JsSIP 3.13 throws on some messages that are almost right (a URI it cannot read). They are dropped, as others.
      }
    };
  }

  /**
   * The message of a frame, text or binary (RFC 7118 section 5.2). Line ends before it are keep-alives: none is a part
   * of the message (RFC 3261 section 7.5), two alone are a ping and get their pong (RFC 5626 section 4.4.1).
   */
  #unframe(data: unknown): string {
    const text = typeof data === 'string' ? data : data instanceof ArrayBuffer ? new TextDecoder().decode(data) : '';
    const message = text.replace(/^[\r\n]+/, '');
    if (message === '' && text.length >= 4) this.#inside.send('\r\n');
    return message;
  }

  #check(): void {
    const nowMs = performance.now();
    if (!this.#inside.isConnected()) {
      const waiting = this.#connectingSinceMs !== null && nowMs - this.#connectingSinceMs > CONNECT_WITHIN_MS;
      if (waiting) this.#giveUp();
      return;
    }
    if (this.#standingBy) return;
    if (this.#connectingSinceMs !== null) {
      this.#connectingSinceMs = null;
      this.#lastHeardMs = nowMs;
    }
    if (this.#askedAtMs !== null) {
      if (nowMs - this.#askedAtMs > this.#answerWithinMs) this.#giveUp();
    } else if (nowMs - this.#lastHeardMs > QUIET_MS) {
      this.#askedAtMs = nowMs;
      this.#options.askForLife();
    }
  }

  #giveUp(): void {
    this.#connectingSinceMs = null;
    this.#askedAtMs = null;
    const { ondisconnect } = this.#inside;
    this.#inside.disconnect();
    ondisconnect(true, 4408, 'no sign of life');
  }
}
