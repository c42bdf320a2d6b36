import { SidetoneError, toFailure } from '../../contracts/errors';
import type { Failure } from '../../contracts/errors';
import type { ChainedRecord } from '../../contracts/records';
import { ingestResponseSchema } from '../../contracts/server-api';
import type { IngestResponse } from '../../contracts/server-api';
import { HttpError, endpoint, postJson } from './server-request';
import type { Fetch } from './server-request';
import type { RecordStore } from './store';

/** What the sender is doing, for the screen. */
export type SenderState =
  | { type: 'stopped' }
  | { type: 'idle' }
  | { type: 'sending' }
  /** Will try again in `retryInMs`, or at once when the network comes back. */
  | { type: 'waiting'; failure: Failure; retryInMs: number }
  /** The server does not know this desk's token: someone must enrol it. Tries again at the longest interval. */
  | { type: 'needs-enrolment'; failure: Failure; retryInMs: number };

export interface Timers {
  /** Returns what cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface OutboxSenderOptions {
  store: Pick<RecordStore, 'nextBatch' | 'settle' | 'subscribe'>;
  fetch: Fetch;
  serverUrl: string;
  /** Null before enrolment. */
  deviceToken: () => string | null;
  timers: Timers;
  /** In [0, 1). */
  random: () => number;
  /** Where 'online' is announced: the window. */
  network: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  onState?: (state: SenderState) => void;
}

export const SENDER_DEFAULTS = {
  batchRecords: 50,
  firstRetryMs: 1_000,
  longestRetryMs: 300_000,
  answerTimeoutMs: 30_000,
};

/** Wall of the window for {@link Timers}. */
export const windowTimers: Timers = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/**
 * Carries the outbox to the central server, in the background of everything else.
 *
 * ```
 *   stopped ─start─► sending ──all settled──► idle ──a new record──► sending
 *                       │ ▲
 *       retryable error │ │ timer (exponential, full jitter) · 'online'
 *                       ▼ │
 *                    waiting        401/403 ─► needs-enrolment (longest interval)
 * ```
 *
 * A record leaves the outbox only by the server's own word: stored or duplicate → synced; refused and not retryable →
 * parked as refused with the code, so that it holds up no other. A batch the server cannot take as a whole is halved
 * until the one record that offends stands alone. Only `retryable` decides, never the message.
 */
export class OutboxSender {
  readonly #options: OutboxSenderOptions;
  #state: SenderState = { type: 'stopped' };
  #failedTries = 0;
  #wanted = false;
  #cancelTimer: () => void = () => undefined;
  #unsubscribe: () => void = () => undefined;
  #abort = new AbortController();

  constructor(options: OutboxSenderOptions) {
    this.#options = options;
  }

  get state(): SenderState {
    return this.#state;
  }

