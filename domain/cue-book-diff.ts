import type { Cue, CueBook, RecordedScript } from '../contracts/cues';
import type { ScriptLine } from './script-graph';
import { scriptVersionsOf } from './script-versions';

/** One field of a card, before and after; absent where there was none. */
export interface FieldChange {
  readonly field: keyof Cue;
  readonly before: Cue[keyof Cue] | undefined;
  readonly after: Cue[keyof Cue] | undefined;
}

export interface CueChange {
  readonly id: string;
  /** As the card is called now. */
  readonly title: string;
  readonly fields: readonly FieldChange[];
}

/** What is different in a book. Cards are the same card by their ids. */
export interface BookDiff {
  readonly added: readonly Cue[];
  readonly removed: readonly Cue[];
  readonly changed: readonly CueChange[];
  /** The cards that both have stand in another order. */
  readonly reordered: boolean;
  readonly name: { readonly before: string; readonly after: string } | null;
  /** The form is another. */
  readonly form: boolean;
  /** The scripts that are others, each version's for itself. */
  readonly scripts: readonly ScriptDiff[];
  /** The versions of the script with their shares: `B 50 %`. */
  readonly versions: VersionsDiff;
}

export interface VersionsDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly before: string; readonly after: string }[];
}

export type LineField = 'title' | 'line' | 'mustSay' | 'next' | 'last';

export interface LineFieldChange {
  readonly field: LineField;
  readonly before: ScriptLine[LineField];
  readonly after: ScriptLine[LineField];
}

/** What became of a script. Lines are the same line by their ids. */
export interface ScriptDiff {
  /** Of one version among several, as it is called now; null: the only script. */
  readonly label: string | null;
  readonly added: readonly ScriptLine[];
  readonly removed: readonly ScriptLine[];
  readonly changed: readonly { id: string; title: string; fields: readonly LineFieldChange[] }[];
  /** The lines that both have stand in another order. */
  readonly reordered: boolean;
}

const LINE_FIELDS: readonly LineField[] = ['title', 'line', 'mustSay', 'next', 'last'];

/** In the order of cards on the screen. */
const FIELDS: readonly (keyof Cue)[] = [
  ...(['id', 'title', 'lines', 'phrases', 'leg', 'when', 'priority', 'action'] as const),
  ...(['oncePerCall', 'coolDownMs', 'threshold'] as const),
];

/** What became of a book: cards added, removed, and changed field by field. */
export function diffBooks(before: CueBook, after: CueBook): BookDiff {
  const cues = byId(before.cues, after.cues);
  return {
    added: cues.added,
    removed: cues.removed,
    changed: cues.both.flatMap(([old, now]) => {
      const fields = FIELDS.filter((field) => !same(old[field], now[field]));
      if (fields.length === 0) return [];
      const changes = fields.map((field) => ({ field, before: old[field], after: now[field] }));
      return [{ id: now.id, title: now.title, fields: changes }];
    }),
    reordered: isReordered(before.cues, after.cues),
    name: before.name === after.name ? null : { before: before.name, after: after.name },
    form: !same(before.form, after.form),
    scripts: scriptPairs(before, after).flatMap(([was, now, label]) => scriptDiff(was, now, label)),
    versions: versionsDiff(before, after),
  };
}

export function isSame(diff: BookDiff): boolean {
  const { added, removed, changed } = countOf(diff);
  return added + removed + changed === 0 && !diff.reordered && !diff.form && diff.name === null;
}

/** How many cards, lines and versions came, went, or are others; a script in another order is one that is another. */
export function countOf({ added, removed, changed, scripts, versions }: BookDiff) {
  const parts = [{ added, removed, changed }, versions, ...scripts];
  const all = (key: 'added' | 'removed' | 'changed') => parts.reduce((sum, part) => sum + part[key].length, 0);
  const reordered = scripts.filter((script) => script.reordered).length;
  return { added: all('added'), removed: all('removed'), changed: all('changed') + reordered };
}

type Lines = readonly ScriptLine[];

/** Versions that both have; a single script stands beside the first of several, whose text it was or becomes. */
function scriptPairs(before: CueBook, after: CueBook): [before: Lines, after: Lines, label: string | null][] {
  const [old, now] = [scriptVersionsOf(before), scriptVersionsOf(after)];
  if (old.length === 0 || now.length === 0) return [[before.script, after.script, now[0]?.label ?? null]];
  return now.flatMap(({ id, label, script }) => {
    const was = old.find((version) => version.id === id);
    return was ? [[was.script, script, label] satisfies [Lines, Lines, string]] : [];
  });
}

function scriptDiff(before: Lines, after: Lines, label: string | null): ScriptDiff[] {
  const { added, removed, both } = byId(before, after);
  const changed = both.flatMap(([old, now]) => {
    const fields = LINE_FIELDS.filter((field) => !same(old[field], now[field])).map((field) => {
      return { field, before: old[field], after: now[field] };
    });
    return fields.length === 0 ? [] : [{ id: now.id, title: now.title, fields }];
  });
  const reordered = isReordered(before, after);
  const none = added.length + removed.length + changed.length === 0 && !reordered;
  return none ? [] : [{ label, added, removed, changed, reordered }];
}

function versionsDiff(before: CueBook, after: CueBook): VersionsDiff {
  const words = ({ label, sharePercent }: RecordedScript) => `${label} ${String(sharePercent)} %`;
  const { added, removed, both } = byId(scriptVersionsOf(before), scriptVersionsOf(after));
  return {
    added: added.map(words),
    removed: removed.map(words),
    changed: both
      .map(([old, now]) => ({ before: words(old), after: words(now) }))
      .filter((change) => change.before !== change.after),
  };
}

function isReordered(before: readonly { id: string }[], after: readonly { id: string }[]): boolean {
  const order = (list: readonly { id: string }[], other: readonly { id: string }[]) => {
    const shared = new Set(other.map(({ id }) => id));
    return list.map(({ id }) => id).filter((id) => shared.has(id));
  };
  return !same(order(before, after), order(after, before));
}

function byId<T extends { id: string }>(before: readonly T[], after: readonly T[]) {
  const old = new Map(before.map((one) => [one.id, one]));
  const now = new Set(after.map(({ id }) => id));
  return {
    added: after.filter(({ id }) => !old.has(id)),
    removed: before.filter(({ id }) => !now.has(id)),
    both: after.flatMap((one) => {
      const was = old.get(one.id);
      return was ? [[was, one] as const] : [];
    }),
  };
}

/** Whatever order the keys stand in. */
function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
