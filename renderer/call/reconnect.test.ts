import { describe, expect, it } from 'vitest';
import { Reconnect, type ReconnectClock } from './reconnect';

class FakeClock implements ReconnectClock {
  readonly waits: number[] = [];
  #planned: (() => void) | null = null;
  setTimeout(run: () => void, ms: number): unknown {
    this.waits.push(ms);
    this.#planned = run;
    return run;
  }
  clearTimeout(timer: unknown): void {
    if (this.#planned === timer) this.#planned = null;
  }
  random(): number {
    return 0.5;
  }
  fire(): void {
    const run = this.#planned;
    this.#planned = null;
    run?.();
  }
}

describe('reconnecting', () => {
  it('waits ever longer and never more than 8 s', () => {
    const clock = new FakeClock();
    const reconnect = new Reconnect(() => reconnect.lost(), clock);
    reconnect.lost();
    for (let attempt = 0; attempt < 8; attempt += 1) clock.fire();
    expect(clock.waits).toEqual([100, 300, 700, 1_500, 3_000, 5_000, 8_000, 8_000, 8_000]);
  });

  it('plans one attempt at a time', () => {
    const clock = new FakeClock();
    const reconnect = new Reconnect(() => undefined, clock);
    reconnect.lost();
    reconnect.lost();
    expect(clock.waits).toHaveLength(1);
  });

  it('goes at once when the network is back, and begins with short waits again', () => {
    const clock = new FakeClock();
    let attempts = 0;
    const reconnect = new Reconnect(() => (attempts += 1), clock);
    reconnect.lost();
    clock.fire();
    reconnect.lost();
    reconnect.now();
    expect(attempts).toBe(2);
    clock.fire();
    expect(attempts).toBe(2);
    reconnect.lost();
    expect(clock.waits.at(-1)).toBe(100);
  });

  it('stops when connected', () => {
    const clock = new FakeClock();
    let attempts = 0;
    const reconnect = new Reconnect(() => (attempts += 1), clock);
    reconnect.lost();
    reconnect.done();
    clock.fire();
    expect(attempts).toBe(0);
  });
});
