import type { TransferKind } from '../../contracts/records';
import type { Failure } from '../../contracts/errors';
import type { DraftEvent } from '../../domain/record-builder';
import {
  isOver,
  reduceTransfer,
  startTransfer,
  transferTrouble,
  type TransferFact,
  type TransferState,
} from '../../domain/transfer';
import type { CallView } from '../ui/model';

/** A PBX that tells nothing more by then is taken at its silence: the call is the agent's to try again. */
const OUTCOME_WITHIN_MS = 60_000;
/** A hang-up so soon after a transfer failed is its end, and nobody came back. */
const LOST_WITHIN_MS = 10_000;

export interface CallTransferOptions {
  nowMs(): number;
  note(event: DraftEvent): void;
  change(change: (view: CallView) => CallView): void;
  tell(failure: Failure, level?: 'warning' | 'info'): void;
  /** The other side is somebody else's now. */
  done(): void;
  /** It stays with the agent. */
  failed(): void;
}

/** The transfer of one call as the PBX tells of it: on the screen, in the record, and what becomes of the call. */
export class CallTransfer {
  readonly #options: CallTransferOptions;
  #state: TransferState | null = null;
  #to = '';
  #endedAtMs = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CallTransferOptions) {
    this.#options = options;
  }

  get underWay(): boolean {
    return this.#state !== null && !isOver(this.#state);
  }

  /** @param to a name or a masked number */
  begin(kind: TransferKind, to: string): void {
    this.#to = to;
    this.#state = startTransfer(kind);
    this.#options.note({ type: 'transfer', kind, to, outcome: 'asked', sipCode: null });
    this.#timer = setTimeout(() => this.take({ type: 'timeout' }), OUTCOME_WITHIN_MS);
    this.#show();
  }

  take(fact: TransferFact): void {
    const before = this.#state;
    if (!before) return;
    const state = reduceTransfer(before, fact);
    this.#state = state;
    if (isOver(before)) return;
    this.#show();
    if (!isOver(state)) return;
    clearTimeout(this.#timer);
    this.#endedAtMs = this.#options.nowMs();
    const outcome = state.stage === 'failed' ? 'failed' : fact.type === 'call-ended' ? 'gone' : 'done';
    this.#options.note({ type: 'transfer', kind: state.kind, to: this.#to, outcome, sipCode: state.sipCode });
    if (outcome === 'failed') {
      const message = state.sipCode === null ? '' : `SIP ${String(state.sipCode)}`;
      this.#options.tell({ code: transferTrouble(fact) ?? 'transfer-failed', message, retryable: true }, 'warning');
      this.#options.failed();
      return;
    }
    if (state.kind === 'park') {
      const code = state.slot === null ? 'parked' : 'parked-at';
      this.#options.tell({ code, message: state.slot ?? '', retryable: false }, 'info');
    }
    if (outcome === 'done') this.#options.done();
  }

  /** The other side hung up. True when that was the transfer's doing, whatever the PBX said of it. */
  ended(): boolean {
    if (this.underWay) this.take({ type: 'call-ended' });
    clearTimeout(this.#timer);
    if (this.#state?.stage === 'failed' && this.#options.nowMs() - this.#endedAtMs < LOST_WITHIN_MS) {
      this.#options.tell({ code: 'transfer-lost', message: '', retryable: false });
    }
    return this.#state?.stage === 'done';
  }

  /** The call is over, by whomever: nothing is waited for any more. */
  close(): void {
    clearTimeout(this.#timer);
    if (this.underWay) this.take({ type: 'call-ended' });
  }

  #show(): void {
    const state = this.#state;
    this.#options.change((view) => ({ ...view, transfer: state && { stage: state.stage, to: this.#to } }));
  }
}
