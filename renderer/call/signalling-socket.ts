import JsSIP from 'jssip';

/** Nothing received for so long: the PBX is asked for a sign of life. */
const QUIET_MS = 7_000;
/** Asked and not answered for so long: the connection is dead, whatever TCP believes. */
const ANSWER_WITHIN_MS = 4_000;
const CONNECT_WITHIN_MS = 5_000;
const CHECK_EVERY_MS = 500;

type Base = InstanceType<typeof JsSIP.WebSocketInterface>;

/** What JsSIP 3.13's WebSocketInterface has and its types leave out. */
interface Inside {
  connect(): void;
  disconnect(): void;
  isConnected(): boolean;
  ondata: (data: unknown) => void;
  ondisconnect: (error: boolean, code?: number, reason?: string) => void;
}

/**
 * A SIP WebSocket (RFC 7118) that notices when nobody is at the other end.
 *
 * A window cannot send WebSocket pings, and TCP keeps a half-open connection for minutes. Anything received is a sign
 * of life; when there is none, `askForLife` sends something every SIP server answers (OPTIONS, RFC 3261 section 11).
 * The CRLF keep-alive of RFC 5626 section 3.5.1 is answered when it comes but not sent: some servers take it for a
 * broken message.
 */
export class SignallingSocket {
  readonly socket: Base;
  /** Every message received, before JsSIP reads it. */
  onText: (text: string) => void = () => undefined;
  #lastHeardMs = 0;
  #askedAtMs: number | null = null;
  #connectingSinceMs: number | null = null;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #askForLife: () => void;

  constructor(url: string, askForLife: () => void) {
    this.socket = new JsSIP.WebSocketInterface(url);
    this.#askForLife = askForLife;
    const inside = this.socket as unknown as Inside;
    const connect = inside.connect.bind(this.socket);
    inside.connect = () => {
      this.#listen(inside);
      this.#connectingSinceMs = performance.now();
      this.#askedAtMs = null;
      connect();
    };
    this.#timer = setInterval(() => this.#check(inside), CHECK_EVERY_MS);
  }

  /** Asks now, and sooner than usual takes silence for death: the network has changed or the machine has slept. */
  probe(withinMs = 1_000): void {
    if (!(this.socket as unknown as Inside).isConnected()) return;
    this.#askForLife();
    this.#askedAtMs = performance.now() - (ANSWER_WITHIN_MS - withinMs);
  }

  /** The connection is of no use: it is closed and told as lost. */
  fail(): void {
    const inside = this.socket as unknown as Inside;
    if (inside.isConnected()) this.#giveUp(inside);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** JsSIP sets its own callbacks before every connect: ours go around them. */
  #listen(inside: Inside): void {
    const { ondata, ondisconnect } = inside;
    inside.ondisconnect = (...facts) => {
      this.#connectingSinceMs = null;
      ondisconnect(...facts);
    };
    inside.ondata = (data) => {
      this.#lastHeardMs = performance.now();
      this.#askedAtMs = null;
      if (typeof data === 'string') this.onText(data);
      else if (data instanceof ArrayBuffer) this.onText(new TextDecoder().decode(data));
      try {
        ondata(data);
      } catch {
        // JsSIP 3.13 throws on some messages that are almost right (a URI it cannot read). They are dropped, as others.
      }
    };
  }

  #check(inside: Inside): void {
    const nowMs = performance.now();
    if (!inside.isConnected()) {
      const waiting = this.#connectingSinceMs !== null && nowMs - this.#connectingSinceMs > CONNECT_WITHIN_MS;
      if (waiting) this.#giveUp(inside);
      return;
    }
    if (this.#connectingSinceMs !== null) {
      this.#connectingSinceMs = null;
      this.#lastHeardMs = nowMs;
    }
    if (this.#askedAtMs !== null) {
      if (nowMs - this.#askedAtMs > ANSWER_WITHIN_MS) this.#giveUp(inside);
    } else if (nowMs - this.#lastHeardMs > QUIET_MS) {
      this.#askedAtMs = nowMs;
      this.#askForLife();
    }
  }

  #giveUp(inside: Inside): void {
    this.#connectingSinceMs = null;
    this.#askedAtMs = null;
    const { ondisconnect } = inside;
    inside.disconnect();
    ondisconnect(true, 4408, 'no sign of life');
  }
}
