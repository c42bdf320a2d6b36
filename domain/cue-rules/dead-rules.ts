import type { CueCondition } from '../../contracts/cue-rules';
import type { CueBook } from '../../contracts/cues';
import { allScriptLines } from '../script-versions';

/** Why a rule can never hold. */
export interface DeadReason {
  code: 'no-such-stage' | 'its-opposite' | 'two-stages';
  /** The stage that is not there. */
  detail: string;
}

export interface RuleProblem extends DeadReason {
  /** `cues.3.when`. */
  path: string;
  message: string;
}

/** Rules that can never hold: a stage that the script does not have, or a thing and its opposite at once. */
export function deadRules(book: Pick<CueBook, 'cues' | 'script' | 'scriptVersions'>): RuleProblem[] {
  const { cues } = book;
  const stages = new Set(allScriptLines(book).map(({ id }) => id));
  return cues.flatMap(({ when }, index) => {
    const reason = when && whyDead(when, stages);
    return reason
      ? [{ ...reason, path: `cues.${String(index)}.when`, message: messages[reason.code](reason.detail) }]
      : [];
  });
}

const messages = {
  'no-such-stage': (stage: string) => `never holds: the script has no stage "${stage}"`,
  'its-opposite': () => 'never holds: it asks for a thing and for its opposite',
  'two-stages': () => 'never holds: the script is at one stage at a time',
};

/** Why a condition can never hold, by the stages there are. */
export function whyDead(condition: CueCondition, stages: ReadonlySet<string>): DeadReason | null {
  if ('stage' in condition && !stages.has(condition.stage)) return { code: 'no-such-stage', detail: condition.stage };
  if ('any' in condition) {
    const reasons = condition.any.map((part) => whyDead(part, stages));
    return reasons.every((reason) => reason !== null) ? (reasons[0] ?? null) : null;
  }
  if (!('all' in condition)) return null;
  const known = condition.all.map((part) => JSON.stringify(part));
  const contradicts = condition.all.some((part) => 'not' in part && known.includes(JSON.stringify(part.not)));
  if (contradicts) return { code: 'its-opposite', detail: '' };
  const asked = new Set(condition.all.flatMap((part) => ('stage' in part ? [part.stage] : [])));
  if (asked.size > 1) return { code: 'two-stages', detail: '' };
  return condition.all.map((part) => whyDead(part, stages)).find((reason) => reason !== null) ?? null;
}
