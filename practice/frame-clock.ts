import { performance } from 'node:perf_hooks';

export interface FrameClockOptions {
  readonly intervalMs: number;
  readonly onFrame: () => void;
  readonly nowMs?: () => number;
  readonly schedule?: (run: () => void, delayMs: number) => unknown;
  readonly cancel?: (handle: unknown) => void;
}

/** After a longer stall (a suspended machine) the missed frames are given up instead of sent in one burst. */
const MAX_CATCH_UP_FRAMES = 10;

/**
 * Calls `onFrame` every `intervalMs` without drift: each frame is due at start + n × interval, and a timer that fires
 * late is made up for by sending the frames that are due.
 */
export class FrameClock {
  private readonly options: Required<FrameClockOptions>;
  private handle: unknown = null;
  private nextDueMs = 0;
  private running = false;

  constructor(options: FrameClockOptions) {
    this.options = {
      nowMs: () => performance.now(),
      schedule: (run, delayMs) => setTimeout(run, delayMs),
      cancel: (handle) => clearTimeout(handle as NodeJS.Timeout),
      ...options,
    };
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.nextDueMs = this.options.nowMs() + this.options.intervalMs;
    this.scheduleNext();
  }

  stop(): void {
    this.running = false;
    if (this.handle !== null) this.options.cancel(this.handle);
    this.handle = null;
  }

  private scheduleNext(): void {
    const delayMs = Math.max(0, this.nextDueMs - this.options.nowMs());
    this.handle = this.options.schedule(() => this.run(), delayMs);
  }

  private run(): void {
    const { intervalMs, nowMs, onFrame } = this.options;
    const behindFrames = Math.floor((nowMs() - this.nextDueMs) / intervalMs);
    if (behindFrames > MAX_CATCH_UP_FRAMES) this.nextDueMs += behindFrames * intervalMs;
    while (this.running && this.nextDueMs <= nowMs()) {
      this.nextDueMs += intervalMs;
      onFrame();
    }
    if (this.running) this.scheduleNext();
  }
}
