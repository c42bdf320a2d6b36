import type { CueCondition } from '../contracts/cue-rules';
import { cueBookSchema, type Cue, type CueBook } from '../contracts/cues';
import { deadRules } from './cue-rules/dead-rules';
import { evaluate, normaliseWords, phrasesOf } from './cue-rules/evaluate';
import { unknownIn, type KnownNames } from './cue-rules/explain';
import { startFacts, type CueFacts } from './cue-rules/facts';
import { builtInReview, formOf } from './review/built-in';
import {
  lineOf,
  lineWarnings,
  scriptErrors,
  type LineProblem,
  type ScriptErrorCode,
  type ScriptPlace,
  type ScriptWarningCode,
} from './script-review';
import { unknownNames } from './script-lines';
import { versionProblems } from './script-versions';
import { isPronounceable } from './spoken/pinyin-classes';

/** What makes a book invalid: it would be refused, so it cannot be saved. */
export type BookErrorCode =
  | 'title-missing'
  | 'lines-missing'
  | 'nothing-to-hear'
  | 'phrase-empty'
  | 'id-wrong'
  | 'id-twice'
  | 'cool-down-wrong'
  | 'rule-incomplete'
  | 'no-such-stage'
  | 'its-opposite'
  | 'two-stages'
  | ScriptErrorCode
  | 'shares-wrong'
  | 'version-empty'
  | 'label-twice'
  | 'version-wrong'
  | 'book-wrong';

/** What a book may have, and whoever writes it should know. */
export type BookWarningCode =
  | ScriptWarningCode
  | 'unknown-intent'
  | 'unknown-field'
  | 'holds-at-once'
  | 'unspeakable'
  | 'short-phrase'
  | 'shared-phrase'
  | 'no-opt-out';

export interface BookProblem {
  code: BookErrorCode | BookWarningCode;
  /** Null: of the script, or of the book. */
  cueId: string | null;
  field: keyof Cue | null;
  /** Of a line of the script. */
  place?: ScriptPlace;
  /** The phrase, the intent, the other card, or the schema's own words. */
  detail: string;
}

export interface BookReview {
  errors: BookProblem[];
  warnings: BookProblem[];
}

/** What is wrong with a book that is being written, and what is odd: the errors are those of checkCueBook. */
export function reviewBook(book: CueBook): BookReview {
  const cueAt = (index: number) => book.cues[index]?.id ?? null;
  const parsed = cueBookSchema.safeParse(book);
  const shape = parsed.success ? [] : parsed.error.issues;
  const errors = [
    ...shape.map(({ path, message }): BookProblem => {
      const [part, index, field] = path;
      const line = lineOf(book, path);
      if (line) return ofScript({ ...line, detail: message });
      if (part === 'scriptVersions') return { code: 'version-wrong', cueId: null, field: null, detail: message };
      if (part !== 'cues' || typeof index !== 'number') return asBookProblem(message);
      const cue = book.cues[index];
      const named = fieldOf(field);
      return { code: codeOf(named, cue, path.length), cueId: cueAt(index), field: named, detail: message };
    }),
    ...scriptErrors(book).map(ofScript),
    ...versionProblems(book).flatMap(({ code, detail }): BookProblem[] => {
      return code === 'script-wrong' ? [] : [{ code, cueId: null, field: null, detail }];
    }),
    ...deadRules(book).map(({ code, path, detail }): BookProblem => {
      return { code, cueId: cueAt(Number(path.split('.')[1])), field: 'when', detail };
    }),
  ];
  return { errors: once(errors), warnings: warningsOf(book) };
}

function ofScript({ code, place, detail }: LineProblem): BookProblem {
  return { code, cueId: null, field: null, detail, place };
}

function asBookProblem(detail: string): BookProblem {
  return { code: 'book-wrong', cueId: null, field: null, detail };
}

function fieldOf(key: PropertyKey | undefined): keyof Cue | null {
  const fields: readonly (keyof Cue)[] = [
    ...(['id', 'phrases', 'when', 'leg', 'threshold', 'title'] as const),
    ...(['lines', 'coolDownMs', 'oncePerCall', 'priority', 'action'] as const),
  ];
  return fields.find((field) => field === key) ?? null;
}

