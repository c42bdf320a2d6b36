/** 32 ms of both legs, by the clock of the call's sound. */
export interface LegsFrame {
  captureTimeMs: number;
  agent: Float32Array;
  customer: Float32Array;
}

/** Keeps the last seconds of a call in memory, where what must not be written can still be dropped. */
export class HoldBack {
  readonly #holdMs: number;
  #frames: LegsFrame[] = [];

  constructor(holdMs: number) {
    this.#holdMs = holdMs;
  }

  /** Takes a frame, gives those that have waited long enough. */
  push(frame: LegsFrame): LegsFrame[] {
    this.#frames.push(frame);
    const ripe = this.#frames.findIndex(({ captureTimeMs }) => frame.captureTimeMs - captureTimeMs < this.#holdMs);
    return this.#frames.splice(0, ripe < 0 ? this.#frames.length : ripe);
  }

  /** Silence in place of both legs from here on, as far as it is still here. The time stays. */
  silenceFrom(fromMs: number): void {
    this.#frames = this.#frames.map((frame) => (frame.captureTimeMs >= fromMs ? silent(frame) : frame));
  }

  /** All that is left, at the end of the call. */
  drain(): LegsFrame[] {
    return this.#frames.splice(0);
  }
}

/** The frame's time without its sound. */
export function silent({ captureTimeMs, agent }: LegsFrame): LegsFrame {
  return { captureTimeMs, agent: new Float32Array(agent.length), customer: new Float32Array(agent.length) };
}
