import type { FaultProxy } from '../practice/faults/fault-proxy';
import { RegisterWatch } from '../test/support/register-watch';
import type { AsteriskStage } from './asterisk-stage';

/** So soon after it was settled the desk asks nothing by itself. */
const FRESH_MS = 1_000;

/** What the desk sent before its pong has come by, and what came before the ping it has read. */
function roundTrip(proxy: FaultProxy): Promise<void> {
  return new Promise((resolve) => {
    const forget = proxy.onMessage(({ kind, direction }) => {
      if (kind !== 'keep-alive' || direction !== 'from-desk') return;
      forget();
      resolve();
    });
    proxy.inject('\r\n\r\n');
  });
}

/**
 * Lets the window's simulated clock run on while the network keeps up: without that a jump ends questions whose answers
 * are on their way, and a sound connection looks dead.
 */
export class SimulatedTime {
  readonly registers: RegisterWatch;
  readonly #stage: AsteriskStage;
  #settledAtMs = -Infinity;

  /** The proxy's judge must be a `Forgery`, which keeps the pongs to our own pings from Asterisk. */
  constructor(stage: AsteriskStage) {
    this.#stage = stage;
    this.registers = new RegisterWatch(stage.proxy);
  }

  /** One jump, before and after which nothing that the desk asked is unanswered. */
  async pass(seconds: number): Promise<void> {
    if (performance.now() - this.#settledAtMs > FRESH_MS) await this.#settled();
    await this.#stage.page.clock.fastForward(seconds * 1_000);
    await this.#settled();
  }

  async #settled(): Promise<void> {
    const { proxy } = this.#stage;
    await roundTrip(proxy);
    await this.registers.settled();
    await roundTrip(proxy);
    this.#settledAtMs = performance.now();
  }
}
