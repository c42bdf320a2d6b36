import type { CueBook, Language } from '../../contracts/cues';
import type { OwnCueBook } from '../../contracts/cue-versions';
import type { Bootstrap } from '../../contracts/ipc';
import type { Settings } from '../../contracts/settings';
import type { SpeechEvent } from '../../contracts/speech';
import { bookInUse, type AppStore, type CueBookActions, type CueBookView } from '../ui/model';
import { CueBookFlow, type CueBookFlowOptions } from './cue-book-flow';
import { SayFlow, type SayFlowOptions } from './say-flow';
import { filledScript, scriptValues } from './script';

/** The cue book of each language, and what the copilot shows between calls. A call keeps the book it began with. */
export class DeskBooks {
  readonly #store: AppStore;
  readonly #settings: () => Settings;

  /** The page it is edited on. */
  readonly editor: CueBookFlow;
  #say: SayFlow | null = null;

  /** @param bootstrap with one book at least */
  constructor(
    store: AppStore,
    { cueBooks, ownCueBooks }: Pick<Bootstrap, 'cueBooks' | 'ownCueBooks'>,
    settings: () => Settings,
    bridge: CueBookFlowOptions['bridge'],
  ) {
    this.#store = store;
    this.#settings = settings;
    this.editor = new CueBookFlow({ store, bridge, saved: (own) => this.own(own) });
    this.#show({
      locked: !settings().copilot.editCueBook,
      delivered: Object.fromEntries(cueBooks.map((book) => [book.language, book])),
      own: Object.fromEntries(ownCueBooks.map((book) => [book.language, book])),
    });
    store.subscribe((now, before) => {
      const over = (before.call ?? before.wrapUp) !== null && now.call === null && now.wrapUp === null;
      if (over || now.language !== before.language) this.showIdle();
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
    const script = filledScript(this.of(language), scriptValues(this.#settings(), null));
    this.#store.setState((model) => ({
      copilot: {
        ...model.copilot,
        script,
        scriptIndex: 0,
        scriptNext: script.length > 1 ? 1 : null,
        scriptTicked: [],
        cards: [],
        captions: [],
        saying: [],
        unread: 0,
        lostFrames: 0,
        earsWork: 'everything',
      },
    }));
  }

  #show(part: Pick<Partial<CueBookView>, 'delivered' | 'own' | 'locked'>): void {
    this.#store.setState(({ cueBook }) => ({ cueBook: { ...cueBook, ...part } }));
  }
}
