import type { Failure } from '../../contracts/errors';
import { canCall } from '../../domain/call-machine';
import { parseKeyRow, type KeyStep } from '../../domain/key-row';
import type { FollowCall, FollowedCall } from './call-follower';

/** From one key to the next: 120 ms of tone and a gap that every PBX hears (ETSI ES 201 235-2 asks for 65 ms each). */
const KEY_EVERY_MS = 250;

export interface KeySenderOptions {
  /** One key, as if the agent had pressed it. */
  press(key: string): void;
  trouble(failure: Failure): void;
}

/** Sends a pasted row of keys one after another, with its pauses; what is pressed meanwhile goes to its end. */
export class KeySender {
  readonly #options: KeySenderOptions;
  #call: FollowedCall | null = null;
  #steps: KeyStep[] = [];
  #sent = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: KeySenderOptions) {
    this.#options = options;
  }

  /** The row belongs to its call and ends with it. */
  readonly follow: FollowCall = (call) => {
    this.cancel();
    this.#call = call;
    return {
      ended: () => {
        if (this.#call !== call) return;
        this.cancel();
        this.#call = null;
        call.show((view) => ({ ...view, dtmfSent: '' }));
      },
    };
  };

  press(key: string): void {
    if (this.#timer === null) return this.#options.press(key);
    this.#steps.push({ type: 'key', key });
    this.#show();
  }

  paste(text: string): void {
    const row = parseKeyRow(text);
    if (!row.ok) return this.#options.trouble(row.error);
    if (!this.#call || !canCall(this.#call.state(), 'send-dtmf')) {
      return this.#options.trouble({ code: 'keys-not-now', message: '', retryable: true });
    }
    this.#steps.push(...row.steps);
    if (this.#timer === null) this.#step();
    else this.#show();
  }

  /** What was not sent yet is not sent. */
  cancel(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#steps = [];
    this.#sent = 0;
    this.#show();
  }

  #step(): void {
    const step = this.#steps[this.#sent];
    if (!step || !this.#call) return this.cancel();
    if (!canCall(this.#call.state(), 'send-dtmf')) {
      // On hold nobody hears a key.
      const left = this.#steps.slice(this.#sent).filter(({ type }) => type === 'key').length;
      this.cancel();
      return this.#options.trouble({ code: 'keys-interrupted', message: String(left), retryable: true });
    }
    this.#sent += 1;
    if (step.type === 'key') this.#options.press(step.key);
    this.#timer = setTimeout(() => this.#step(), step.type === 'key' ? KEY_EVERY_MS : step.ms);
    this.#show();
  }

  #show(): void {
    const total = this.#steps.length;
    const keyRow = total === 0 ? null : { sent: this.#sent, total };
    this.#call?.show((view) => ({ ...view, keyRow }));
  }
}
