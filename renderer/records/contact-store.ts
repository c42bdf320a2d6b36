import Dexie from 'dexie';
import type { EntityTable } from 'dexie';
import { contactSchema, speedDialSchema, type Contact, type SpeedDial } from '../../contracts/contacts';
import type { PayloadCipher } from './cipher';

interface ContactRow {
  contactId: string;
  /** A Contact as JSON, encrypted. */
  payload: string;
}

interface SpeedDialRow {
  key: number;
  /** A SpeedDial as JSON, encrypted. */
  payload: string;
}

/** A database of its own: an address book that is damaged never stands in the way of the records. */
class ContactDatabase extends Dexie {
  declare contacts: EntityTable<ContactRow, 'contactId'>;
  declare speedDials: EntityTable<SpeedDialRow, 'key'>;

  constructor(name: string, engine?: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }) {
    super(name, { chromeTransactionDurability: 'strict', ...engine });
    this.version(1).stores({ contacts: 'contactId', speedDials: 'key' });
  }
}

export interface ContactStoreOptions {
  name: string;
  cipher: PayloadCipher;
  /** Handed in by tests; by default the window's own. */
  engine?: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange };
}

/** The desk's own address book and speed dials, encrypted as the records are. */
export class ContactStore {
  readonly #database: ContactDatabase;
  readonly #cipher: PayloadCipher;

  constructor({ name, cipher, engine }: ContactStoreOptions) {
    this.#database = new ContactDatabase(name, engine);
    this.#cipher = cipher;
  }

  /** Rows written with a lost key are left out. */
  async load(): Promise<{ contacts: Contact[]; speedDials: SpeedDial[] }> {
    const [contacts, speedDials] = await Promise.all([
      this.#database.contacts.toArray(),
      this.#database.speedDials.toArray(),
    ]);
    return {
      contacts: await this.#opened(contacts, (value) => contactSchema.parse(value)),
      speedDials: await this.#opened(speedDials, (value) => speedDialSchema.parse(value)),
    };
  }

  /** All of it or, should the disk be full, nothing. */
  async change(put: readonly Contact[], remove: readonly string[]): Promise<void> {
    // Before the transaction: it closes at the first await on anything but the database.
    const rows = await Promise.all(
      put.map(async (contact) => ({ contactId: contact.contactId, payload: await this.#sealed(contact) })),
    );
    await this.#database.transaction('rw', this.#database.contacts, async () => {
      await this.#database.contacts.bulkDelete([...remove]);
      await this.#database.contacts.bulkPut(rows);
    });
  }

  async setSpeedDial(key: number, dial: SpeedDial | null): Promise<void> {
    if (dial === null) await this.#database.speedDials.delete(key);
    else await this.#database.speedDials.put({ key, payload: await this.#sealed(dial) });
  }

  #sealed(value: Contact | SpeedDial): Promise<string> {
    return this.#cipher.encrypt(JSON.stringify(value));
  }

  async #opened<T>(rows: readonly { payload: string }[], read: (value: unknown) => T): Promise<T[]> {
    const opened = await Promise.all(
      rows.map(async ({ payload }) => {
        try {
          return [read(JSON.parse(await this.#cipher.decrypt(payload)))];
        } catch {
          return [];
        }
      }),
    );
    return opened.flat();
  }
}
