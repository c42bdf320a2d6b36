/**
 * Says what is going on, a line a step, with how long it took.
 */
export class Steps {
  /** @type {(text: string) => void} */
  #write;
  /** @type {boolean} */
  #isTerminal;

  /**
   * @param {{ write?: (text: string) => void, isTerminal?: boolean }} [options]
   *   on a terminal a step's line is rewritten as it goes on; elsewhere every state is a line of its own
   */
  constructor({ write = (text) => process.stdout.write(text), isTerminal = process.stdout.isTTY === true } = {}) {
    this.#write = write;
    this.#isTerminal = isTerminal;
  }

  /**
   * Runs one step. `work` may report progress, and returns a word about the outcome or nothing.
   * @template T
   * @param {string} title
   * @param {(progress: (detail: string) => void) => Promise<T>} work
   * @param {(result: T) => string} [describe]
   * @returns {Promise<T>}
   */
  async run(title, work, describe = () => '') {
    const startedAtMs = performance.now();
    if (this.#isTerminal) this.#show(`· ${title} …`);
    try {
      const result = await work((detail) => this.#show(`· ${title}: ${detail} …`));
      const seconds = (performance.now() - startedAtMs) / 1000;
      const outcome = describe(result);
      this.#close(`✓ ${title}${outcome ? `: ${outcome}` : ''} (${seconds.toFixed(1)} s)`);
      return result;
    } catch (error) {
      this.#close(`✗ ${title}`);
      throw error;
    }
  }

  /** @param {string} sentence */
  note(sentence) {
    this.#close(sentence);
  }

  /** @param {string} line */
  #show(line) {
    this.#write(this.#isTerminal ? `\r\x1b[K${line}` : `${line}\n`);
  }

  /** @param {string} line */
  #close(line) {
    this.#write(this.#isTerminal ? `\r\x1b[K${line}\n` : `${line}\n`);
  }
}
