import type { Disposition } from '../contracts/calls';
import type { RecordedScript } from '../contracts/cues';
import type { CallRecord } from '../contracts/records';
import { lift, wilson, type Estimate } from './card-budget';

/** How the calls of one version of a script ended. */
export interface ScriptOutcome extends Pick<RecordedScript, 'id' | 'label'> {
  /** Answered, and no practice. */
  readonly calls: number;
  /** Sold, interested, or to be called back. */
  readonly good: number;
  readonly sales: number;
  /** Shares with their 95 % Wilson intervals. */
  readonly goodShare: Estimate;
  readonly saleShare: Estimate;
  /** The share of good ends beyond that of the first version; null for the first. */
  readonly beyondFirst: Estimate | null;
}

const GOOD = new Set<Disposition>(['sale', 'interested', 'callback']);

/** What a record tells of its script. */
export type ScriptRecord = Pick<CallRecord, 'answeredAt' | 'practice' | 'disposition' | 'script'>;

/**
 * By version, in the order of the book's, then those it no longer has; under the label of the latest record. Records come
 * newest first.
 *
 * @param versions ids of the book's versions
 */
export function scriptOutcomes(records: readonly ScriptRecord[], versions: readonly string[]): ScriptOutcome[] {
  const byId = new Map<string, { label: string; calls: number; good: number; sales: number }>();
  for (const { answeredAt, practice, disposition, script } of records) {
    if (!script || answeredAt === null || practice !== undefined) continue;
    const one = byId.get(script.id) ?? { label: script.label, calls: 0, good: 0, sales: 0 };
    one.calls += 1;
    if (disposition !== null && GOOD.has(disposition)) one.good += 1;
    if (disposition === 'sale') one.sales += 1;
    byId.set(script.id, one);
  }
  const rank = (id: string) => (versions.includes(id) ? versions.indexOf(id) : versions.length);
  const all = [...byId].sort(([a], [b]) => rank(a) - rank(b));
  const first = all[0]?.[1];
  return all.map(([id, one]) => ({
    id,
    ...one,
    goodShare: share(one.good, one.calls),
    saleShare: share(one.sales, one.calls),
    beyondFirst: first && one !== first ? lift(one, first) : null,
  }));
}

function share(good: number, calls: number): Estimate {
  return { mean: good / calls, ...wilson(good, calls) };
}
