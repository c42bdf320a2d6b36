import { SidetoneError } from '../../contracts/errors';

export interface FailedAttemptsOptions {
  /** So many failures within the window are let through. */
  limit: number;
  windowMs: number;
  nowMs?: () => number;
}

/** More addresses than this at once are an attack of its own: the oldest are forgotten. */
const MAX_ADDRESSES = 10_000;

/** Counts failures by address, so that a token cannot be guessed by trying. Success costs nothing: a whole floor may enrol at once. */
export class FailedAttempts {
  readonly #failures = new Map<string, number[]>();

  constructor(private readonly options: FailedAttemptsOptions) {}

  /** Runs `work`, unless `address` has failed too often of late: throws `too-many-attempts` (retryable) then. */
  async watch<T>(address: string, work: () => Promise<T>): Promise<T> {
    const { limit, windowMs, nowMs = Date.now } = this.options;
    const recent = (this.#failures.get(address) ?? []).filter((atMs) => atMs > nowMs() - windowMs);
    if (recent.length >= limit) {
      throw new SidetoneError(
        'too-many-attempts',
        `Too many wrong tokens came from this address. Wait ${Math.ceil(windowMs / 1000)} seconds, then try the right one.`,
        { retryable: true },
      );
    }
    try {
      return await work();
    } catch (error) {
      // A database that is away is nobody's guess.
      if (error instanceof SidetoneError && !error.retryable) this.#remember(address, [...recent, nowMs()]);
      throw error;
    }
  }

  #remember(address: string, failures: number[]): void {
    this.#failures.delete(address);
    this.#failures.set(address, failures);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MAX_ADDRESSES && oldest !== undefined) this.#failures.delete(oldest);
  }
}
