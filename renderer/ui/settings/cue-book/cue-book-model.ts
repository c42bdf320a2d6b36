import type { Leg } from '../../../../contracts/audio';
import type { CueBook, Language } from '../../../../contracts/cues';
import type { CueVersion, OwnCueBook } from '../../../../contracts/cue-versions';
import type { EarName } from '../../../../contracts/speech';
import type { TriedLine } from '../../../../domain/cue-tester';
import type { CardTrial } from '../../../../domain/card-trials';
import type { ScriptOutcome } from '../../../../domain/script-outcomes';
import type { JsonProblem } from '../../../../domain/json-check';
import type { Trouble } from '../../trouble';

/** What an edit did, for the button that takes it back. */
export interface EditWord {
  word: 'added' | 'copied' | 'deleted' | 'moved' | 'changed' | 'imported' | 'discarded';
  title: string;
}

/** A line of the script that is shown. `versionId` null: of the first version, or of the only script. */
export interface ScriptAt {
  versionId: string | null;
  lineId: string | null;
}

export interface EditStep extends EditWord {
  /** What was before. */
  book: CueBook;
  selectedId: string | null;
  /** Where it was made. */
  part?: 'cards' | 'script';
  /** Of a change of the script: the line that was shown. */
  at?: ScriptAt;
  /** Steps in a row of the same key are one: a word typed letter by letter. */
  key: string;
}

/** A book under the editor's hands; it may be invalid. */
export interface CueBookDraft {
  book: CueBook;
  /** What it began as. */
  base: CueBook;
  selectedId: string | null;
  undo: readonly EditStep[];
}

/** What the ears make of what is said to the tester. */
export interface SayingView {
  leg: Leg;
  /** In the order it was last heard of. */
  heard: readonly {
    id: string;
    phrase: string;
    /** Of the ear that heard it first, 0 to 1. */
    score: number;
    ear: EarName;
    state: 'heard' | 'confirmed' | 'withdrawn';
  }[];
  /** The sentence so far. */
  sentence: string;
  trouble: Trouble | null;
}

/** The cue books of the desk and the page they are edited on. What is typed stays while a call takes the window. */
export interface CueBookView {
  open: boolean;
  /** The administrator's word: look, but do not touch. */
  locked: boolean;
  language: Language;
  /** Which part of the book is edited. */
  part: 'cards' | 'script';
  scriptAt: ScriptAt;
  delivered: Partial<Record<Language, CueBook>>;
  own: Partial<Record<Language, OwnCueBook>>;
  drafts: Partial<Record<Language, CueBookDraft>>;
  /** Of the language shown, newest first; null before they were asked for. */
  versions: readonly CueVersion[] | null;
  /** Books of versions of the language shown, as far as they were asked for; null: the delivered one. */
  read: Readonly<Record<number, CueBook | null>>;
  /** How this desk's calls ended with each version of the script; null before it was asked for. */
  outcomes: readonly ScriptOutcome[] | null;
  /** Of cards that are held out of some calls. */
  cardTrials: readonly CardTrial[];
  /** The same of all desks of the server, this one among them; null without a server, or before it was asked. */
  allDesks: { outcomes: readonly ScriptOutcome[] | null; trouble: Trouble | null } | null;
  saving: boolean;
  done: { what: 'saved' | 'rolled-back' | 'delivered' | 'exported'; detail: string } | null;
  trouble: Trouble | null;
  importProblems: readonly JsonProblem[];
  /** What was typed or said to the tester. */
  said: readonly TriedLine[];
  /** While the microphone listens for it, or could not. */
  saying: SayingView | null;
}

export const NO_CUE_BOOKS: CueBookView = {
  open: false,
  locked: false,
  language: 'zh',
  part: 'cards',
  scriptAt: { versionId: null, lineId: null },
  delivered: {},
  own: {},
  drafts: {},
  versions: null,
  read: {},
  outcomes: null,
  cardTrials: [],
  allDesks: null,
  saving: false,
  done: null,
  trouble: null,
  importProblems: [],
  said: [],
  saying: null,
};

/** The tester of the page. */
export interface TryActions {
  /** The lines that it tries. */
  tryLines(lines: readonly TriedLine[]): void;
  /** Hears the microphone as this side of a call. */
  sayIt(book: CueBook, leg: Leg): void;
  sayNoMore(): void;
}

export interface EditActions {
  open(language: Language): void;
  close(): void;
  /** `key` joins what is typed letter by letter; see {@link EditStep}. `at`: the line of the script shown from now on. */
  edit(book: CueBook, step: EditWord & { key: string; selectedId: string | null; at?: ScriptAt }): void;
  select(cueId: string | null): void;
  showPart(part: CueBookView['part']): void;
  showLine(at: ScriptAt): void;
  undo(): void;
  discard(): void;
  save(note: string): void;
  rollBack(number: number, note: string): void;
  /** The delivered book again, as a new version. */
  useDelivered(note: string): void;
  readVersion(number: number): void;
  readOutcomes(): void;
  importFile(text: string): void;
  exportFile(): void;
}

export type CueBookActions = EditActions & TryActions;

/** The book that calls use. */
export function bookInUse({ own, delivered }: CueBookView, language: Language): CueBook | null {
  return own[language]?.book ?? delivered[language] ?? null;
}

/** The draft of a language, or the book in use where nothing was changed. */
export function draftOf(view: CueBookView, language: Language): CueBookDraft | null {
  const known = view.drafts[language];
  const book = bookInUse(view, language);
  if (known && (isDirty(known) || known.base === book)) return known;
  return book && { book, base: book, selectedId: known?.selectedId ?? null, undo: [] };
}

export function isDirty({ book, base }: CueBookDraft): boolean {
  return book !== base;
}
