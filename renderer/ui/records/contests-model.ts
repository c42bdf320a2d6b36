import type { ContestRequest, DecisionRequest, RecordContests } from '../../../contracts/contests';

/** What was said of a record's score: told by the server, and written here but not yet sent. */
export interface ContestsView {
  known: RecordContests['items'];
  waiting: ContestRequest[];
}

export interface ContestActions {
  /** The agent's word against an item. */
  contest(recordId: string, itemId: string, comment: string): void;
  /** The supervisor's word on it. */
  decide(recordId: string, decision: DecisionRequest): void;
}
