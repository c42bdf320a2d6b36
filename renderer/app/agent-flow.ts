import { toFailure } from '../../contracts/errors';
import {
  OFFLINE_AGENT,
  reduceAgent,
  wrapUpSecondsLeft,
  type AgentEvent,
  type AgentStatus,
} from '../../domain/agent-machine';
import type { AppStore } from '../ui/model';

type WithoutTime<T> = T extends unknown ? Omit<T, 'atMs'> : never;
export type AgentRequest = WithoutTime<AgentEvent>;

export interface AgentFlowOptions {
  nowMs(): number;
  changed(status: AgentStatus): void;
  saveWrapUp(timedOut: boolean): void;
  countdown(secondsLeft: number): void;
  refused(message: string): void;
}

/** Runs the agent machine and its wrap-up clock. */
export class AgentFlow {
  readonly #options: AgentFlowOptions;
  #status: AgentStatus = OFFLINE_AGENT;
  #clock: ReturnType<typeof setInterval> | null = null;

  constructor(options: AgentFlowOptions) {
    this.#options = options;
  }

  get status(): AgentStatus {
    return this.#status;
  }

  request(request: AgentRequest): void {
    let step;
    try {
      step = reduceAgent(this.#status, { ...request, atMs: this.#options.nowMs() } as AgentEvent);
    } catch (error) {
      this.#options.refused(toFailure(error).message);
      return;
    }
    this.#status = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'save-wrap-up') this.#options.saveWrapUp(effect.timedOut);
    }
    this.#options.changed(this.#status);
    this.#keepClock();
  }

  /** Gives the agent more time to wrap up. */
  extend(extraMs: number): void {
    if (this.#status.wrapUpEndsAtMs === null) return;
    this.#status = { ...this.#status, wrapUpEndsAtMs: this.#status.wrapUpEndsAtMs + extraMs };
    this.#tick();
  }

  #keepClock(): void {
    const needed = this.#status.wrapUpEndsAtMs !== null;
    if (needed && this.#clock === null) this.#clock = setInterval(() => this.#tick(), 250);
    if (!needed && this.#clock !== null) {
      clearInterval(this.#clock);
      this.#clock = null;
    }
  }

  #tick(): void {
    const left = wrapUpSecondsLeft(this.#status, this.#options.nowMs());
    if (left === null) return;
    this.#options.countdown(left);
    if (left === 0) this.request({ type: 'clock' });
  }
}

/** Onto the screen, with the moment the state began. */
export function showAgent(store: AppStore, { state, breakReason }: AgentStatus): void {
  const { agent } = store.getState();
  if (agent.state === state && agent.breakReason === breakReason) return;
  store.setState({ agent: { state, breakReason, sinceMs: Date.now() } });
}
