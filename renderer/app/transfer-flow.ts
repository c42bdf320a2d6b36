import type { Failure } from '../../contracts/errors';
import type { TransferKind } from '../../contracts/records';
import type { Settings } from '../../contracts/settings';
import type { AppStore } from '../ui/model';
import type { CallFlow } from './call-flow';
import { findTarget, type Target } from './transfer-targets';

/** A call, as far as giving it away must know it. */
interface GivenCall extends Pick<CallFlow, 'note' | 'state' | 'view'> {
  transfer(kind: TransferKind, to: string | GivenCall, shown: string): void;
}

interface TransferLines {
  front(): GivenCall | null;
  /** The call that is held, or joined. */
  other(): GivenCall | null;
  /** On the second line; the front call is held first. */
  dial(number: string): void;
}

interface TransferFlowOptions {
  store: AppStore;
  settings(): Settings;
  lines: TransferLines;
  trouble(failure: Failure, level?: 'warning' | 'info'): void;
}

/**
 * Gives calls away: to a number at once, to somebody who was asked first, to a park, or into a conference room of the
 * PBX. Into a room the parties go one after the other, so that the agent is never without a call to come back to: the
 * held one, then the agent on the free line, then the one that was held for that.
 */
export class TransferFlow {
  readonly #options: TransferFlowOptions;
  #room: { target: Target; step: 'first' | 'dialled' } | null = null;

  constructor(options: TransferFlowOptions) {
    this.#options = options;
  }

  transfer(text: string): void {
    const target = this.#find(text);
    if (!target) return;
    if (target.kind === 'conference') this.#meet(target);
    else this.#front()?.transfer(target.kind, target.dial, target.shown);
  }

  consult(text: string): void {
    const target = this.#find(text);
    const front = target && this.#front();
    if (!front) return;
    front.note({ type: 'consult', to: target.shown });
    this.#options.lines.dial(target.dial);
  }

  /** The held party takes the place of the agent in the call with the one in front (RFC 3891). */
  complete(): void {
    const { front, other } = this.#options.lines;
    const [asked, customer] = [front(), other()];
    if (!asked || !customer || asked.state.phase !== 'active') this.#notNow();
    else customer.transfer('attended', asked, asked.view?.displayName ?? '');
  }

  /** A line moved or ended: the next party may go into the room. */
  moved(): void {
    const room = this.#room;
    if (!room) return;
    const { front, other, dial } = this.#options.lines;
    const [first, second] = [front(), other()];
    if (!first) this.#room = null;
    else if (room.step === 'first' && !second) {
      room.step = 'dialled';
      dial(room.target.dial);
    } else if (room.step === 'dialled' && second && first.state.phase === 'active' && second.state.hold === 'held') {
      if (first.state.remoteNumber !== room.target.dial) return;
      this.#room = null;
      second.transfer('conference', room.target.dial, room.target.shown);
    }
  }

  /** A transfer into the room that failed leaves everybody where they are. */
  failed(): void {
    this.#room = null;
  }

  #meet(target: Target): void {
    const front = this.#front();
    const other = this.#options.lines.other();
    if (!front) return;
    this.#room = { target, step: other ? 'first' : 'dialled' };
    if (other) other.transfer('conference', target.dial, target.shown);
    else this.#options.lines.dial(target.dial);
  }

  #find(text: string): Target | null {
    const { store, settings, trouble } = this.#options;
    const found = findTarget(text, settings(), store.getState().customers);
    if (found.ok) return found.target;
    trouble(found.error, 'warning');
    return null;
  }

  /** The front call, connected; else the agent is told. */
  #front(): GivenCall | null {
    const front = this.#options.lines.front();
    if (front?.state.phase === 'active') return front;
    this.#notNow();
    return null;
  }

  #notNow(): void {
    this.#options.trouble({ code: 'transfer-not-now', message: '', retryable: true }, 'warning');
  }
}
