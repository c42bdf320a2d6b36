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
  return sipCode === 404 ? 'unknown-extension' : 'register-refused';
}

/**
 * Says why a PBX that has never answered is out of reach. The window's own socket only knows that it failed; the
 * connection test, in main, tells an unknown name from a closed port or a bad certificate.
 */
export class RegistrationDoctor {
  readonly #test: () => Promise<ConnectionStep[]>;
  readonly #found: (trouble: Trouble) => void;
  #answered = false;
  #asking = false;
  #known: Trouble | null = null;

  /** `found` gets what the test says, when the state that led to it still stands. */
  constructor(test: () => Promise<ConnectionStep[]>, found: (trouble: Trouble) => void) {
    this.#test = test;
    this.#found = found;
  }

  /** What is wrong, as far as it is known now. */
  troubleOf(state: RegistrationState): Trouble | null {
    const trouble = registrationTrouble(state);
    if (state.state === 'registered' || state.state === 'failed') this.#answered = true;
    if (this.#answered || trouble?.code !== 'pbx-unreachable') return trouble;
    void this.#ask();
    return this.#known ?? trouble;
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const steps = await this.#test().catch(() => []);
    this.#asking = false;
    const failed = steps.find(({ state }) => state === 'failed');
    if (!failed || failed.code === 'unexpected') return;
    this.#known = { code: failed.code, message: failed.detail };
    if (!this.#answered) this.#found(this.#known);
  }
}
