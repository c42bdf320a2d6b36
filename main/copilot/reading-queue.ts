import type { CarefulEar, Transcript } from './careful-ear';

/** What became of a piece of audio that was to be read. `late`: it had waited so long that others went before it. */
export type ReadingResult = Transcript | 'late' | 'cancelled';

export interface Reading {
  result: Promise<ReadingResult>;
  /** It need not be read any more; one that has begun goes on. Returns whether it had not begun. */
  cancel(): boolean;
}

interface Waiting {
  read(ear: CarefulEar): Promise<Transcript>;
  sinceMs: number;
  settle(result: Promise<ReadingResult> | ReadingResult): void;
}

export interface ReadingQueueOptions {
  /** Monotonic, ms. */
  now: () => number;
  /** What has waited longer is not read any more; null where nobody waits for it, as with a file. */
  deadlineMs: number | null;
}

/** The one recogniser of the desk, and what waits for it: read in turn, the oldest first, one at a time. */
export class ReadingQueue {
  readonly #ear: CarefulEar;
  readonly #options: ReadingQueueOptions;
  #waiting: Waiting[] = [];
  #busy = false;
  #restUntilMs = -Infinity;

  constructor(ear: CarefulEar, options: ReadingQueueOptions) {
    this.#ear = ear;
    this.#options = options;
  }

  /** Nothing is being read and nothing waits. */
  get idle(): boolean {
    return !this.#busy;
  }

  /** As idle, and it has rested as long as it last worked: what may be read but need not is to leave half a core free. */
  get rested(): boolean {
    return this.idle && this.#options.now() >= this.#restUntilMs;
  }

  /** `read` is called in its turn. */
  read(read: Waiting['read']): Reading {
    let waiting: Waiting | undefined;
    const result = new Promise<ReadingResult>((settle) => {
      waiting = { read, sinceMs: this.#options.now(), settle };
      this.#waiting.push(waiting);
    });
    if (!this.#busy) void this.#work();
    const cancel = () => {
      if (!waiting || !this.#waiting.includes(waiting)) return false;
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      waiting.settle('cancelled');
      return true;
    };
    return { result, cancel };
  }

  async #work(): Promise<void> {
    this.#busy = true;
    const { now, deadlineMs } = this.#options;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const startedMs = now();
      if (deadlineMs !== null && startedMs - next.sinceMs > deadlineMs) {
        next.settle('late');
        continue;
      }
      const reading = next.read(this.#ear);
      next.settle(reading);
      await reading.catch(() => undefined);
      this.#restUntilMs = now() + (now() - startedMs);
    }
    this.#busy = false;
  }
}
