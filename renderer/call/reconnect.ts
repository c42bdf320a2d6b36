/** Waits between attempts; the last one repeats. The first is short: most drops are a flap. */
const WAIT_MS = [100, 300, 700, 1_500, 3_000, 5_000, 8_000];

export interface ReconnectClock {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  random(): number;
}

const realClock: ReconnectClock = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  random: () => Math.random(),
};

/** Tries again and again, ever later and with jitter (a floor of desks must not knock all at once), until told to stop. */
export class Reconnect {
  readonly #attempt: () => void;
  readonly #clock: ReconnectClock;
  #timer: unknown = null;
  #attempts = 0;

  constructor(attempt: () => void, clock: ReconnectClock = realClock) {
    this.#attempt = attempt;
    this.#clock = clock;
  }

  /** The connection is gone: the next attempt is planned, unless one already is. */
  lost(): void {
    if (this.#timer !== null) return;
    const wait = WAIT_MS[Math.min(this.#attempts, WAIT_MS.length - 1)] ?? 0;
    this.#attempts += 1;
    this.#timer = this.#clock.setTimeout(() => this.#run(), wait * (0.75 + this.#clock.random() / 2));
  }

  /** The network is said to be back: no waiting. */
  now(): void {
    this.#cancel();
    this.#attempts = 0;
    this.#attempt();
  }

  /** Connected, or not wanted any more. */
  done(): void {
    this.#cancel();
    this.#attempts = 0;
  }

  #run(): void {
    this.#timer = null;
    this.#attempt();
  }

  #cancel(): void {
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
