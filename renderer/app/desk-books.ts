import type { CueBook, Language } from '../../contracts/cues';
import type { OwnCueBook } from '../../contracts/cue-versions';
import type { Bootstrap } from '../../contracts/ipc';
import type { Settings } from '../../contracts/settings';
import type { SpeechEvent } from '../../contracts/speech';
import type { RecordStore } from '../records/store';
import { bookInUse, type AppStore, type CueBookActions, type CueBookView } from '../ui/model';
import { chooseScript, withScript } from '../../domain/script-versions';
import type { FollowCall } from './call-follower';
import { CueBookFlow, type CueBookFlowOptions } from './cue-book-flow';
import { LearningClient } from './learning-client';
import { LearningFlow, type LearningFlowOptions } from './learning-flow';
import { LiveCaptions } from './live-captions';
import { SayFlow, type SayFlowOptions } from './say-flow';
import { filledScript, scriptValues } from './script';

/** Calls that the figures of the script's versions are made of, at most. */
const OUTCOME_RECORDS = 2_000;

/**
 * The cue book of each language, what was learnt about its cards, and what the copilot shows between calls. A call keeps
 * the book it began with.
 */
export class DeskBooks {
  readonly #store: AppStore;
  readonly #settings: () => Settings;

  /** The page it is edited on. */
  readonly editor: CueBookFlow;
  readonly learning: LearningFlow;
  #say: SayFlow | null = null;

  /** @param bootstrap with one book at least */
  constructor(
    store: AppStore,
    { cueBooks, ownCueBooks }: Pick<Bootstrap, 'cueBooks' | 'ownCueBooks'>,
    settings: () => Settings,
    bridge: CueBookFlowOptions['bridge'],
    records: Pick<RecordStore, 'search'>,
    storage: LearningFlowOptions['storage'] = window.localStorage,
  ) {
    this.#store = store;
    this.#settings = settings;
    this.editor = new CueBookFlow({
      store,
      bridge,
      saved: (own) => this.own(own),
      records: async () =>
        (await records.search({ limit: OUTCOME_RECORDS })).records.map(({ chained }) => chained.record),
    });
    const cues = () => this.of(store.getState().language).cues;
    this.learning = new LearningFlow({ store, storage, settings, cues, nowMs: () => Date.now() });
    this.#show({
      locked: !settings().copilot.editCueBook,
      delivered: Object.fromEntries(cueBooks.map((book) => [book.language, book])),
      own: Object.fromEntries(ownCueBooks.map((book) => [book.language, book])),
    });
    store.subscribe((now, before) => {
      const over = (before.call ?? before.incoming ?? before.wrapUp) !== null;
      if (over && now.call === null && now.incoming === null && now.wrapUp === null) this.showIdle();
      else if (now.language !== before.language) this.showIdle();
    });
  }

  get actions(): CueBookActions {
    return {
      ...this.editor.actions,
      tryLines: (said) => this.#store.setState(({ cueBook }) => ({ cueBook: { ...cueBook, said } })),
      sayIt: (book, leg) => void this.#say?.start(book, leg),
      sayNoMore: () => this.#say?.stop(),
    };
  }

  /** What other desks learnt may be asked for. */
  enrolled(serverUrl: string, token: string): void {
    const client = new LearningClient(serverUrl, token, (address, init) => fetch(address, init));
    this.learning.enrolled(client);
    this.editor.enrolled(client);
  }

  /** The tester of the page hears by these ears. */
  hearBy<Ears extends SayFlowOptions['ears']>(ears: Ears): Ears {
    this.#say = new SayFlow({ store: this.#store, ears, settings: this.#settings });
    return ears;
  }

  speech(event: SpeechEvent): void {
    this.#say?.handle(event);
  }

  /** In another language where there is none in this. */
  of(language: Language): CueBook {
    const { cueBook } = this.#store.getState();
    const book = bookInUse(cueBook, language) ?? Object.values(cueBook.delivered)[0];
    if (!book) throw new Error('The app was started without a cue book.');
    return book;
  }

  /** What the server delivers. */
  replace(book: CueBook): void {
    const { delivered } = this.#store.getState().cueBook;
    this.#show({ delivered: { ...delivered, [book.language]: book } });
    this.showIdle();
  }

  /** What was saved at this desk. */
  own(book: OwnCueBook): void {
    const { own } = this.#store.getState().cueBook;
    this.#show({ own: { ...own, [book.language]: book } });
    this.showIdle();
  }

  /** Between calls: the script in the window's language, no name in it, and no card of the call before. */
  showIdle(): void {
    const { language, call, incoming, wrapUp } = this.#store.getState();
    if (call || incoming || wrapUp) return;
    this.#script(filledScript(this.of(language), scriptValues(this.#settings(), null)), null);
    this.#store.setState(({ copilot }) => ({
      copilot: { ...copilot, cards: [], ...new LiveCaptions().view, lostFrames: 0, earsWork: 'everything' },
    }));
  }

  /** From its first ring on a call has its version of the script: what is read aloud does not change when it is answered. */
  readonly follow: FollowCall = (call) => {
    const draft = call.draft();
    const chosen = draft && chooseScript(this.of(draft.language), draft.recordId, draft.script);
    const { call: other, otherCall } = this.#store.getState();
    if (draft && chosen && !other && !otherCall) {
      const book = withScript(this.of(draft.language), chosen);
      this.#script(filledScript(book, scriptValues(this.#settings(), draft.customerName)), chosen.label);
    }
    return {};
  };

  #script(script: CueBook['script'], label: string | null): void {
    this.#store.setState((model) => ({
      copilot: {
        ...model.copilot,
        script,
        scriptLabel: label,
        scriptIndex: 0,
        scriptNext: script.length > 1 ? 1 : null,
        scriptTicked: [],
      },
    }));
  }

  #show(part: Pick<Partial<CueBookView>, 'delivered' | 'own' | 'locked'>): void {
    this.#store.setState(({ cueBook }) => ({ cueBook: { ...cueBook, ...part } }));
  }
}
