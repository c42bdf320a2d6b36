import type { Cue, CueBook } from '../contracts/cues';
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
  /** Titles of the script's lines, and of its versions with their share: `B 50 %`, `B · Opening`. */
  readonly script: { readonly added: string[]; readonly removed: string[]; readonly changed: string[] };
}

/** In the order of cards on the screen. */
const FIELDS: readonly (keyof Cue)[] = [
  ...(['id', 'title', 'lines', 'phrases', 'leg', 'when', 'priority', 'action'] as const),
  ...(['oncePerCall', 'coolDownMs', 'threshold'] as const),
];

/** What became of a book: cards added, removed, and changed field by field. */
export function diffBooks(before: CueBook, after: CueBook): BookDiff {
  const cues = byId(before.cues, after.cues);
  const lines = byId<ScriptPart>(partsOf(before), partsOf(after));
  const order = (book: CueBook, other: CueBook) => {
    const shared = new Set(other.cues.map(({ id }) => id));
    return book.cues.map(({ id }) => id).filter((id) => shared.has(id));
  };
  return {
    added: cues.added,
    removed: cues.removed,
    changed: cues.both.flatMap(([old, now]) => {
      const fields = FIELDS.filter((field) => !same(old[field], now[field]));
      if (fields.length === 0) return [];
      const changes = fields.map((field) => ({ field, before: old[field], after: now[field] }));
      return [{ id: now.id, title: now.title, fields: changes }];
    }),
    reordered: !same(order(before, after), order(after, before)),
    name: before.name === after.name ? null : { before: before.name, after: after.name },
    form: !same(before.form, after.form),
    script: {
      added: lines.added.map(({ title }) => title),
      removed: lines.removed.map(({ title }) => title),
      changed: lines.both.flatMap(([old, now]) => (same(old, now) ? [] : [now.title])),
    },
  };
}

export function isSame({ added, removed, changed, reordered, name, form, script }: BookDiff): boolean {
  const scripts = script.added.length + script.removed.length + script.changed.length;
  return added.length + removed.length + changed.length + scripts === 0 && !reordered && !form && name === null;
}

type ScriptPart = Pick<ScriptLine, 'id' | 'title'>;

/** The lines of the book's script; and where it has versions each of them, with the lines of its own. */
function partsOf(book: CueBook): ScriptPart[] {
  const versions = scriptVersionsOf(book).map(({ id, label, sharePercent }) => ({
    id: `version ${id}`,
    title: `${label} ${String(sharePercent)} %`,
  }));
  const lines = (book.scriptVersions ?? []).flatMap(({ id, label, script = [] }) =>
    script.map((line) => ({ ...line, id: `${id}/${line.id}`, title: `${label} · ${line.title}` })),
  );
  return [...book.script, ...versions, ...lines];
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
