import type { CueBook, Language } from '../../contracts/cues';
import type { OwnCueBook } from '../../contracts/cue-versions';
import type { InvokeChannel, InvokeResult, SidetoneBridge } from '../../contracts/ipc';
import { toFailure } from '../../contracts/errors';
import type { CallRecord } from '../../contracts/records';
import { cardTrials } from '../../domain/card-trials';
import { scriptOutcomes, scriptTally } from '../../domain/script-outcomes';
import { wordingsOf } from '../../domain/script-versions';
import { checkCueBook } from '../../domain/cue-book-check';
import {
  bookInUse,
  draftOf,
  isDirty,
  type AppStore,
  type CueBookDraft,
  type CueBookView,
  type EditActions,
  type EditStep,
} from '../ui/model';
import type { LearningClient } from './learning-client';

export interface CueBookFlowOptions {
  store: AppStore;
  bridge: Pick<SidetoneBridge, 'cueVersions' | 'readCueVersion' | 'saveCueBook' | 'rollBackCueBook' | 'exportCueBook'>;
  /** What was saved is in force from the next call on. */
  saved(own: OwnCueBook): void;
  /** The desk's latest records, newest first. */
  records?(): Promise<readonly CallRecord[]>;
}

const MOST_STEPS = 200;
type StoredAs = 'saved' | 'rolled-back' | 'delivered';

/** The page that edits the cue book: drafts with their undo, versions, import and export. */
export class CueBookFlow {
  readonly #options: CueBookFlowOptions;
  #server: Pick<LearningClient, 'scripts'> | null = null;
  readonly actions: EditActions = {
    open: (language) => void this.open(language),
    close: () => this.#show({ open: false }),
    edit: (book, step) => this.#edit(book, step),
    select: (selectedId) => {
      this.#show({ part: 'cards' });
      this.#draft((draft) => ({ ...draft, selectedId }));
    },
    showPart: (part) => this.#show({ part }),
    showLine: (scriptAt) => this.#show({ part: 'script', scriptAt }),
    undo: () => this.#undo(),
    discard: () => this.#discard(),
    save: (note) => void this.save(note),
    rollBack: (number, note) => void this.rollBack(number, note),
    useDelivered: (note) => void this.useDelivered(note),
    readVersion: (number) => void this.readVersion(number),
    readOutcomes: () => void this.readOutcomes(),
    importFile: (text) => void this.importFile(text),
    exportFile: () => void this.exportFile(),
  };

  constructor(options: CueBookFlowOptions) {
    this.#options = options;
  }

  async open(language: Language): Promise<void> {
    const same = this.#view.language === language;
    this.#show({ open: true, language, trouble: null, done: null, importProblems: [] });
    if (!same) this.#show({ versions: null, read: {}, outcomes: null, cardTrials: [], allDesks: null });
    await this.#loadVersions(language);
  }

