import type { CueCondition } from '../../contracts/cue-rules';
import type { CueBook } from '../../contracts/cues';

export interface RuleProblem {
  /** `cues.3.when`. */
  path: string;
  message: string;
}

/** Rules that can never hold: a stage that the script does not have, or a thing and its opposite at once. */
export function deadRules({ cues, script }: Pick<CueBook, 'cues' | 'script'>): RuleProblem[] {
  const stages = new Set(script.map(({ id }) => id));
  return cues.flatMap(({ when }, index) => {
    const message = when && whyDead(when, stages);
    return message ? [{ path: `cues.${String(index)}.when`, message }] : [];
  });
}

function whyDead(condition: CueCondition, stages: ReadonlySet<string>): string | null {
  if ('stage' in condition && !stages.has(condition.stage))
    return `never holds: the script has no stage "${condition.stage}"`;
  if ('any' in condition) {
    const reasons = condition.any.map((part) => whyDead(part, stages));
    return reasons.every((reason) => reason !== null) ? (reasons[0] ?? null) : null;
  }
  if (!('all' in condition)) return null;
  const known = condition.all.map((part) => JSON.stringify(part));
  const contradicts = condition.all.some((part) => 'not' in part && known.includes(JSON.stringify(part.not)));
  if (contradicts) return 'never holds: it asks for a thing and for its opposite';
  const asked = new Set(condition.all.flatMap((part) => ('stage' in part ? [part.stage] : [])));
  if (asked.size > 1) return 'never holds: the script is at one stage at a time';
  return condition.all.map((part) => whyDead(part, stages)).find((reason) => reason !== null) ?? null;
}
