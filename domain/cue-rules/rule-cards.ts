import type { Cue } from '../../contracts/cues';
import { evaluate, type Verdict } from './evaluate';
import type { CueFacts } from './facts';

/** What a rule found when it was last asked, by cue id. */
export type RulesMet = Readonly<Record<string, Verdict['truth']>>;

export interface RuleChange {
  cue: Cue;
  verdict: Verdict;
  before: Verdict['truth'];
}

/** Asks every rule of the book; gives those whose answer has changed, and all answers. */
export function askRules(
  cues: readonly Cue[],
  facts: CueFacts,
  met: RulesMet,
): { met: RulesMet; changes: RuleChange[] } {
  const changes: RuleChange[] = [];
  const next: Record<string, Verdict['truth']> = {};
  for (const cue of cues) {
    if (!cue.when) continue;
    const verdict = evaluate(cue.when, facts);
    const before = met[cue.id] ?? 'no';
    next[cue.id] = verdict.truth;
    if (verdict.truth !== before) changes.push({ cue, verdict, before });
  }
  return { met: next, changes };
}
