import type { TranscriptLine } from '../contracts/transcript';
import { explain, type RuleNote } from './cue-rules/explain';
import type { CueFacts } from './cue-rules/facts';
import { nextLineId, tickSaid, type ScriptLine } from './script-graph';

export interface TriedBranch {
  /** Null: a line that is not there. */
  readonly to: ScriptLine | null;
  /** Why it holds or does not; null for a branch that always does. */
  readonly note: RuleNote | null;
  /** The one that is followed. */
  readonly followed: boolean;
}

/** Where a script goes on from a line, by what was said. */
export interface TriedScript {
  readonly line: ScriptLine;
  readonly branches: readonly TriedBranch[];
  /** Null: it ends here. */
  readonly next: ScriptLine | null;
  /** Every line from the next one on, were nothing more said; no line twice. */
  readonly way: readonly ScriptLine[];
  /** Whether the agent has said what must be said here; null where nothing must. */
  readonly said: boolean | null;
}

/** What a call's script shows as the next line; `lineId` null: at the first line. Null for a script without a line. */
export function tryScript(
  script: readonly ScriptLine[],
  lineId: string | null,
  facts: CueFacts,
  said: readonly TranscriptLine[],
): TriedScript | null {
  const line = script.find(({ id }) => id === lineId) ?? script[0];
  if (!line) return null;
  const at = (id: string | null) => script.find((one) => one.id === id) ?? null;
  const after = (from: ScriptLine) => at(nextLineId(script, from.id, facts));
  const notes = line.next.map(({ when }) => (when ? explain(when, facts) : null));
  const followed = line.last ? -1 : notes.findIndex((note) => note === null || note.verdict.truth === 'certain');
  const next = after(line);
  const way: ScriptLine[] = [];
  for (let one = next; one && !way.includes(one); one = after(one)) way.push(one);
  const ticked = said.reduce<readonly string[]>((before, sentence) => tickSaid([line], before, sentence), []);
  return {
    line,
    branches: line.next.map(({ to }, index) => ({
      to: at(to),
      note: notes[index] ?? null,
      followed: index === followed,
    })),
    next,
    way,
    said: line.mustSay.length === 0 ? null : ticked.includes(line.id),
  };
}
