import type { Balance } from './ledger';
import type { Watchable } from './watch';

/** What a case saw, in words, and a figure where one was taken. */
export interface Seen {
  /** What the agent saw. */
  readonly seen: string;
  readonly figure?: string;
}

/** Where a case is played: it is watched, its calls are settled, its faults end, and nothing of it is left behind. */
export interface CaseStage extends Watchable {
  settle(sinceMs: number): Promise<Balance>;
  /** No fault from now on. */
  calm(): void;
  /** Leaves no call to the next case, also after one that failed in the middle of a call. */
  tidy(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * One failure of docs/reliability.md, injected and judged. The end-to-end tests and `npm run survive` run the same
 * ones. Throws where Sidetone did not do as it must; leaves the desk without a call.
 */
export interface SurviveCase<Stage> {
  /** Short, for `--only` and the table. */
  readonly name: string;
  /** Of docs/reliability.md; null for what is in none. */
  readonly row: number | null;
  /** What Sidetone does: the test's name. */
  readonly title: string;
  /** What was done to it. */
  readonly injected: string;
  run(stage: Stage): Promise<Seen>;
}
