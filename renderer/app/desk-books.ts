import type { CueBook, Language } from '../../contracts/cues';
import type { Settings } from '../../contracts/settings';
import type { AppStore } from '../ui/model';
import { filledScript, scriptValues } from './script';

/** The cue book of each language, and what the copilot shows between calls. */
export class DeskBooks {
  readonly #store: AppStore;
  readonly #settings: () => Settings;
  readonly #books: Map<Language, CueBook>;

  /** @param books one at least */
  constructor(store: AppStore, books: readonly CueBook[], settings: () => Settings) {
    this.#store = store;
    this.#settings = settings;
    this.#books = new Map(books.map((book) => [book.language, book]));
    store.subscribe((now, before) => {
      const over = (before.call ?? before.wrapUp) !== null && now.call === null && now.wrapUp === null;
      if (over || now.language !== before.language) this.showIdle();
    });
  }

  /** In another language where there is none in this. */
  of(language: Language): CueBook {
    const book = this.#books.get(language) ?? [...this.#books.values()][0];
    if (!book) throw new Error('The app was started without a cue book.');
    return book;
  }

  replace(book: CueBook): void {
    this.#books.set(book.language, book);
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
        lostFrames: 0,
        earsWork: 'everything',
      },
    }));
  }
}
