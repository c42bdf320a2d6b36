import type { CallJournal } from '../../contracts/call-journal';
import { toFailure, type Failure } from '../../contracts/errors';
import { MAIN_ACCOUNT_ID } from '../../contracts/settings';
import {
  TAKE_BACK_WITHIN_MS,
  byUrgency,
  failureOf,
  mayTryNext,
  takeBackTargets,
  withJournal,
  worthTakingBack,
  type TakeBackFailure,
} from '../../domain/call-journal';
import { maskNumber } from '../../domain/phone-numbers';
import type { CallDraft } from '../../domain/record-builder';
import type { RecordStore, UnfinishedCall } from '../records/store';
import type { AppStore, TakeBackView } from '../ui/model';

const FINISH_AGAIN_MS = 5_000;

/** A call of an earlier run whose other side may still be there. */
export interface LostCall {
  readonly draft: CallDraft;
  readonly journal: CallJournal;
}

/** `not-asked`: no INVITE left, for there was no microphone or no free line. */
export type TakeBackOutcome =
  { type: 'taken-back' } | { type: 'not-asked' } | { type: 'refused'; sipCode: number | null };

function accountOf({ journal }: LostCall): string {
  return journal.accountId ?? MAIN_ACCOUNT_ID;
}

export interface TakeBackFlowOptions {
  store: AppStore;
  /** Of the desk at that account. */
  extension(accountId: string): string;
  country(): string;
  nowMs(): number;
  /** Opens the microphone ahead of time; the function answered closes it again, should nothing come of it. */
  prepare(recordId: string): () => void;
  /** Resolves when the PBX has answered. */
  takeBack(lost: LostCall, target: string): Promise<TakeBackOutcome>;
  /** Whether a call is under way. */
  busy(): boolean;
  records: Pick<RecordStore, 'unfinished' | 'recoverDrafts'>;
  notice(failure: Failure, level?: 'info'): void;
  /** By the account that the lost call used. */
  dial(number: string, accountId: string): void;
}

/**
 * Takes back, after a crash, the calls that were up: as soon as the desk is registered, the one the agent was talking
 * in first. What the PBX does not give back is recorded as interrupted, and the agent is offered to call again.
 */
export class TakeBackFlow {
  readonly #options: TakeBackFlowOptions;
  #waiting: LostCall[] = [];
  /** What is finished as interrupted, and how many drafts could not be read. */
  readonly #others: UnfinishedCall[] = [];
  #unreadable = 0;
  #unprepare: (() => void) | null = null;
  /** One is taken back: the others wait behind it. */
  #talking = false;
  #giveUp: ReturnType<typeof setTimeout> | null = null;
  /** Whom `callBack` calls, and by which account. */
  #back = { number: '', accountId: MAIN_ACCOUNT_ID };

  constructor(options: TakeBackFlowOptions) {
    this.#options = options;
    options.store.subscribe(({ call, incoming, takeBack }) => {
      // Whatever the agent does next, the offer is over.
      if (takeBack?.state === 'failed' && (call ?? incoming)) options.store.setState({ takeBack: null });
    });
  }

  /** Before the telephone starts: finds what an earlier run left, and of it the calls that are worth taking back. */
  async begin(): Promise<void> {
    const { nowMs, records } = this.#options;
    const { calls, unreadable } = await records.unfinished();
    this.#unreadable = unreadable;
    for (const call of calls) {
      const { journal } = call;
      const draft = journal ? withJournal(call.draft, journal) : call.draft;
      if (journal && worthTakingBack(journal, draft, nowMs())) this.#waiting.push({ draft, journal });
      else this.#others.push({ draft, journal });
    }
    this.#waiting.sort((a, b) => byUrgency(a.journal, b.journal));
    const [first] = this.#waiting;
    if (first) {
      this.#show(first, { state: 'waiting' });
      this.#unprepare = this.#options.prepare(first.draft.recordId);
      this.#giveUp = setTimeout(() => this.#tooLate(), first.journal.seenAtMs + TAKE_BACK_WITHIN_MS - nowMs());
    }
  }

  /** Records as interrupted what cannot be taken back; where the disk refuses, again and again until it does not. */
  async finishOthers(): Promise<void> {
    const { records, notice } = this.#options;
    const calls = this.#others.splice(0);
    let done;
    try {
      done = await records.recoverDrafts(calls);
    } catch (error) {
      notice(toFailure(error));
      this.#others.push(...calls);
      setTimeout(() => void this.finishOthers(), FINISH_AGAIN_MS);
      return;
    }
    const unreadable = done.unreadable + this.#unreadable;
    this.#unreadable = 0;
    const recovered = String(done.recovered.length);
    if (recovered !== '0') notice({ code: 'call-recovered', message: recovered, retryable: false }, 'info');
    if (unreadable > 0) notice({ code: 'draft-unreadable', message: String(unreadable), retryable: false });
  }

  /** The PBX of an account knows the desk: now it can be asked. */
  async registered(registeredId: string): Promise<void> {
    const lost = this.#waiting.filter((call) => accountOf(call) === registeredId);
    this.#waiting = this.#waiting.filter((call) => !lost.includes(call));
    if (this.#giveUp && this.#waiting.length === 0) clearTimeout(this.#giveUp);
    for (const [index, call] of lost.entries()) {
      // One voice at a time: what comes after the first is held.
      const asked = index === 0 && !this.#talking ? call : { ...call, journal: { ...call.journal, held: true } };
      await this.#takeBack(asked);
    }
  }

  /** Calls whom the desk has lost. */
  callBack(): void {
    const { store, dial } = this.#options;
    if (store.getState().takeBack?.state !== 'failed') return;
    dial(this.#back.number, this.#back.accountId);
  }

  dismiss(): void {
    const { store } = this.#options;
    if (store.getState().takeBack?.state === 'failed') store.setState({ takeBack: null });
  }

  async #takeBack(lost: LostCall): Promise<void> {
    const { store, extension, takeBack, busy } = this.#options;
    this.#show(lost, { state: 'asking' });
    let outcome: TakeBackOutcome = { type: 'not-asked' };
    for (const target of takeBackTargets(lost.journal, extension(accountOf(lost)))) {
      outcome = await takeBack(lost, target);
      if (outcome.type !== 'refused' || !mayTryNext(outcome.sipCode)) break;
    }
    if (outcome.type === 'taken-back') {
      this.#talking = true;
      return store.setState({ takeBack: null });
    }
    if (outcome.type === 'not-asked') return this.#fail(lost, busy() ? 'no-line' : 'microphone', null);
    this.#fail(lost, failureOf(outcome.sipCode), outcome.sipCode);
  }

  #tooLate(): void {
    const lost = this.#waiting;
    this.#waiting = [];
    this.#unprepare?.();
    for (const call of lost) this.#fail(call, 'too-late', null);
  }

  #fail(lost: LostCall, failure: TakeBackFailure, sipCode: number | null): void {
    this.#others.push(lost);
    void this.finishOthers();
    this.#back = { number: lost.journal.remoteNumber, accountId: accountOf(lost) };
    this.#show(lost, { state: 'failed', failure, sipCode });
  }

  #show({ draft, journal }: LostCall, part: Pick<TakeBackView, 'state'> & Partial<TakeBackView>): void {
    const number = maskNumber(journal.remoteNumber, this.#options.country());
    const displayName = draft.customerName ?? number;
    this.#options.store.setState({ takeBack: { displayName, number, failure: null, sipCode: null, ...part } });
  }
}