  start(): void {
    if (this.#state.type !== 'stopped') return;
    this.#abort = new AbortController();
    this.#failedTries = 0;
    this.#unsubscribe = this.#options.store.subscribe(this.#onRecords);
    this.#options.network.addEventListener('online', this.wake);
    void this.#run();
  }

  /** Stops at once; an answer under way is given up, and asked for again at the next start (ingest is idempotent). */
  stop(): void {
    this.#cancelTimer();
    this.#unsubscribe();
    this.#options.network.removeEventListener('online', this.wake);
    this.#enter({ type: 'stopped' });
    this.#abort.abort();
  }

  /** Tries now, however long the wait was to be: the network is back, or a person asked. */
  readonly wake = (): void => {
    if (this.#state.type === 'stopped') return;
    this.#failedTries = 0;
    if (this.#state.type === 'sending') this.#wanted = true;
    else void this.#run();
  };

  /** A new record wakes an idle sender, but does not cut a wait short: a server in trouble is not hammered. */
  readonly #onRecords = (): void => {
    if (this.#state.type === 'idle') void this.#run();
    else this.#wanted = true;
  };

  async #run(): Promise<void> {
    this.#cancelTimer();
    const { signal } = this.#abort;
    this.#enter({ type: 'sending' });
    let failure: unknown = null;
    try {
      do {
        this.#wanted = false;
        failure = await this.#pass(signal);
      } while (this.#wanted && failure === null && !signal.aborted);
    } catch (error) {
      failure = error;
    }
    if (signal.aborted) return;
    if (failure !== null) return this.#waitAfter(failure);
    this.#failedTries = 0;
    this.#enter({ type: 'idle' });
  }

  /** Once through the outbox. Returns the last reason why a record stays; throws when nothing gets through. */
  async #pass(signal: AbortSignal): Promise<unknown> {
    let after = 0;
    let remaining: unknown = null;
    for (;;) {
      const batch = await this.#options.store.nextBatch(after, SENDER_DEFAULTS.batchRecords);
      const last = batch.at(-1);
      if (last === undefined || signal.aborted) return remaining;
      remaining = (await this.#send(batch, signal)) ?? remaining;
      after = last.number;
    }
  }

  async #send(batch: ChainedRecord[], signal: AbortSignal): Promise<unknown> {
    let answer: IngestResponse;
    try {
      answer = await this.#post(batch, signal);
    } catch (error) {
      if (!concernsTheBatch(error)) throw error;
      const [only] = batch;
      if (batch.length === 1 && only !== undefined) {
        await this.#options.store.settle([{ number: only.number, syncState: 'refused', reason: error.code }]);
        return null;
      }
      const half = Math.ceil(batch.length / 2);
      const first = await this.#send(batch.slice(0, half), signal);
      return (await this.#send(batch.slice(half), signal)) ?? first;
    }
    return this.#settle(batch, answer);
  }

  async #settle(batch: ChainedRecord[], answer: IngestResponse): Promise<unknown> {
    let remaining: unknown = null;
    const settled: { number: number; syncState: 'synced' | 'refused'; reason: string | null }[] = [];
    batch.forEach(({ number }, index) => {
      // A refusal may not know its number: then its place in the batch tells.
      const result = answer.results.find((each) => each.number === number) ?? answer.results[index];
      if (result === undefined || (result.number !== null && result.number !== number)) {
        remaining = new SidetoneError('server-answer-invalid', 'The central server left out a record.', {
          retryable: true,
        });
      } else if (result.status !== 'refused') settled.push({ number, syncState: 'synced', reason: null });
      else if (result.error.retryable)
        remaining = new SidetoneError(result.error.code, result.error.message, { retryable: true });
      else settled.push({ number, syncState: 'refused', reason: result.error.code });
    });
    if (settled.length > 0) {
      await this.#options.store.settle(settled);
      // Something went through: the server is well, the next failure is a first one.
      this.#failedTries = 0;
    }
    return remaining;
  }

  async #post(batch: ChainedRecord[], signal: AbortSignal): Promise<IngestResponse> {
    const token = this.#options.deviceToken();
    if (token === null) throw new HttpError(401, 'not-enrolled', 'This desk is not enrolled yet.', false, null);
    const timeout = new AbortController();
    const giveUp = () => timeout.abort();
    signal.addEventListener('abort', giveUp);
    const cancelTimeout = this.#options.timers.after(SENDER_DEFAULTS.answerTimeoutMs, giveUp);
    try {
      const url = endpoint(this.#options.serverUrl, '/v1/records');
      const request = { token, signal: timeout.signal };
      return await postJson(this.#options.fetch, url, { records: batch }, ingestResponseSchema, request);
    } finally {
      cancelTimeout();
      signal.removeEventListener('abort', giveUp);
    }
  }

  #waitAfter(error: unknown): void {
    const { longestRetryMs, firstRetryMs } = SENDER_DEFAULTS;
    const failure = toFailure(error);
    const type = needsEnrolment(error) ? 'needs-enrolment' : 'waiting';
    const ceilingMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(this.#failedTries, 30));
    // Full jitter: desks that lost the server together do not come back together.
    const jitteredMs = Math.ceil(this.#options.random() * ceilingMs);
    const askedMs = error instanceof HttpError ? (error.retryAfterMs ?? 0) : 0;
    const retryInMs = type === 'needs-enrolment' ? longestRetryMs : Math.max(jitteredMs, askedMs);
    this.#failedTries += 1;
    this.#cancelTimer = this.#options.timers.after(retryInMs, () => void this.#run());
    this.#enter({ type, failure, retryInMs });
  }

  #enter(state: SenderState): void {
    this.#state = state;
    this.#options.onState?.(state);
  }
}

/** The request itself is wrong for the server (400, 413, 422 …): smaller pieces may pass. */
function concernsTheBatch(error: unknown): error is HttpError {
  return error instanceof HttpError && !error.retryable && [400, 413, 415, 422].includes(error.status);
}

function needsEnrolment(error: unknown): boolean {
  return error instanceof HttpError && (error.status === 401 || error.status === 403);
}