function codeOf(field: keyof Cue | null, cue: Cue | undefined, depth: number): BookErrorCode {
  switch (field) {
    case 'title':
      return 'title-missing';
    case 'lines':
      return 'lines-missing';
    case 'phrases':
      return depth > 3 ? 'phrase-empty' : 'nothing-to-hear';
    case 'coolDownMs':
      return 'cool-down-wrong';
    case 'when':
      return 'rule-incomplete';
    case 'id':
      return /^[a-z0-9-]+$/.test(cue?.id ?? '') ? 'id-twice' : 'id-wrong';
    default:
      return 'book-wrong';
  }
}

function once(problems: readonly BookProblem[]): BookProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function warningsOf(book: CueBook): BookProblem[] {
  const known: KnownNames = {
    intents: new Set(builtInReview(book.language).intents.intents.map(({ id }) => id)),
    fields: new Set(formOf(book).fields.map(({ key }) => key)),
  };
  const atFirst = startFacts([], book.script[0]?.id ?? null);
  const owners = ownersOf(book);
  const optOut = book.cues.some(({ action }) => action === 'opt-out');
  return [
    ...(optOut ? [] : [{ code: 'no-opt-out', cueId: null, field: null, detail: '' } satisfies BookProblem]),
    ...lineWarnings(book, known).map(ofScript),
    ...book.cues.flatMap((cue) => [
      ...phraseWarnings(cue, owners),
      ...[...new Set(cue.lines.flatMap(unknownNames))].map((detail): BookProblem => {
        return { code: 'unknown-name', cueId: cue.id, field: 'lines', detail };
      }),
      ...(cue.when ? ruleWarnings(cue, cue.when, known, atFirst) : []),
    ]),
  ];
}

function ruleWarnings({ id: cueId }: Cue, when: CueCondition, known: KnownNames, atFirst: CueFacts): BookProblem[] {
  const field = 'when';
  const unheard = phrasesOf(when).filter((phrase) => !isPronounceable(phrase));
  return [
    ...unknownIn(when, known).map((found): BookProblem => ({ ...found, cueId, field })),
    ...unheard.map((detail): BookProblem => ({ code: 'unspeakable', cueId, field, detail })),
    ...(evaluate(when, atFirst).truth === 'no'
      ? []
      : [{ code: 'holds-at-once', cueId, field, detail: '' } satisfies BookProblem]),
  ];
}

function phraseWarnings({ id: cueId, phrases, leg }: Cue, owners: ReadonlyMap<string, readonly Cue[]>): BookProblem[] {
  const field = 'phrases';
  return phrases.flatMap((phrase): BookProblem[] => {
    if (phrase === '') return [];
    if (!isPronounceable(phrase)) return [{ code: 'unspeakable', cueId, field, detail: phrase }];
    if (isShort(phrase)) return [{ code: 'short-phrase', cueId, field, detail: phrase }];
    const others = (owners.get(normaliseWords(phrase)) ?? []).filter(
      (other) => other.id !== cueId && (other.leg === leg || other.leg === 'either' || leg === 'either'),
    );
    return others.slice(0, 1).map(({ title }) => {
      return { code: 'shared-phrase', cueId, field, detail: `${phrase} → ${title}` };
    });
  });
}

function ownersOf({ cues }: CueBook): Map<string, Cue[]> {
  const owners = new Map<string, Cue[]>();
  for (const cue of cues)
    for (const phrase of cue.phrases) {
      const key = normaliseWords(phrase);
      owners.set(key, [...(owners.get(key) ?? []), cue]);
    }
  return owners;
}

/** One character, or a word of two letters, is heard where nobody said it. */
function isShort(phrase: string): boolean {
  const spoken = [...phrase].filter((character) => /[\p{L}\p{N}]/u.test(character));
  return /\p{Script=Han}/u.test(phrase) ? spoken.length < 2 : spoken.length < 3;
}
