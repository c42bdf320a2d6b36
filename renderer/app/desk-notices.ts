import { v7 as uuidv7 } from 'uuid';
import type { Failure } from '../../contracts/errors';
import type { AppStore, Notice } from '../ui/model';

const MOST_NOTICES = 5;
/** What a store that works again makes untrue. */
const STORE_TROUBLES = ['disk-full', 'local-store-failed'];

/** What was said of the call before, or of a number that was not dialled: nothing to the call that begins. */
const OF_ONE_CALL =
  /^(transfer-|keys-|number-|redial-|speed-dial-|hold-refused|resume-refused|no-other-line|line-not-ready|lines-busy|conference-media|not-ready|not-now|call-failed|auto-answer-muted)/;

/** What the desk has to say, the newest of each kind. */
export class DeskNotices {
  readonly #store: AppStore;

  constructor(store: AppStore) {
    this.#store = store;
    store.subscribe((model, before) => {
      const begun = model.call?.recordId;
      const known = [before.call, before.otherCall, before.waiting].some((call) => call?.recordId === begun);
      if (begun !== undefined && !known) this.#callBegins();
    });
  }

  tell({ code, message }: Failure, level: Notice['level'] = 'error'): void {
    const notice: Notice = { id: uuidv7(), code, message, level };
    this.#store.setState((model) => ({
      notices: [...model.notices.filter((other) => other.code !== code), notice].slice(-MOST_NOTICES),
    }));
  }

  #callBegins(): void {
    const { notices } = this.#store.getState();
    const kept = notices.filter(({ code }) => !OF_ONE_CALL.test(code));
    if (kept.length < notices.length) this.#store.setState({ notices: kept });
  }

  storeRecovered(): void {
    this.#store.setState((model) => ({ notices: model.notices.filter(({ code }) => !STORE_TROUBLES.includes(code)) }));
    this.tell({ code: 'store-recovered', message: '', retryable: false }, 'info');
  }
}
