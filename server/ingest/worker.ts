import type { Database } from '../store/database';
import { drainOnce, type DrainResult } from './queue';

/** A missed notification (connection lost, another server stopped) delays a record by no more than this. */
const POLL_MS = 1_000;

export interface WorkerHooks {
  onDrained(result: DrainResult): void;
  /** Called once per failing round; the worker goes on by itself. */
  onTrouble(error: unknown): void;
}

/** Drains the queue whenever it is woken, and every second in any case; outlives any outage of the database. */
export class QueueWorker {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #wokenWhileRunning = false;
  #stopped = false;

  constructor(
    private readonly database: Database,
    private readonly hooks: WorkerHooks,
  ) {}

  start(): void {
    this.wake();
  }

  /** There may be work. Any number of calls during a round cause one more round. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#wokenWhileRunning = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#round().finally(() => {
      this.#running = undefined;
      if (this.#stopped) return;
      if (this.#wokenWhileRunning) {
        this.#wokenWhileRunning = false;
        this.wake();
      } else {
        this.#timer = setTimeout(() => this.wake(), POLL_MS);
      }
    });
  }

  async #round(): Promise<void> {
    try {
      let result: DrainResult;
      do {
        result = await drainOnce(this.database);
        if (result.stored + result.failed + result.buried > 0) this.hooks.onDrained(result);
      } while (result.stored > 0 && !this.#stopped);
    } catch (error) {
      this.#wokenWhileRunning = false;
      this.hooks.onTrouble(error);
    }
  }

  /** Finishes the round under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}
