import type { CallRecord } from '../contracts/records';
import { lift, wilson, type Estimate } from './card-budget';
import { endedWell } from './script-outcomes';

/** How calls ended in which a card came up, with it and without it. */
export interface CardTrial {
  readonly cueId: string;
  readonly title: string;
  readonly offered: Arm;
  readonly heldOut: Arm;
  /** The share of calls that ended well, with the card beyond that without; null until both have a call. */
  readonly beyond: Estimate | null;
}

export interface Arm {
  readonly calls: number;
  /** Sold, interested, or to be called back. */
  readonly good: number;
  /** With its 95 % Wilson interval; null without a call. */
  readonly share: Estimate | null;
}

type TrialRecord = Pick<CallRecord, 'answeredAt' | 'practice' | 'disposition' | 'timeline'>;

/**
 * What cards bring, by the calls whose chance was drawn: those in which a card was held out against all others in which
 * its words were said, whether the budget let it lead or not, for only the draw is random. Cards whose words were taken
 * back, practice, and calls that nobody answered are left out. Newest records first; the most calls first.
 */
export function cardTrials(records: readonly TrialRecord[]): CardTrial[] {
  const trials = new Map<
    string,
    { title: string; arms: Record<'offered' | 'held-out', { calls: number; good: number }> }
  >();
  for (const record of records) {
    if (record.answeredAt === null || record.practice !== undefined) continue;
    const last = new Map<string, Extract<CallRecord['timeline'][number], { type: 'card' }>>();
    for (const entry of record.timeline) if (entry.type === 'card') last.set(entry.cueId, entry);
    for (const { cueId, title, state, trial } of last.values()) {
      if (trial === undefined || state === 'withdrawn') continue;
      const none = () => ({ calls: 0, good: 0 });
      const known = trials.get(cueId) ?? { title, arms: { offered: none(), 'held-out': none() } };
      known.arms[trial].calls += 1;
      if (endedWell(record.disposition)) known.arms[trial].good += 1;
      trials.set(cueId, known);
    }
  }
  return [...trials]
    .map(([cueId, { title, arms }]) => {
      const [offered, heldOut] = [arms.offered, arms['held-out']];
      return { cueId, title, offered: armOf(offered), heldOut: armOf(heldOut), beyond: lift(offered, heldOut) };
    })
    .sort((a, b) => b.offered.calls + b.heldOut.calls - a.offered.calls - a.heldOut.calls);
}

function armOf({ calls, good }: { calls: number; good: number }): Arm {
  return { calls, good, share: calls === 0 ? null : { mean: good / calls, ...wilson(good, calls) } };
}
