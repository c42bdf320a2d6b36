import type JsSIP from 'jssip';
import { SignallingSocket } from './signalling-socket';

/** JsSIP takes the heaviest at its start: the first address. */
interface WeighedSocket {
  socket: JsSIP.Socket;
  weight: number;
}

/**
 * The ways to one PBX: one in use, the others connected and waiting, so that the next is ready before the first is given
 * up. Whoever took over stays in use until it is lost itself: going back would be a second break for nothing.
 */
export class SignallingPaths {
  readonly #ways: SignallingSocket[];
  #used = 0;

  /** @param urls at least one; the first is used first. */
  constructor(urls: string[], askForLife: () => void, onText: (text: string) => void) {
    this.#ways = urls.map((url) => {
      const way = new SignallingSocket(url, {
        askForLife,
        spareReady: () => this.#ways.some(({ isSpare }) => isSpare),
      });
      way.onText = onText;
      return way;
    });
  }

  /** For JsSIP's agent. */
  get sockets(): WeighedSocket[] {
    return this.#ways.map(({ socket }, index) => ({ socket, weight: this.#ways.length - index }));
  }

  /** From now on the ways that are not in use wait, connected. */
  start(): void {
    for (const way of this.#spares) way.standBy();
  }

  /**
   * The way in use is lost: the next one is used, one that stands connected first.
   *
   * @returns the socket to use, and whether it is connected
   */
  moveOn(): { socket: JsSIP.Socket; ready: boolean } {
    const lost = this.#way;
    const ready = this.#ways.findIndex(({ isSpare }) => isSpare);
    this.#used = ready >= 0 ? ready : (this.#used + 1) % this.#ways.length;
    if (this.#way !== lost) lost.standBy();
    return { socket: this.#way.socket, ready: ready >= 0 };
  }

  /** The machine woke or has another network: nothing that was open is trusted until it answers. */
  probe(): void {
    for (const way of this.#spares) way.renewSpare();
    this.#way.probe();
  }

  /** The way in use is of no use, although it is open. */
  fail(): void {
    this.#way.fail();
  }

  /** The machine has slept: no connection of before is any good. */
  renew(): void {
    for (const way of this.#spares) way.renewSpare();
    this.#way.fail();
  }

  stop(): void {
    for (const way of this.#ways) way.stop();
  }

  get #way(): SignallingSocket {
    const way = this.#ways[this.#used];
    if (!way) throw new Error('A PBX has at least one address.');
    return way;
  }

  get #spares(): SignallingSocket[] {
    return this.#ways.filter((_, index) => index !== this.#used);
  }
}
