import type { CallCause } from '../../contracts/calls';
import type { Settings } from '../../contracts/settings';
import { busyCause, type AgentStatus } from '../../domain/agent-machine';
import type { AppStore } from '../ui/model';

export interface DoNotDisturbOptions {
  store: AppStore;
  settings(): Settings;
  /** Keeps it over a restart. */
  save(part: { doNotDisturb: boolean }): Promise<void>;
}

/** Why a caller is turned away, and with which SIP code; without a code, as every busy desk does. */
export interface TurnedAway {
  cause: CallCause;
  sipCode?: number;
}

/**
 * Callers are turned away, calls can still be made. Apart from a break: an agent who works through a list is at work,
 * and the supervisors see both.
 */
export class DoNotDisturb {
  readonly #options: DoNotDisturbOptions;

  constructor(options: DoNotDisturbOptions) {
    this.#options = options;
    options.store.setState({ doNotDisturb: options.settings().doNotDisturb });
  }

  toggle(): void {
    const { store, save } = this.#options;
    const doNotDisturb = !store.getState().doNotDisturb;
    store.setState({ doNotDisturb });
    void save({ doNotDisturb });
  }

  /** Asked for each caller; null: the call may ring. What the agent chose counts before what the agent does. */
  turnAway(status: AgentStatus): TurnedAway | null {
    if (this.#options.store.getState().doNotDisturb) {
      return { cause: 'do-not-disturb', sipCode: this.#options.settings().habits.doNotDisturbCode };
    }
    const cause = busyCause(status);
    return cause === null ? null : { cause };
  }
}