  async save(note: string): Promise<void> {
    const { language } = this.#view;
    const draft = draftOf(this.#view, language);
    if (!draft) return;
    await this.#store(language, 'saved', () => this.#options.bridge.saveCueBook({ language, book: draft.book, note }));
  }

  async rollBack(number: number, note: string): Promise<void> {
    const { language } = this.#view;
    await this.#store(language, 'rolled-back', () => this.#options.bridge.rollBackCueBook({ language, number, note }));
  }

  async useDelivered(note: string): Promise<void> {
    const { language } = this.#view;
    await this.#store(language, 'delivered', () => this.#options.bridge.saveCueBook({ language, book: null, note }));
  }

  async readVersion(number: number): Promise<void> {
    const { language, read } = this.#view;
    if (Object.hasOwn(read, number)) return;
    const value = await this.#ask(this.#options.bridge.readCueVersion({ language, number }));
    if (!value || this.#view.language !== language) return;
    this.#show({ read: { ...this.#view.read, [number]: value.book } });
  }

  /** Other desks' calls may be asked for. */
  enrolled(server: Pick<LearningClient, 'scripts'>): void {
    this.#server = server;
  }

  async readOutcomes(): Promise<void> {
    const { language } = this.#view;
    const asked = this.#readAllDesks(language);
    const records = (await this.#options.records?.().catch(() => [])) ?? [];
    if (this.#view.language === language) {
      const tallies = records.flatMap((record) => (record.language === language && scriptTally(record)) || []);
      const cards = cardTrials(records.filter((record) => record.language === language));
      this.#show({ outcomes: scriptOutcomes(tallies, this.#wordings(language)), cardTrials: cards });
    }
    await asked;
  }

  async #readAllDesks(language: Language): Promise<void> {
    if (!this.#server) return;
    try {
      const sums = await this.#server.scripts(language);
      if (this.#view.language !== language) return;
      this.#show({ allDesks: { outcomes: scriptOutcomes(sums, this.#wordings(language)), trouble: null } });
    } catch (error) {
      const { code, message } = toFailure(error);
      if (this.#view.language !== language) return;
      this.#show({ allDesks: { outcomes: this.#view.allDesks?.outcomes ?? null, trouble: { code, message } } });
    }
  }

  /** Of the book that calls use. */
  #wordings(language: Language): ReadonlyMap<string, string> | undefined {
    const book = bookInUse(this.#view, language);
    return book ? wordingsOf(book) : undefined;
  }

  /** Into the draft, to be looked at and saved; a file with mistakes changes nothing. */
  async importFile(text: string): Promise<void> {
    const check = checkCueBook(text);
    if (!check.ok) return this.#show({ importProblems: check.problems, done: null, trouble: null });
    const { language, name } = check.value;
    if (language !== this.#view.language) await this.open(language);
    this.#show({ importProblems: [] });
    this.#edit(check.value, { word: 'imported', title: name, key: '', selectedId: null });
  }

  async exportFile(): Promise<void> {
    const { language } = this.#view;
    const draft = draftOf(this.#view, language);
    if (!draft) return;
    const text = `${JSON.stringify(draft.book, null, 2)}\n`;
    const value = await this.#ask(
      this.#options.bridge.exportCueBook({ suggestedName: `cue-book-${language}.json`, text }),
    );
    if (value?.file) this.#show({ done: { what: 'exported', detail: value.file } });
  }

  get #view(): CueBookView {
    return this.#options.store.getState().cueBook;
  }

  async #store(language: Language, what: StoredAs, ask: () => Promise<InvokeResult<'cue-books:save'>>): Promise<void> {
    if (this.#view.saving) return;
    this.#show({ saving: true, trouble: null, done: null });
    const sent = draftOf(this.#view, language)?.book;
    const own = await this.#ask(ask());
    this.#show({ saving: false });
    if (!own) return;
    const before = draftOf(this.#view, language);
    this.#options.saved(own);
    const base = bookInUse(this.#view, language);
    if (base) this.#show({ drafts: { ...this.#view.drafts, [language]: begunAnew(base, before, what, sent) } });
    this.#show({ done: { what, detail: String(own.head?.number ?? '') } });
    await this.#loadVersions(language);
    // Another wording may be in force.
    if (this.#view.outcomes !== null) await this.readOutcomes();
  }

  async #loadVersions(language: Language): Promise<void> {
    const value = await this.#ask(this.#options.bridge.cueVersions({ language }));
    if (value && this.#view.language === language) this.#show({ versions: value.versions });
  }

  async #ask<C extends InvokeChannel>(
    asked: Promise<InvokeResult<C>>,
  ): Promise<Extract<InvokeResult<C>, { ok: true }>['value'] | null> {
    const result = await asked;
    if (result.ok) return result.value;
    const { code, message } = result.error;
    this.#show({ trouble: { code, message } });
    return null;
  }

  #edit(book: CueBook, { selectedId, at, ...words }: Omit<EditStep, 'book'>): void {
    const { part, scriptAt } = this.#view;
    const step = at ? { ...words, part, at: scriptAt } : { ...words, part };
    this.#show({ done: null, trouble: null, importProblems: [], ...(at && { scriptAt: at }) });
    this.#draft((draft) => {
      const last = draft.undo.at(-1);
      const joins = step.key !== '' && last?.key === step.key;
      const before = { ...step, book: draft.book, selectedId: draft.selectedId };
      return { ...draft, book, selectedId, undo: joins ? draft.undo : [...draft.undo, before].slice(-MOST_STEPS) };
    });
  }

  #undo(): void {
    const last = draftOf(this.#view, this.#view.language)?.undo.at(-1);
    if (!last) return;
    // What comes back is seen.
    this.#show({ part: last.part ?? this.#view.part, ...(last.at && { scriptAt: last.at }) });
    this.#draft((draft) => {
      return { ...draft, book: last.book, selectedId: last.selectedId, undo: draft.undo.slice(0, -1) };
    });
  }

  #discard(): void {
    const draft = draftOf(this.#view, this.#view.language);
    if (!draft || !isDirty(draft)) return;
    const { base, selectedId } = draft;
    this.#edit(base, { word: 'discarded', title: base.name, key: '', selectedId });
  }

  #draft(change: (draft: CueBookDraft) => CueBookDraft): void {
    const { language, drafts } = this.#view;
    const draft = draftOf(this.#view, language);
    if (draft) this.#show({ drafts: { ...drafts, [language]: change(draft) } });
  }

  #show(part: Partial<CueBookView>): void {
    this.#options.store.setState(({ cueBook }) => ({ cueBook: { ...cueBook, ...part } }));
  }
}

/** The draft after a version was made. What was not in it, typed meanwhile or before a roll-back, is not lost. */
function begunAnew(
  base: CueBook,
  before: CueBookDraft | null,
  what: StoredAs,
  sent: CueBook | undefined,
): CueBookDraft {
  const selectedId = before?.selectedId ?? null;
  if (!before || !isDirty(before)) return { book: base, base, selectedId, undo: [] };
  if (what === 'saved' && before.book === sent) return { book: base, base, selectedId, undo: [] };
  if (what === 'saved') return { ...before, base };
  const undo: EditStep = { word: 'discarded', title: base.name, book: before.book, selectedId, key: '' };
  return { book: base, base, selectedId, undo: [undo] };
}
