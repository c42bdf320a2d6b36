import type { CallRecord } from '../contracts/records';
import type { CardCounts } from './card-budget';

/** As a cue book writes a card's id; whatever else stands in a record is no card that anybody could have. */
const CUE_ID = /^[a-z0-9-]{1,100}$/;

/**
 * How often the agent used or put away each card of a call, as the desk itself counts: each mark once. None in practice.
 */
export function cardMarks({ practice, timeline }: Pick<CallRecord, 'practice' | 'timeline'>): Map<string, CardCounts> {
  const marks = new Map<string, CardCounts>();
  if (practice !== undefined) return marks;
  for (const entry of timeline) {
    if (entry.type !== 'card' || !CUE_ID.test(entry.cueId)) continue;
    if (entry.state !== 'used' && entry.state !== 'dismissed') continue;
    const before = marks.get(entry.cueId) ?? { used: 0, dismissed: 0 };
    marks.set(entry.cueId, { ...before, [entry.state]: before[entry.state] + 1 });
  }
  return marks;
}
