import type { CueCondition } from '../contracts/cue-rules';
import type { CueBook } from '../contracts/cues';
import { partsOf } from './cue-rules/explain';
import type { ScriptLine } from './script-graph';
import { allScriptLines, linesOf, scriptVersionsOf, withLines } from './script-versions';

/** Lines of a script under the editor's hands, by version (null: a single script) and place. A branch to a line that is
 * gone is left: the check names it, and the line may come back. */
type Version = string | null;

export interface MadeLine {
  book: CueBook;
  id: string;
}

/** An empty line below that one; `below` -1: at the top. */
export function withNewLine(book: CueBook, version: Version, below: number, title: string): MadeLine {
  const id = freeLineId(book);
  const line: ScriptLine = { id, title, line: '', next: [], mustSay: [], last: false };
  return { book: withLines(book, version, (script) => script.toSpliced(below + 1, 0, line)), id };
}

/** A copy right below the line it is of. */
export function withLineCopy(book: CueBook, version: Version, index: number, title: string): MadeLine {
  const id = freeLineId(book);
  const copied = linesOf(book, version)[index];
  if (!copied) return { book, id };
  return { book: withLines(book, version, (script) => script.toSpliced(index + 1, 0, { ...copied, id, title })), id };
}

export function withoutLine(book: CueBook, version: Version, index: number): CueBook {
  return withLines(book, version, (script) => script.filter((_, at) => at !== index));
}

/** Up (-1) or down (1); the same book at the edge. */
export function withLineMoved(book: CueBook, version: Version, index: number, by: -1 | 1): CueBook {
  const script = linesOf(book, version);
  return swapped(script, index, by) === null
    ? book
    : withLines(book, version, (own) => swapped(own, index, by) ?? [...own]);
}

/** A list with one of its own moved up or down; null at the edge. */
export function swapped<T>(list: readonly T[], index: number, by: -1 | 1): T[] | null {
  const [one, other] = [list[index], list[index + by]];
  if (one === undefined || other === undefined) return null;
  return list.map((own, at) => (at === index ? other : at === index + by ? one : own));
}

/** The lines that lead to that one: by a branch, or because it stands below and nothing else is certain to come. */
export function leadingTo(script: readonly ScriptLine[], index: number): ScriptLine[] {
  const wanted = script[index]?.id;
  return script.filter(({ next, last }, at) => {
    if (last) return false;
    const below = at + 1 === index && next.every(({ when }) => when !== undefined);
    return below || next.some(({ to }) => to === wanted);
  });
}

/** An id that no line has, and that nothing in the book names: a rule that waits for a line that is gone stays without it. */
function freeLineId(book: CueBook): string {
  const scripts = [book.script, ...scriptVersionsOf(book).map(({ script }) => script)].flat();
  const conditions = [...book.cues, ...scripts.flatMap(({ next }) => next)].flatMap(({ when }) => (when ? [when] : []));
  const taken = new Set([
    ...allScriptLines(book).map(({ id }) => id),
    ...scripts.flatMap(({ next }) => next.map(({ to }) => to)),
    ...conditions.flatMap(stagesOf),
  ]);
  for (let number = 1; ; number += 1) if (!taken.has(`line-${String(number)}`)) return `line-${String(number)}`;
}

function stagesOf(condition: CueCondition): string[] {
  return 'stage' in condition ? [condition.stage] : partsOf(condition).flatMap(stagesOf);
}
