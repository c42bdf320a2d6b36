/**
 * Longer than the pause before a held key repeats (660 ms by default under X11, up to 1 s on Windows), so that a key
 * held down is one press.
 */
const REPEAT_PAUSE_MS = 1_050;
/** Longer than the time between two repeats (30 to 400 ms): after this the key is up, or was pressed twice. */
const RELEASED_AFTER_MS = 450;

export interface HeldKeyEvents {
  pressed(): void;
  /** A key that was held is up. Not told of one that was only pressed: nobody sees that end. */
  released(): void;
}

/**
 * Makes presses of the key-downs of a shortcut. Electron tells no key-up of a global shortcut; what it does tell, where
 * the system repeats keys, is each repetition.
 *
 * ```
 *   up ──down: pressed──► pressed ──down──► unsure ──down──► held
 *    ▲                       │ ▲              │                │
 *    └──────pause over───────┘ └──nothing more: pressed        └──nothing more: released──► up
 * ```
 *
 * A second key-down within the pause is the first repetition, or a second press: the third tells which. So a second
 * press within a second is obeyed a moment late, never lost.
 */
export class HeldKey {
  readonly #events: HeldKeyEvents;
  #state: 'up' | 'pressed' | 'unsure' | 'held' = 'up';
  #quiet: ReturnType<typeof setTimeout> | null = null;

  constructor(events: HeldKeyEvents) {
    this.#events = events;
  }

  down(): void {
    switch (this.#state) {
      case 'up':
        this.#become('pressed', REPEAT_PAUSE_MS);
        return this.#events.pressed();
      case 'pressed':
        return this.#become('unsure', RELEASED_AFTER_MS);
      case 'unsure':
      case 'held':
        return this.#become('held', RELEASED_AFTER_MS);
    }
  }

  /** Another key went down, which ends the repetitions of this one: the next key-down is a press. */
  otherKeyDown(): void {
    if (this.#state === 'pressed' || this.#state === 'unsure') this.#passed();
    if (this.#state === 'pressed') this.#become('up');
  }

  #passed(): void {
    const before = this.#state;
    this.#become('up');
    if (before === 'held') this.#events.released();
    if (before !== 'unsure') return;
    // It may be held from here on: its first repetition is still to come.
    this.#become('pressed', REPEAT_PAUSE_MS - RELEASED_AFTER_MS);
    this.#events.pressed();
  }

  #become(state: 'up' | 'pressed' | 'unsure' | 'held', forMs?: number): void {
    if (this.#quiet !== null) clearTimeout(this.#quiet);
    this.#state = state;
    this.#quiet = forMs === undefined ? null : setTimeout(() => this.#passed(), forMs);
  }
}
