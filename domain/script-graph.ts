import type { CueBook } from '../contracts/cues';
import type { TranscriptLine } from '../contracts/transcript';
import { evaluate, saidIn } from './cue-rules/evaluate';
import type { CueFacts } from './cue-rules/facts';

export type ScriptLine = CueBook['script'][number];

/**
 * The line that follows: the first branch whose condition holds for certain, else the first branch without one, else
 * the line below. Null only after a line that is meant to be the last: the agent is never without a next line.
 */
export function nextLineId(script: readonly ScriptLine[], lineId: string, facts: CueFacts): string | null {
  const at = script.findIndex(({ id }) => id === lineId);
  const line = script[at];
  if (!line) return script[0]?.id ?? null;
  if (line.last) return null;
  const branch = line.next.find(({ when }) => when === undefined || evaluate(when, facts).truth === 'certain');
  return branch?.to ?? script[at + 1]?.id ?? null;
}

/** The lines whose mandatory words the agent has said by this sentence, beside those that were ticked before. */
export function tickSaid(
  script: readonly ScriptLine[],
  ticked: readonly string[],
  { leg, text }: Pick<TranscriptLine, 'leg' | 'text'>,
): readonly string[] {
  if (leg !== 'agent') return ticked;
  const said = script.filter(
    ({ id, mustSay }) => !ticked.includes(id) && mustSay.some((phrase) => saidIn(text, phrase)),
  );
  return said.length === 0 ? ticked : [...ticked, ...said.map(({ id }) => id)];
}

export interface ScriptProblem {
  code: 'line-id-twice' | 'branch-nowhere' | 'line-unreachable' | 'script-circles';
  /** Which line, and which of its branches where it is about one. */
  index: number;
  branch: number | null;
  /** The line's id, or the target that is not there. */
  detail: string;
  /** `script.2.next.0`. */
  path: string;
  message: string;
}

/** What would strand the agent or never be read: unknown and unreachable lines, ids used twice, loops without a way out. */
export function scriptProblems(script: readonly ScriptLine[]): ScriptProblem[] {
  const problems: ScriptProblem[] = [];
  const at = new Map<string, number>();
  script.forEach(({ id }, index) => at.set(id, at.get(id) ?? index));
  script.forEach((line, index) => {
    const path = `script.${String(index)}`;
    const { id } = line;
    if (at.get(id) !== index) {
      const message = `line id "${id}" is used twice`;
      problems.push({ code: 'line-id-twice', index, branch: null, detail: id, path: `${path}.id`, message });
    }
    line.next.forEach(({ to }, branch) => {
      if (at.has(to)) return;
      const place = { index, branch, path: `${path}.next.${String(branch)}.to` };
      problems.push({ code: 'branch-nowhere', ...place, detail: to, message: `there is no line "${to}"` });
    });
  });
  if (problems.length > 0) return problems;
  const follows = script.map((line, index) => waysOut(script, line, index, at));
  const reached = walk([0], (index) => follows[index] ?? []);
  const backwards = script.map((_, index) => follows.flatMap((ways, from) => (ways.includes(index) ? [from] : [])));
  const ends = follows.flatMap((ways, index) => (ways.length === 0 ? [index] : []));
  const finishing = walk(ends, (index) => backwards[index] ?? []);
  script.forEach(({ id }, index) => {
    const place = { index, branch: null, detail: id, path: `script.${String(index)}` };
    if (!reached.has(index))
      problems.push({ code: 'line-unreachable', ...place, message: `no way leads to the line "${id}"` });
    else if (!finishing.has(index))
      problems.push({ code: 'script-circles', ...place, message: `from the line "${id}" the script goes in circles` });
  });
  return problems;
}

function waysOut(script: readonly ScriptLine[], line: ScriptLine, index: number, at: Map<string, number>): number[] {
  if (line.last) return [];
  const branches = line.next.map(({ to }) => at.get(to) ?? -1);
  const always = line.next.some(({ when }) => when === undefined);
  return always || index + 1 >= script.length ? branches : [...branches, index + 1];
}

function walk(from: readonly number[], ways: (index: number) => readonly number[]): Set<number> {
  const seen = new Set(from);
  const open = [...from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const way of ways(index)) {
      if (seen.has(way)) continue;
      seen.add(way);
      open.push(way);
    }
  }
  return seen;
}
