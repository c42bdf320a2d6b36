import type { FaultProxy } from '../practice/faults/fault-proxy';
import { RegisterWatch } from '../test/support/register-watch';
import type { AsteriskStage } from './asterisk-stage';

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

  /** The proxy's judge must be a `Forgery`, which keeps the pongs to our own pings from Asterisk. */
  constructor(stage: AsteriskStage) {
    this.#stage = stage;
    this.registers = new RegisterWatch(stage.proxy);
  }

  /** One jump, before and after which nothing that the desk asked is unanswered. */
  async pass(seconds: number): Promise<void> {
    await this.#settled();
    await this.#stage.page.clock.fastForward(seconds * 1_000);
    await this.#settled();
  }

  async #settled(): Promise<void> {
    const { proxy } = this.#stage;
    await roundTrip(proxy);
    await this.registers.settled();
    await roundTrip(proxy);
  }
}
