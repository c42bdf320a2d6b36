import type { CallCause, Direction, Disposition } from '../../../contracts/calls';
import type { FieldValue } from '../../../contracts/forms';
import type { CallRecord } from '../../../contracts/records';
import type { Trouble } from '../trouble';

export type RecordSync = 'synced' | 'waiting' | 'refused';

/** One line of the records table and of the recent calls. */
export interface RecordRow {
  recordId: string;
  direction: Direction;
  maskedNumber: string;
  customerName: string | null;
  /** Of the account it came or went by; `agentAccount` is absent for the main one. */
  agentExtension: string;
  agentAccount?: string | undefined;
  /** ISO 8601. */
  startedAt: string;
  answered: boolean;
  talkMs: number;
  cause: CallCause;
  disposition: Disposition | null;
  cueTitles: string[];
  optOut: boolean;
  /** To a practice customer: it counts in no statistics of real calls. */
  practice?: boolean;
  sync: RecordSync;
}

export interface RecordDetailView {
  record: CallRecord;
  maskedNumber: string;
  sync: RecordSync;
  syncTrouble: Trouble | null;
  /** Place in the desk's chain; null until it is chained. */
  chainNumber: number | null;
  hash: string | null;
  /** Values of the form that stayed on this desk, by field. */
  heldBack?: Record<string, FieldValue>;
}

export interface RecordFilter {
  text: string;
  direction: Direction | 'all';
  result: Disposition | 'all';
  sync: RecordSync | 'all';
}

export interface RecordsView {
  filter: RecordFilter;
  rows: RecordRow[];
  /** All records of the desk, whatever the filter. */
  total: number;
  selected: RecordDetailView | null;
}

export const EMPTY_FILTER: RecordFilter = { text: '', direction: 'all', result: 'all', sync: 'all' };
