import { v7 as uuidv7 } from 'uuid';
import type { Failure } from '../../contracts/errors';
import type { AppStore, Notice } from '../ui/model';

const MOST_NOTICES = 5;
/** What a store that works again makes untrue. */
const STORE_TROUBLES = ['disk-full', 'local-store-failed'];

/** What the desk has to say, the newest of each kind. */
export class DeskNotices {
  readonly #store: AppStore;

  constructor(store: AppStore) {
    this.#store = store;
  }

  tell({ code, message }: Failure, level: Notice['level'] = 'error'): void {
    const notice: Notice = { id: uuidv7(), code, message, level };
    this.#store.setState((model) => ({
      notices: [...model.notices.filter((other) => other.code !== code), notice].slice(-MOST_NOTICES),
    }));
  }

  storeRecovered(): void {
    this.#store.setState((model) => ({ notices: model.notices.filter(({ code }) => !STORE_TROUBLES.includes(code)) }));
    this.tell({ code: 'store-recovered', message: '', retryable: false }, 'info');
  }
}
