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

/** Intents and fields of the form, by their ids and keys. */
export interface KnownNames {
  readonly intents: ReadonlySet<string>;
  readonly fields: ReadonlySet<string>;
}

/** The intents and fields that a condition names and nobody knows: it never holds. */
export function unknownIn(
  condition: CueCondition,
  known: KnownNames,
): { code: 'unknown-intent' | 'unknown-field'; detail: string }[] {
  if ('intent' in condition) {
    const { intent } = condition;
    return intent === '' || known.intents.has(intent) ? [] : [{ code: 'unknown-intent', detail: intent }];
  }
  if ('form' in condition) {
    const { key } = condition.form;
    return key === '' || known.fields.has(key) ? [] : [{ code: 'unknown-field', detail: key }];
  }
  return partsOf(condition).flatMap((part) => unknownIn(part, known));
}

/** How much of what a rule asks for has come: of alternatives, the one that is nearest. */
export function metShare({ condition, verdict, parts }: RuleNote): number {
  if (verdict.truth !== 'no') return 1;
  if ('any' in condition) return Math.max(0, ...parts.map(metShare));
  if ('all' in condition) return parts.reduce((sum, part) => sum + metShare(part), 0) / Math.max(1, parts.length);
  return 0;
}
