import type { DecisionRequest } from '../../contracts/contests';
import { toFailure, type Failure } from '../../contracts/errors';
import type { QualityScore } from '../../contracts/quality-form';
import { contest, contestedScore, OWN_WORD } from '../../domain/quality/contest';
import type { ContestStore, KeptContests } from '../records/contest-store';
import type { AppStore, ContestActions } from '../ui/model';
import type { ContestClient } from './contest-client';

const AGAIN_MS = 30_000;

export interface ContestFlowOptions {
  store: AppStore;
  contests: Pick<ContestStore, 'get' | 'put' | 'waiting'>;
  notice(failure: Failure, level?: 'warning'): void;
  nowIso(): string;
}

/**
 * Contests of the scores of this desk's calls: kept at once, sent when the server is there, and again until it has
 * them. For a supervisor's desk also the decisions.
 */
export class ContestFlow {
  readonly #options: ContestFlowOptions;
  #client: Pick<ContestClient, 'of' | 'contest' | 'decide' | 'open'> | null = null;
  #again: ReturnType<typeof setTimeout> | null = null;
  /** While a supervisor looks at the floor. */
  #look: ReturnType<typeof setTimeout> | null = null;
  /** One after another: what is kept of a record is read, changed and written. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: ContestFlowOptions) {
    this.#options = options;
    options.store.subscribe(({ tab }, before) => {
      if (tab === 'monitor' && before.tab !== 'monitor') void this.refreshOpen();
    });
  }

  readonly actions: ContestActions = {
    contest: (recordId, itemId, comment) => void this.contest(recordId, itemId, comment),
    decide: (recordId, decision) => void this.decide(recordId, decision),
  };

  /** The server knows the desk: what waits is sent. */
  enrolled(client: Pick<ContestClient, 'of' | 'contest' | 'decide' | 'open'>): Promise<void> {
    this.#client = client;
    void this.refreshOpen();
    return this.send();
  }

  /** What is known of a record that is opened, and then what the server knows. */
  async opened(recordId: string): Promise<void> {
    this.#show(recordId, await this.#options.contests.get(recordId));
    if (!this.#client) return;
    try {
      const { items } = await this.#client.of(recordId);
      await this.#change(recordId, (kept) => ({ ...kept, known: items }));
    } catch {
      // Offline, or the record is still on its way: what is kept stands.
    }
  }

  async contest(recordId: string, itemId: string, comment: string): Promise<void> {
    const at = this.#options.nowIso();
    try {
      await this.#change(recordId, (kept, score) => {
        if (score) contest(contestedScore(score, kept), itemId, comment, { by: OWN_WORD, at });
        return { ...kept, waiting: [...kept.waiting, { itemId, comment: comment.trim(), at }] };
      });
      await this.send();
    } catch (error) {
      this.#options.notice(toFailure(error), 'warning');
    }
  }

  async decide(recordId: string, decision: DecisionRequest): Promise<void> {
    try {
      await this.#client?.decide(recordId, decision);
    } catch (error) {
      this.#options.notice(toFailure(error), 'warning');
    }
    await this.refreshOpen();
  }

  /** For supervisors: what waits for a decision. Kept as it was where the server does not answer. */
  async refreshOpen(): Promise<void> {
    const { store } = this.#options;
    if (!this.#client || store.getState().role !== 'supervisor') return;
    const openContests = await this.#client.open().catch(() => null);
    if (openContests) store.setState({ openContests });
    if (this.#look) clearTimeout(this.#look);
    this.#look = store.getState().tab === 'monitor' ? setTimeout(() => void this.refreshOpen(), AGAIN_MS) : null;
  }

  /** Sends what waits; tries again later where the server is not there or has not got the record yet. */
  async send(): Promise<void> {
    if (this.#again) clearTimeout(this.#again);
    this.#again = null;
    if (!this.#client) return;
    for (const recordId of await this.#options.contests.waiting()) {
      const { waiting } = await this.#options.contests.get(recordId);
      for (const each of waiting) {
        try {
          const { items } = await this.#client.contest(recordId, each);
          await this.#change(recordId, (kept) => ({
            known: items,
            waiting: kept.waiting.filter(({ at }) => at !== each.at),
          }));
        } catch (error) {
          const failure = toFailure(error);
          if (failure.retryable) {
            this.#again ??= setTimeout(() => void this.send(), AGAIN_MS);
            break;
          }
          this.#options.notice(failure, 'warning');
          await this.#change(recordId, (kept) => ({
            ...kept,
            waiting: kept.waiting.filter(({ at }) => at !== each.at),
          }));
        }
      }
    }
  }

  #change(
    recordId: string,
    next: (kept: KeptContests, score: QualityScore | undefined) => KeptContests,
  ): Promise<void> {
    const change = this.#queue.then(async () => {
      const { selected } = this.#options.store.getState().records;
      const score = selected?.record.recordId === recordId ? selected.record.review?.score : undefined;
      const kept = next(await this.#options.contests.get(recordId), score);
      await this.#options.contests.put(recordId, kept);
      this.#show(recordId, kept);
    });
    this.#queue = change.catch(() => undefined);
    return change;
  }

  #show(recordId: string, kept: KeptContests): void {
    this.#options.store.setState((model) => ({ contests: { ...model.contests, [recordId]: kept } }));
  }
}
