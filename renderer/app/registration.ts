import type { ConnectionStep } from '../../contracts/ipc';
import type { RegistrationState, Telephone } from '../call/telephone';
import type { Trouble } from '../ui/model';

const NOT_SET_UP = 'not set up';

/** A telephone that does nothing: a desk whose PBX is not set up yet still has its records and settings. */
export const noTelephone: Telephone = {
  start: (listener) => listener.registration({ state: 'offline', causeText: NOT_SET_UP }),
  call: () => {
    throw new Error('No PBX is set up.');
  },
  takeBack: () => {
    throw new Error('No PBX is set up.');
  },
  woke: () => undefined,
  stop: () => undefined,
};

/** What is wrong with the registration, as a code the window has words for; null while nothing is. */
export function registrationTrouble(state: RegistrationState): Trouble | null {
  if (state.state === 'offline') {
    return { code: state.causeText === NOT_SET_UP ? 'pbx-not-set-up' : 'pbx-unreachable', message: state.causeText };
  }
  if (state.state === 'failed') return { code: refusalCode(state.code), message: state.causeText };
  return null;
}

function refusalCode(sipCode: number | null): string {
  if (sipCode === 401 || sipCode === 403) return 'wrong-password';
  if (sipCode === 423) return 'register-interval';
  return sipCode === 404 ? 'unknown-extension' : 'register-refused';
}

/** A PBX that has answered before and is away for so long may have a new reason. */
const ASK_AGAIN_AFTER_MS = 15_000;

/**
 * Says why a PBX is out of reach. The window's own socket only knows that it failed; the connection test, in main,
 * tells an unknown name from a closed port or a bad certificate.
 *
 * A PBX that has answered before is away and comes back: nothing need be done, and nothing more is said. Unless it is
 * away because of its certificate, which expires from one moment to the next: that does not pass by itself.
 */
export class RegistrationDoctor {
  readonly #test: () => Promise<ConnectionStep[]>;
  readonly #found: (trouble: Trouble) => void;
  #answered = false;
  #asking = false;
  #known: Trouble | null = null;

  #timer: ReturnType<typeof setTimeout> | null = null;

  /** `found` gets what the test says, when the state that led to it still stands. */
  constructor(test: () => Promise<ConnectionStep[]>, found: (trouble: Trouble) => void) {
    this.#test = test;
    this.#found = found;
  }

  /** What is wrong, as far as it is known now. */
  troubleOf(state: RegistrationState): Trouble | null {
    const trouble = registrationTrouble(state);
    if (state.state === 'registered' || state.state === 'failed') this.#heard();
    if (trouble?.code !== 'pbx-unreachable') return trouble;
    if (!this.#answered) void this.#ask();
    else this.#timer ??= setTimeout(() => void this.#ask(), ASK_AGAIN_AFTER_MS);
    return this.#known ?? trouble;
  }

  /** The PBX answers: what was wrong with the way to it is past. */
  #heard(): void {
    this.#answered = true;
    this.#known = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const steps = await this.#test().catch(() => []);
    this.#asking = false;
    // The next loss is asked about anew.
    const answeredMeanwhile = this.#answered && this.#timer === null;
    this.#timer = null;
    const failed = steps.find(({ state }) => state === 'failed');
    if (!failed || failed.code === 'unexpected' || answeredMeanwhile) return;
    if (this.#answered && !failed.code.startsWith('certificate-')) return;
    this.#known = { code: failed.code, message: failed.detail };
    this.#found(this.#known);
  }
}
