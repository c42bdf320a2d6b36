import type { Disposition } from '../contracts/calls';
import type { RecordedScript } from '../contracts/cues';
import type { CallRecord } from '../contracts/records';
import type { ScriptSums } from '../contracts/server-api';
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

/** Sold, interested, or to be called back. */
export const endedWell = (disposition: Disposition | null): boolean => disposition !== null && GOOD.has(disposition);

/** What a record tells of its script. */
export type ScriptRecord = Pick<CallRecord, 'answeredAt' | 'practice' | 'disposition' | 'script'>;

/** Calls of one version in one wording, counted; the latest label. */
export type ScriptTally = Omit<ScriptSums, 'language'>;

/** What a call counts for its version; null: nothing, for nobody answered, or it was practice, or there was one script. */
export function scriptTally({ answeredAt, practice, disposition, script }: ScriptRecord): ScriptTally | null {
  if (!script || answeredAt === null || practice !== undefined) return null;
  const { id, label, wording = null } = script;
  const good = endedWell(disposition) ? 1 : 0;
  return { id, label, wording, calls: 1, good, sales: disposition === 'sale' ? 1 : 0 };
}

/**
 * By version, in the order of `wordings` (the book's), then those it no longer has, by id; under the first label, so the
 * latest comes first. Of a version that the book has, calls with another wording are left out: that was another script.
 * Those of unknown wording stay.
 */
export function scriptOutcomes(
  tallies: readonly ScriptTally[],
  wordings: ReadonlyMap<string, string> = new Map(),
): ScriptOutcome[] {
  const byId = new Map<string, Pick<ScriptTally, 'label' | 'calls' | 'good' | 'sales'>>();
  for (const { id, label, wording, calls, good, sales } of tallies) {
    const inForce = wordings.get(id);
    if (wording !== null && inForce !== undefined && wording !== inForce) continue;
    const one = byId.get(id) ?? { label, calls: 0, good: 0, sales: 0 };
    byId.set(id, { ...one, calls: one.calls + calls, good: one.good + good, sales: one.sales + sales });
  }
  const versions = [...wordings.keys()];
  const rank = (id: string) => (versions.includes(id) ? versions.indexOf(id) : versions.length);
  const all = [...byId].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
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
