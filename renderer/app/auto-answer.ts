import type { Settings } from '../../contracts/settings';
import { autoAnswerOf, type AutoAnswerPlan } from '../../domain/auto-answer';
import type { CallEvent, CallState } from '../../domain/call-state';
import type { Failure } from '../../contracts/errors';
import type { FollowCall, FollowedCall } from './call-follower';

export interface AutoAnswerOptions {
  settings(): Settings;
  /** As if the agent had pressed the button. */
  answer(): void;
  ignore(): void;
  /** Another call is on the screen: the agent is not there for a second one. */
  busy(recordId: string): boolean;
  /** Warns the agent that the microphone opens; resolves when the tone was heard out. */
  warn(): Promise<void>;
  /** Whether the microphone would be heard; it is closed again afterwards. */
  microphoneWorks(): Promise<boolean>;
  /** Rings again after all, until the function that it answers is called. */
  ring(): () => void;
  trouble(failure: Failure): void;
}

/**
 * Answers inbound calls by itself where a header or the settings ask for it: after a warning tone, and never with a
 * microphone that is muted or missing, for then the caller would speak to nobody.
 */
export function followAutoAnswer(options: AutoAnswerOptions): FollowCall {
  return (call) => new AutoAnswer(options, call);
}

class AutoAnswer {
  readonly #options: AutoAnswerOptions;
  readonly #call: FollowedCall;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stopRing: (() => void) | null = null;
  /** The agent answered, declined or chose to ignore it: what is planned no longer counts. */
  #over = false;
  #silencing = false;

  constructor(options: AutoAnswerOptions, call: FollowedCall) {
    this.#options = options;
    this.#call = call;
  }

  moved(state: CallState, event: CallEvent): void {
    if (event.type === 'invite-received' && state.phase === 'ringing' && this.#timer === null) this.#plan();
    const ours = event.type === 'silence' && this.#silencing;
    if (state.phase !== 'ringing' || (event.type === 'silence' && !ours)) this.#giveUp();
  }

  ended(): void {
    this.#giveUp();
  }

  #plan(): void {
    const session = this.#call.session();
    if (!session || this.#call.direction !== 'inbound') return;
    const plan = autoAnswerOf((name) => session.headers(name), this.#options.settings().habits.autoAnswer);
    if (!plan) return;
    this.#show({ header: plan.header, dueAtMs: Date.now() + plan.afterMs, done: false });
    this.#timer = setTimeout(() => void this.#answer(plan), plan.afterMs);
  }

  async #answer(plan: AutoAnswerPlan): Promise<void> {
    const { busy, ignore, warn, microphoneWorks, answer, trouble, ring } = this.#options;
    if (this.#over || busy(this.#call.recordId)) return this.#giveUp();
    // The ring would sound into the warning.
    this.#silencing = true;
    ignore();
    this.#silencing = false;
    await warn().catch(() => undefined);
    if (this.#over) return;
    const heard = await microphoneWorks();
    if (this.#over) return;
    if (!heard) {
      this.#giveUp();
      this.#stopRing = ring();
      trouble({ code: 'auto-answer-muted', message: '', retryable: true });
      return;
    }
    this.#show({ header: plan.header, dueAtMs: Date.now(), done: true });
    this.#call.note({ type: 'auto-answer', ...plan });
    this.#over = true;
    answer();
  }

  #giveUp(): void {
    this.#stopRing?.();
    this.#stopRing = null;
    if (this.#over) return;
    this.#over = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#show(null);
  }

  #show(autoAnswer: { header: string | null; dueAtMs: number; done: boolean } | null): void {
    this.#call.show((view) => ({ ...view, autoAnswer }));
  }
}
