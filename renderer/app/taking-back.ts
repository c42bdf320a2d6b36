import type { Customer } from '../../contracts/customers';
import { continuedDraft } from '../../domain/call-journal';
import type { CallState } from '../../domain/call-state';
import type { CallDraft } from '../../domain/record-builder';
import type { CallView } from '../ui/model';
import { findCustomer, newCallView } from './call-view';
import type { LostCall, TakeBackOutcome } from './take-back-flow';

export interface ResumeFacts {
  customers: readonly Customer[];
  country: string;
  account: CallView['account'];
  wallTimeMs: number;
  monotonicMs: number;
  /** Of the dialog that replaced the lost one. */
  sipCallId: string;
}

/** The call of an earlier run that the PBX is being asked for, until it answers. */
export class TakingBack {
  #asked: (LostCall & { settle(outcome: TakeBackOutcome): void }) | null = null;

  get underWay(): boolean {
    return this.#asked !== null;
  }

  /** `send` answers whether the PBX could be asked at all. */
  ask(lost: LostCall, send: () => Promise<boolean>): Promise<TakeBackOutcome> {
    if (this.#asked) return Promise.resolve({ type: 'not-asked' });
    return new Promise((settle) => {
      this.#asked = { ...lost, settle };
      void send().then((sent) => {
        if (!sent) this.#settle({ type: 'not-asked' });
      });
    });
  }

  /** The PBX gave it back: it goes on, and so does its record. Null where none was asked for. */
  resume(state: CallState, facts: ResumeFacts): { view: CallView; draft: CallDraft } | null {
    const lost = this.#asked;
    if (!lost) return null;
    const { draft, journal } = lost;
    const view = newCallView(state, {
      recordId: draft.recordId,
      customer: findCustomer(facts.customers, draft.remoteNumber),
      remoteName: draft.customerName ?? '',
      country: facts.country,
      account: facts.account,
      startedAtMs: Date.parse(draft.startedAt),
    });
    this.#settle({ type: 'taken-back' });
    return { view: { ...view, answeredAtMs: journal.answeredAtMs }, draft: continuedDraft(draft, facts) };
  }

  /** The PBX did not, or nobody answered. */
  refuse(sipCode: number | null): void {
    this.#settle({ type: 'refused', sipCode });
  }

  #settle(outcome: TakeBackOutcome): void {
    const lost = this.#asked;
    this.#asked = null;
    lost?.settle(outcome);
  }
}
