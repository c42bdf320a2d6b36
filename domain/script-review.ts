import type { CueBook } from '../contracts/cues';
import { whyDead, type DeadReason } from './cue-rules/dead-rules';
import { normaliseWords } from './cue-rules/evaluate';
import { unknownIn, type KnownNames } from './cue-rules/explain';
import { scriptProblems, type ScriptLine, type ScriptProblem } from './script-graph';
import { hasLooseBracket, unknownNames } from './script-lines';
import { allScriptLines, scriptVersionsOf } from './script-versions';

/** Where in a book's scripts something is wrong. */
export interface ScriptPlace {
  /** Null: of a single script. */
  readonly versionId: string | null;
  readonly index: number;
  /** Null: the line itself. */
  readonly branch: number | null;
}

/** What makes a script invalid. */
export type ScriptErrorCode =
  ScriptProblem['code'] | 'branch-without-target' | 'branch-incomplete' | 'must-say-empty' | 'line-wrong';

/** What a script may have, and whoever writes it should know. */
export type ScriptWarningCode =
  | 'line-empty'
  | 'line-untitled'
  | 'unknown-name'
  | 'loose-bracket'
  | 'must-say-unheard'
  | 'branch-never-read'
  | 'branches-after-end'
  | 'unknown-intent'
  | 'unknown-field'
  | DeadReason['code'];

export interface LineProblem {
  readonly code: ScriptErrorCode | ScriptWarningCode;
  readonly place: ScriptPlace;
  readonly detail: string;
}

type Scripts = Pick<CueBook, 'script' | 'scriptVersions'>;

/** Every script of a book under the id of its version. */
export function scriptsOf(book: Scripts): { versionId: string | null; script: readonly ScriptLine[] }[] {
  const versions = scriptVersionsOf(book).map(({ id, script }) => ({ versionId: id, script }));
  return versions.length > 0 ? versions : [{ versionId: null, script: book.script }];
}

/** What would strand the agent: branches to nowhere, lines that nobody comes to, circles. The details are titles. */
export function scriptErrors(book: Scripts): LineProblem[] {
  return scriptsOf(book).flatMap(({ versionId, script }) =>
    scriptProblems(script).map(({ code, index, branch, detail }) => ({
      code: code === 'branch-nowhere' && detail === '' ? ('branch-without-target' as const) : code,
      place: { versionId, index, branch },
      detail: code === 'branch-nowhere' ? detail : (script[index]?.title ?? detail),
    })),
  );
}

/** The line that a path of the schema is about: `scriptVersions.1.script.2.next.0.when`. Null: about no line. */
export function lineOf(book: Scripts, path: readonly PropertyKey[]): Pick<LineProblem, 'code' | 'place'> | null {
  const own = path[0] === 'script';
  const versionId = (book.scriptVersions ?? [])[own ? 0 : Number(path[1])]?.id ?? null;
  const [part, index, field, branch] = own ? path : path.slice(2);
  if ((!own && path[0] !== 'scriptVersions') || part !== 'script' || typeof index !== 'number') return null;
  const code = field === 'next' ? 'branch-incomplete' : field === 'mustSay' ? 'must-say-empty' : 'line-wrong';
  return { code, place: { versionId, index, branch: field === 'next' ? Number(branch) : null } };
}

/** @param intents ids of those that are looked for */
export function lineWarnings(book: Scripts, known: KnownNames): LineProblem[] {
  const stages = new Set(allScriptLines(book).map(({ id }) => id));
  return scriptsOf(book).flatMap(({ versionId, script }) =>
    script.flatMap((line, index) =>
      [...wordsOf(line), ...branchesOf(line, known, stages)].map(({ code, branch = null, detail = '' }) => ({
        ...{ code, detail },
        place: { versionId, index, branch },
      })),
    ),
  );
}

interface Found {
  code: ScriptWarningCode;
  branch?: number;
  detail?: string;
}

function wordsOf({ title, line, mustSay, next, last }: ScriptLine): Found[] {
  const found: Found[] = [];
  if (title.trim() === '') found.push({ code: 'line-untitled' });
  if (line.trim() === '') found.push({ code: 'line-empty' });
  for (const name of unknownNames(line)) found.push({ code: 'unknown-name', detail: name });
  if (hasLooseBracket(line)) found.push({ code: 'loose-bracket' });
  for (const phrase of mustSay)
    if (phrase !== '' && normaliseWords(phrase) === '') found.push({ code: 'must-say-unheard', detail: phrase });
  if (last && next.length > 0) found.push({ code: 'branches-after-end' });
  return found;
}

function branchesOf({ next }: ScriptLine, known: KnownNames, stages: ReadonlySet<string>): Found[] {
  const always = next.findIndex(({ when }) => when === undefined);
  return next.flatMap(({ when }, branch): Found[] => {
    const unread: Found[] = always >= 0 && branch > always ? [{ code: 'branch-never-read', branch }] : [];
    if (!when) return unread;
    const dead = whyDead(when, stages);
    return [
      ...unread,
      ...(dead ? [{ ...dead, branch }] : []),
      ...unknownIn(when, known).map((found): Found => ({ ...found, branch })),
    ];
  });
}
