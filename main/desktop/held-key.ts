/**
 * Longer than the pause before a held key repeats (660 ms by default under X11, up to 1 s on Windows), so that a key
 * held down is one press.
 */
const REPEAT_PAUSE_MS = 1_050;
/** Longer than the time between two repeats (30 to 400 ms): after this the key is up. */
const RELEASED_AFTER_MS = 450;

export interface HeldKeyEvents {
  pressed(): void;
  /** A key that was held is up. Not told of one that was only pressed: nobody sees that end. */
  released(): void;
}

/**
 * Makes presses of the key-downs of a shortcut. Electron tells no key-up of a global shortcut; what it does tell, where
 * the system repeats keys, is each repetition.
 */
export class HeldKey {
  readonly #events: HeldKeyEvents;
  #quiet: ReturnType<typeof setTimeout> | null = null;
  #held = false;

  constructor(events: HeldKeyEvents) {
    this.#events = events;
  }

  down(): void {
    if (this.#quiet === null) this.#events.pressed();
    else {
      clearTimeout(this.#quiet);
      this.#held = true;
    }
    this.#quiet = setTimeout(() => this.#up(), this.#held ? RELEASED_AFTER_MS : REPEAT_PAUSE_MS);
  }

  #up(): void {
    this.#quiet = null;
    if (!this.#held) return;
    this.#held = false;
    this.#events.released();
  }
}
