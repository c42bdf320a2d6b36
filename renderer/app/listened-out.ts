/** Listenings of a call that are over, of which the ears have more to say. */
export class ListenedOut {
  readonly #open = new Set<string>();
  #waiting: (() => void)[] = [];

  over(name: string): void {
    this.#open.add(name);
  }

  /** The ears have said all of this listening; of one of another call nothing changes. */
  heardOut(name: string): void {
    this.#open.delete(name);
    if (this.#open.size > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when all has come that was said. */
  all(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
