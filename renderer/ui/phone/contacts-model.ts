import type { Contact, SpeedDial } from '../../../contracts/contacts';
import type { ImportTrouble } from '../../../domain/contact-import';

/** The desk's own address book. */
export interface ContactsView {
  /** By name. */
  contacts: Contact[];
  speedDials: SpeedDial[];
  /** What the last change was, and what takes it back. */
  undo: {
    word: 'added' | 'changed' | 'removed' | 'imported';
    name: string;
    count: number;
    put: Contact[];
    remove: Contact[];
  } | null;
  /** What became of the last file; null once it was read. */
  report: { added: number; known: number; troubles: ImportTrouble[] } | null;
}

export const NO_CONTACTS: ContactsView = { contacts: [], speedDials: [], undo: null, report: null };
