import type JsSIP from 'jssip';
import { mailboxRetryMs } from '../../domain/mailbox-subscription';
import { parseMessageSummary, type MessageSummary } from '../../domain/message-summary';

const EVENT = 'message-summary';
const BODY = 'application/simple-message-summary';
const EXPIRES_SECONDS = 600;
/** A subscription that stood so long was a good one: what ends it is no failure in a row. */
const GOOD_AFTER_MS = 60_000;
const INTERVAL_TOO_BRIEF = 423;
/** JsSIP's number for it. */
const TRANSPORT_ERROR = 1;

type Subscriber = ReturnType<JsSIP.UA['subscribe']>;

interface SubscribeResponse {
  status_code: number;
  getHeader(name: string): string | undefined;
}

/** What JsSIP's subscriber keeps to itself: its `terminated` does not say which response it was. */
interface SubscriberInside {
  _receiveSubscribeResponse(response: SubscribeResponse): void;
  /** Ends it here without a word to the PBX: no refresh goes out any more. */
  _terminateDialog(code: number): void;
}

/**
 * Asks the PBX for the messages of a mailbox (RFC 3842 over RFC 6665), for a PBX that does not tell unasked. JsSIP
 * refreshes the subscription before it expires; what ended is asked for again as {@link mailboxRetryMs} says. A
 * subscription lives and dies with the connection: over a new one it is made anew.
 */
export class MailboxSubscription {
  readonly #agent: JsSIP.UA;
  readonly #target: string;
  readonly #told: (summary: MessageSummary) => void;
  #subscriber: Subscriber | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #refusedForGood = false;
  #failures = 0;
  #expiresSeconds = EXPIRES_SECONDS;

  constructor(agent: JsSIP.UA, target: string, told: (summary: MessageSummary) => void) {
    this.#agent = agent;
    this.#target = target;
    this.#told = told;
  }

  /** The registrar took the desk: the mailbox is asked for, unless it is already or the answer is known. */
  registered(): void {
    if (!this.#subscriber && this.#timer === null && !this.#refusedForGood) this.#ask();
  }

  /** The connection is gone, and the subscription with it. */
  disconnected(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const subscriber = this.#subscriber as unknown as SubscriberInside | null;
    this.#subscriber = null;
    subscriber?._terminateDialog(TRANSPORT_ERROR);
    this.#refusedForGood = false;
    this.#failures = 0;
  }

  /** Takes the subscription away again, where there is one. */
  stop(): void {
    this.#subscriber?.terminate();
    this.#subscriber = null;
    this.disconnected();
  }

  #ask(): void {
    this.#timer = null;
    const subscriber = this.#agent.subscribe(this.#target, EVENT, BODY, { expires: this.#expiresSeconds });
    this.#subscriber = subscriber;
    let statusCode: number | null = null;
    let acceptedAtMs: number | null = null;
    const inside = subscriber as unknown as SubscriberInside;
    const receive = inside._receiveSubscribeResponse.bind(subscriber);
    inside._receiveSubscribeResponse = (response) => {
      statusCode = response.status_code < 300 ? null : response.status_code;
      const shortest = Number.parseInt(response.getHeader('min-expires') ?? '', 10);
      if (statusCode === INTERVAL_TOO_BRIEF && shortest > this.#expiresSeconds) this.#expiresSeconds = shortest;
      receive(response);
    };
    subscriber.on('accepted', () => (acceptedAtMs = performance.now()));
    subscriber.on('notify', (_final, _request, body) => {
      if (this.#subscriber !== subscriber) return;
      const summary = parseMessageSummary(body ?? '');
      if (summary) this.#told(summary);
    });
    subscriber.on('terminated', (_code, reason, retryAfter) => {
      if (this.#subscriber !== subscriber) return;
      if (acceptedAtMs !== null && performance.now() - acceptedAtMs > GOOD_AFTER_MS) this.#failures = 0;
      this.#ended(statusCode, reason ?? null, retryAfter ?? null);
    });
    subscriber.subscribe();
  }

  #ended(statusCode: number | null, reason: string | null, retryAfterSeconds: number | null): void {
    this.#subscriber = null;
    this.#failures += 1;
    const facts = { statusCode, reason, retryAfterSeconds, failures: this.#failures };
    const waitMs = mailboxRetryMs(facts, Math.random());
    if (waitMs === null) this.#refusedForGood = true;
    else this.#timer = setTimeout(() => this.#ask(), waitMs);
  }
}
