import type { CueBook, RecordedScript, ScriptVersion } from '../contracts/cues';
import { fnv1a, holdOutChance } from './card-budget';
import { scriptProblems, type ScriptLine } from './script-graph';

/** A version with its lines; those of the first stand in the book's own `script`. */
export interface ScriptChoice extends RecordedScript {
  readonly script: readonly ScriptLine[];
}

export interface VersionProblem {
  code: 'shares-wrong' | 'version-empty' | 'label-twice' | 'script-wrong';
  /** `scriptVersions.1.script.2`. */
  path: string;
  message: string;
  /** The label of the version, or what the shares come to. */
  detail: string;
}

type Scripts = Pick<CueBook, 'script' | 'scriptVersions'>;

/** Every version in its order; none where the book has a single script. */
export function scriptVersionsOf({ script, scriptVersions = [] }: Scripts): ScriptChoice[] {
  return scriptVersions.map((version) => ({ ...version, script: version.script ?? script }));
}

/**
 * The version of a call: by chance according to the shares, and the same one whenever it is asked for, since the chance
 * is a hash of the call's id. Null where the book has a single script.
 *
 * @param before what the call was given earlier (before a crash): kept while the book still has it
 */
export function chooseScript(book: Scripts, callId: string, before?: RecordedScript): ScriptChoice | null {
  const versions = scriptVersionsOf(book);
  const kept = versions.find(({ id }) => id === before?.id);
  if (kept) return kept;
  const all = versions.reduce((sum, { sharePercent }) => sum + sharePercent, 0);
  let left = holdOutChance(callId, 'script') * all;
  for (const version of versions) {
    left -= version.sharePercent;
    if (left < 0) return version;
  }
  return versions[0] ?? null;
}

/** As the record of a call keeps it. */
export function recordedScriptOf({ id, label, sharePercent, script }: ScriptChoice): RecordedScript {
  return { id, label, sharePercent, wording: wordingOf(script) };
}

/** The wording of each version that the book has, by its id. */
export function wordingsOf(book: Scripts): ReadonlyMap<string, string> {
  return new Map(scriptVersionsOf(book).map(({ id, script }) => [id, wordingOf(script)]));
}

/** Which lines, in which order: their ids and what is read aloud. */
function wordingOf(script: readonly ScriptLine[]): string {
  return fnv1a(JSON.stringify(script.map(({ id, line }) => [id, line])))
    .toString(16)
    .padStart(8, '0');
}

/** The book as a call uses it: with the chosen script alone. */
export function withScript(book: CueBook, choice: ScriptChoice | null): CueBook {
  return choice ? { ...book, script: [...choice.script] } : book;
}

/** The lines of all versions, each id once: what a rule may name as a stage. */
export function allScriptLines(book: Scripts): ScriptLine[] {
  const lines = new Map<string, ScriptLine>();
  for (const script of [book.script, ...scriptVersionsOf(book).map((version) => version.script)])
    for (const line of script) if (!lines.has(line.id)) lines.set(line.id, line);
  return [...lines.values()];
}

/** Shares that do not make a whole, versions without a line or with the same label, and what would strand the agent in one. */
export function versionProblems(book: Scripts): VersionProblem[] {
  const { scriptVersions } = book;
  if (!scriptVersions) return [];
  const versions = scriptVersionsOf(book);
  const sum = versions.reduce((all, { sharePercent }) => all + sharePercent, 0);
  const shares: VersionProblem = {
    code: 'shares-wrong',
    path: 'scriptVersions',
    message: `the shares of the script's versions sum to ${String(sum)} %, not to 100 %`,
    detail: String(sum),
  };
  const problems = versions.flatMap(({ label, script }, index): VersionProblem[] => {
    const path = `scriptVersions.${String(index)}`;
    const found: VersionProblem[] = [];
    if (versions.findIndex((other) => other.label === label) !== index) {
      const message = `two versions of the script are called "${label}"`;
      found.push({ code: 'label-twice', path: `${path}.label`, message, detail: label });
    }
    if (script.length === 0 || script.some(({ line }) => line.trim() === '')) {
      const message = `version "${label}" of the script has no line, or an empty one`;
      found.push({ code: 'version-empty', path: `${path}.script`, message, detail: label });
    }
    // The book's own script is checked as that.
    if (scriptVersions[index]?.script === undefined) return found;
    return [
      ...found,
      ...scriptProblems(script).map((problem): VersionProblem => ({
        code: 'script-wrong',
        path: `${path}.${problem.path}`,
        message: problem.message,
        detail: `${label}: ${problem.message}`,
      })),
    ];
  });
  return sum === 100 ? problems : [shares, ...problems];
}

/**
 * One more version, a copy of the last one, every version with the same share.
 *
 * @param newId never gives an id twice: the calls of a version that was deleted, or rolled away, stay its own
 */
export function withNewVersion(book: CueBook, newId: () => string): { book: CueBook; id: string } {
  const before = book.scriptVersions ?? [{ id: newId(), label: 'A', sharePercent: 100 }];
  const id = newId();
  const letter = LETTERS.find((one) => before.every(({ label }) => label !== one));
  const copied = before.at(-1)?.script ?? book.script;
  const label = letter ?? id.slice(0, 30);
  const added: ScriptVersion = { id, label, sharePercent: 0, script: [...copied] };
  return { book: { ...book, scriptVersions: evenly([...before, added]) }, id };
}

/** Without that version; the last one that is left is the book's script. */
export function withoutVersion(book: CueBook, id: string): CueBook {
  const single = { ...book };
  delete single.scriptVersions;
  const left = (book.scriptVersions ?? []).filter((version) => version.id !== id);
  const [first, ...others] = left;
  if (!first) return single;
  const script = first.script ?? book.script;
  if (others.length === 0) return { ...single, script };
  const ofBook: ScriptVersion = { id: first.id, label: first.label, sharePercent: first.sharePercent };
  return { ...single, script, scriptVersions: evenly([ofBook, ...others]) };
}

export function withVersion(book: CueBook, id: string, patch: Partial<Omit<RecordedScript, 'id'>>): CueBook {
  const change = (version: ScriptVersion) => (version.id === id ? { ...version, ...patch } : version);
  return { ...book, scriptVersions: book.scriptVersions?.map(change) };
}

/** Another text, or other ways on, of one line; `id` null: of a single script. */
export function withVersionLine(
  book: CueBook,
  id: string | null,
  index: number,
  patch: Partial<Omit<ScriptLine, 'id'>>,
): CueBook {
  return withLines(book, id, (script) => script.map((line, at) => (at === index ? { ...line, ...patch } : line)));
}

/** The lines of that version, or of the book where it has none of its own. */
export function linesOf(book: Scripts, id: string | null): readonly ScriptLine[] {
  return book.scriptVersions?.find((one) => one.id === id)?.script ?? book.script;
}

/** Other lines of that version. */
export function withLines(
  book: CueBook,
  id: string | null,
  change: (script: readonly ScriptLine[]) => ScriptLine[],
): CueBook {
  const version = book.scriptVersions?.find((one) => one.id === id);
  if (version?.script === undefined) return { ...book, script: change(book.script) };
  const changed = { ...version, script: change(version.script) };
  return { ...book, scriptVersions: book.scriptVersions?.map((one) => (one.id === id ? changed : one)) };
}

const LETTERS = [...'ABCDEFGHIJ'];

function evenly(versions: readonly ScriptVersion[]): ScriptVersion[] {
  const each = Math.floor(100 / versions.length);
  const rest = 100 - each * versions.length;
  return versions.map((version, index) => ({ ...version, sharePercent: each + (index === 0 ? rest : 0) }));
}
