import type { CueCondition } from '../../contracts/cue-rules';
import { evaluate, type Verdict } from './evaluate';
import type { CueFacts } from './facts';

/** A condition with its verdict, and those of what it is made of. */
export interface RuleNote {
  readonly condition: CueCondition;
  readonly verdict: Verdict;
  readonly parts: readonly RuleNote[];
}

/** Why a rule holds or does not: each verdict is {@link evaluate}'s own. */
export function explain(condition: CueCondition, facts: CueFacts, sinceMs = -Infinity): RuleNote {
  const from =
    'withinSeconds' in condition ? Math.max(sinceMs, facts.nowMs - condition.withinSeconds * 1_000) : sinceMs;
  return {
    condition,
    verdict: evaluate(condition, facts, sinceMs),
    parts: partsOf(condition).map((part) => explain(part, facts, from)),
  };
}

/** What a condition is made of; none where it asks for one thing. */
export function partsOf(condition: CueCondition): readonly CueCondition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : [];
}

/** Every intent that a condition names. */
export function intentsNamed(condition: CueCondition): string[] {
  return 'intent' in condition ? [condition.intent] : partsOf(condition).flatMap(intentsNamed);
}

/** How much of what a rule asks for has come: of alternatives, the one that is nearest. */
export function metShare({ condition, verdict, parts }: RuleNote): number {
  if (verdict.truth !== 'no') return 1;
  if ('any' in condition) return Math.max(0, ...parts.map(metShare));
  if ('all' in condition) return parts.reduce((sum, part) => sum + metShare(part), 0) / Math.max(1, parts.length);
  return 0;
}
