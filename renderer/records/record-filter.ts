import type { CallCause, Direction, Disposition } from '../../contracts/calls';
import type { CallRecord } from '../../contracts/records';
import type { SyncState } from './database';

/** What the Records tab asks for; what is left out matches everything. */
export interface RecordFilter {
  /** Words, all of which must be found in number, name, notes, cards, keywords or transcript. */
  text?: string;
  direction?: Direction;
  cause?: CallCause;
  disposition?: Disposition;
  syncState?: SyncState;
  /** Only calls to practice customers, or only real ones. */
  practice?: boolean;
  limit?: number;
}

export function matches(record: CallRecord, syncState: SyncState, filter: RecordFilter): boolean {
  if (filter.direction !== undefined && record.direction !== filter.direction) return false;
  if (filter.cause !== undefined && record.cause !== filter.cause) return false;
  if (filter.disposition !== undefined && record.disposition !== filter.disposition) return false;
  if (filter.practice !== undefined && (record.practice !== undefined) !== filter.practice) return false;
  if (filter.syncState !== undefined && syncState !== filter.syncState) return false;
  const query = normalise(filter.text ?? '').trim();
  if (query === '') return true;
  // A number pasted with spaces and dashes is one word, not several.
  const digits = query.replace(/[\s()+.-]/g, '');
  if (/^\d{3,}$/.test(digits) && record.remoteNumber.replace(/\D/g, '').includes(digits)) return true;
  const text = searchable(record);
  return query.split(/\s+/).every((word) => text.includes(word));
}

function searchable(record: CallRecord): string {
  const said = record.timeline.flatMap((entry) => {
    if (entry.type === 'card') return [entry.title];
    if (entry.type === 'keyword') return [entry.phrase];
    return entry.type === 'note' ? [entry.text] : [];
  });
  const lines = (record.transcript?.lines ?? []).map(({ text }) => text);
  return normalise([record.remoteNumber, record.customerName ?? '', record.notes, ...said, ...lines].join('\n'));
}

function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
