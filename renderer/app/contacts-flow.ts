import { v7 as uuidv7 } from 'uuid';
import type { Contact, ContactForm, SpeedDial } from '../../contracts/contacts';
import type { Failure } from '../../contracts/errors';
import { importContacts } from '../../domain/contact-import';
import { sameNumber, searchName, spellingOf } from '../../domain/contact-search';
import type { ContactStore } from '../records/contact-store';
import type { FollowCall } from './call-follower';
import type { AppStore, CallView, ContactActions, ContactsView } from '../ui/model';

export interface ContactsFlowOptions {
  store: AppStore;
  contacts: Pick<ContactStore, 'load' | 'change' | 'setSpeedDial'>;
  country(): string;
  dial(number: string): void;
  trouble(failure: Failure): void;
}

const byName = new Intl.Collator('zh');
/** Ten thousand stay quick; more are an import gone wrong. */
const MOST_CONTACTS = 10_000;
const SPELT_AT_ONCE = 100;

/** The desk's own address book: what is changed is on the screen at once, on the disk soon, and can be taken back. */
export class ContactsFlow {
  readonly #options: ContactsFlowOptions;

  constructor(options: ContactsFlowOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    try {
      const { contacts, speedDials } = await this.#options.contacts.load();
      void spellAll(contacts);
      this.#show({ contacts: sorted(contacts), speedDials: speedDials.sort((a, b) => a.key - b.key) });
    } catch {
      this.#options.trouble({ code: 'contacts-unreadable', message: '', retryable: true });
    }
  }

  /** A caller whom no customer card names is shown, and recorded, by the name in the address book. */
  readonly follow: FollowCall = (call) => {
    const { store } = this.#options;
    const named = (view: CallView | null) => view?.recordId === call.recordId && view.customer !== null;
    const known = named(store.getState().call) || named(store.getState().incoming);
    const contact = this.#view.contacts.find(({ numbers }) =>
      numbers.some((number) => sameNumber(number, call.remoteNumber)),
    );
    if (!known && contact) {
      call.note({ type: 'customer', customerId: null, customerName: contact.name });
      call.show((view) => ({ ...view, displayName: contact.name }));
    }
    return {};
  };

  /** A new contact, or one as it shall be from now on. */
  async save(form: ContactForm, contactId: string | null): Promise<void> {
    const before = this.#view.contacts.filter((contact) => contact.contactId === contactId);
    const after = { ...form, contactId: contactId ?? uuidv7() };
    await this.#change([after], before, contactId === null ? 'added' : 'changed');
  }

  async remove(contactId: string): Promise<void> {
    const before = this.#view.contacts.filter((contact) => contact.contactId === contactId);
    await this.#change([], before, 'removed');
  }

  /** A CSV or vCard file, in UTF-8 or, as Chinese spreadsheets write it, in GB 18030. */
  async importFile(bytes: ArrayBuffer): Promise<void> {
    const { contacts: read, troubles } = importContacts(decoded(bytes), this.#options.country());
    const known = new Set(this.#view.contacts.map(keyOf));
    const fresh: Contact[] = [];
    for (const form of read) {
      if (known.has(keyOf(form))) continue;
      known.add(keyOf(form));
      fresh.push({ ...form, contactId: uuidv7() });
    }
    const room = MOST_CONTACTS - this.#view.contacts.length;
    if (fresh.length > room) {
      return this.#options.trouble({ code: 'contacts-too-many', message: String(MOST_CONTACTS), retryable: false });
    }
    const report = { added: fresh.length, known: read.length - fresh.length, troubles };
    void spellAll(fresh);
    if (fresh.length === 0 || (await this.#change(fresh, [], 'imported'))) this.#show({ report });
  }

  closeReport(): void {
    this.#show({ report: null });
  }

  /** The last change, taken back. */
  async undo(): Promise<void> {
    const { undo } = this.#view;
    if (!undo) return;
    if (await this.#change(undo.put, undo.remove, null)) this.#show({ undo: null });
  }

  async setSpeedDial(key: number, person: { name: string; number: string } | null): Promise<void> {
    const dial: SpeedDial | null = person && { key, ...person };
    try {
      await this.#options.contacts.setSpeedDial(key, dial);
    } catch {
      return this.#options.trouble({ code: 'contacts-not-saved', message: '', retryable: true });
    }
    const others = this.#view.speedDials.filter((other) => other.key !== key);
    this.#show({ speedDials: (dial ? [...others, dial] : others).sort((a, b) => a.key - b.key) });
  }

  speedDial(key: number): void {
    const dial = this.#view.speedDials.find((other) => other.key === key);
    if (dial) this.#options.dial(dial.number);
    else this.#options.trouble({ code: 'speed-dial-empty', message: String(key), retryable: false });
  }

  get #view(): ContactsView {
    return this.#options.store.getState().contacts;
  }

  /** `after` in the place of `before`. */
  async #change(after: Contact[], before: Contact[], word: NonNullable<ContactsView['undo']>['word'] | null) {
    const stays = new Set(after.map(({ contactId }) => contactId));
    const gone = before.map(({ contactId }) => contactId).filter((contactId) => !stays.has(contactId));
    try {
      await this.#options.contacts.change(after, gone);
    } catch {
      this.#options.trouble({ code: 'contacts-not-saved', message: '', retryable: true });
      return false;
    }
    const touched = new Set([...stays, ...gone]);
    const others = this.#view.contacts.filter(({ contactId }) => !touched.has(contactId));
    const name = (after[0] ?? before[0])?.name ?? '';
    const remove = after.filter(({ contactId }) => !before.some((other) => other.contactId === contactId));
    this.#show({
      contacts: sorted([...others, ...after]),
      ...(word === null ? {} : { undo: { word, name, count: after.length, put: before, remove } }),
    });
    return true;
  }

  #show(part: Partial<ContactsView>): void {
    this.#options.store.setState(({ contacts }) => ({ contacts: { ...contacts, ...part } }));
  }
}

/** As the screen asks: nothing is waited for, trouble comes as a notice. */
export function contactActions(contacts: ContactsFlow): ContactActions {
  return {
    save: (form, contactId) => void contacts.save(form, contactId),
    remove: (contactId) => void contacts.remove(contactId),
    importFile: (bytes) => void contacts.importFile(bytes),
    closeReport: () => contacts.closeReport(),
    undo: () => void contacts.undo(),
    setSpeedDial: (key, person) => void contacts.setSpeedDial(key, person),
    speedDial: (key) => contacts.speedDial(key),
  };
}

/** Some at a time, so that the window never waits; the first search by initials finds them all spelt. */
async function spellAll(contacts: readonly Contact[]): Promise<void> {
  for (let from = 0; from < contacts.length; from += SPELT_AT_ONCE) {
    for (const { name } of contacts.slice(from, from + SPELT_AT_ONCE)) spellingOf(searchName(name));
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

function sorted(contacts: Contact[]): Contact[] {
  return [...contacts].sort((a, b) => byName.compare(a.name, b.name));
}

function keyOf({ name, numbers }: ContactForm): string {
  return `${name}\n${(numbers[0] ?? '').replace(/[\s().-]/g, '')}`;
}

function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
