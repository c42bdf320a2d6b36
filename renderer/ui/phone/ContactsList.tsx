import { ActionIcon, Button, Menu, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconAddressBook,
  IconDots,
  IconEdit,
  IconFileImport,
  IconPhone,
  IconSearch,
  IconTrash,
  IconUserPlus,
} from '@tabler/icons-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Contact } from '../../../contracts/contacts';
import { indexPeople, searchPeople, type Person } from '../../../domain/contact-search';
import { useActions, useApp } from '../context';
import { initialOf } from '../format';
import { useWords } from '../i18n/i18n';
import { CONTACTS_FIELD_ID } from '../keys';
import { Empty } from '../shell/Empty';
import { ContactEditor } from './ContactEditor';
import { ImportReport } from './ImportReport';

/** As many as anybody looks through; a further letter finds the rest. */
const MOST_SHOWN = 50;
const SPEED_KEYS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

interface Listed extends Person {
  /** Null for a customer of the server's. */
  contact: Contact | null;
}

function useListed(text: string): Listed[] {
  const contacts = useApp((model) => model.contacts.contacts);
  const customers = useApp((model) => model.customers);
  const index = useMemo(
    () =>
      indexPeople<Listed>([
        ...contacts.map((contact) => ({ ...contact, id: contact.contactId, contact })),
        ...customers.map(({ customerId, name, number, company, story }) => ({
          ...{ id: `customer-${customerId}`, name, numbers: [number], company, note: story },
          contact: null,
        })),
      ]),
    [contacts, customers],
  );
  return useMemo(() => searchPeople(index, text, MOST_SHOWN), [index, text]);
}

function PersonMenu({ person, edit }: { person: Listed; edit: (contact: Contact) => void }) {
  const t = useWords();
  const { dial, contacts } = useActions();
  const speedDials = useApp((model) => model.contacts.speedDials);
  const { contact, name, numbers } = person;
  const [first = ''] = numbers;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('contacts.more', { name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {numbers.map((number) => (
          <Menu.Item key={number} leftSection={<IconPhone size={16} />} onClick={() => dial(number)}>
            <span className="st-num">{number}</span>
          </Menu.Item>
        ))}
        <Menu.Label>{t('contacts.speedDial')}</Menu.Label>
        <div className="st-speed-keys">
          {SPEED_KEYS.map((key) => {
            const owner = speedDials.find((one) => one.key === key);
            const mine = owner?.number === first;
            return (
              <Menu.Item
                key={key}
                className="st-speed-key st-num"
                data-mine={mine || undefined}
                aria-label={t(mine ? 'contacts.unassign' : 'contacts.assign', { key })}
                title={owner?.name}
                onClick={() => contacts.setSpeedDial(key, mine ? null : { name, number: first })}
              >
                {key}
              </Menu.Item>
            );
          })}
        </div>
        {contact ? (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconEdit size={16} />} onClick={() => edit(contact)}>
              {t('contacts.edit')}
            </Menu.Item>
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} />}
              onClick={() => contacts.remove(contact.contactId)}
            >
              {t('contacts.remove')}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Up and down among the people, from the field and back to it. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(`#${CONTACTS_FIELD_ID}, .st-person`)];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const next = at === -1 ? undefined : stops[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function Undo() {
  const t = useWords();
  const undo = useApp((model) => model.contacts.undo);
  const { contacts } = useActions();
  if (!undo) return null;
  return (
    <div className="st-row st-caption" role="status" data-testid="contacts-undo">
      <span className="st-grow st-clip">{t(`contacts.done.${undo.word}`, { name: undo.name, count: undo.count })}</span>
      <Button size="compact-xs" variant="subtle" onClick={contacts.undo}>
        {t('contacts.undo')}
      </Button>
    </div>
  );
}

/** Everybody who can be called: the desk's own contacts and the server's customers, in one search. */
export function ContactsList({ busy }: { busy: boolean }) {
  const t = useWords();
  const { dial, contacts } = useActions();
  const [text, setText] = useState('');
  const [editing, setEditing] = useState<Contact | 'new' | null>(null);
  const file = useRef<HTMLInputElement>(null);
  // Typing stays quick whatever is found.
  const people = useListed(useDeferredValue(text));
  const [first] = people;
  return (
    <div className="st-people" onKeyDown={moveFocus}>
      <div className="st-row">
        <TextInput
          id={CONTACTS_FIELD_ID}
          className="st-grow"
          size="xs"
          leftSection={<IconSearch size={14} />}
          aria-label={t('contacts.search')}
          placeholder={t('contacts.search')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing || text === '' || busy || !first) return;
            event.preventDefault();
            dial(first.numbers[0] ?? '');
            setText('');
            // The letters are the call's keys now.
            event.currentTarget.blur();
          }}
        />
        <Tooltip label={t('contacts.add')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('contacts.add')} onClick={() => setEditing('new')}>
            <IconUserPlus size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('contacts.import')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('contacts.import')}
            onClick={() => file.current?.click()}
          >
            <IconFileImport size={18} />
          </ActionIcon>
        </Tooltip>
        <input
          ref={file}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,.vcf"
          aria-label={t('contacts.import')}
          onChange={(event) => {
            const chosen = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (chosen) void chosen.arrayBuffer().then((bytes) => contacts.importFile(bytes));
          }}
        />
      </div>
      <Undo />
      <div className="st-scroll">
        {people.length === 0 ? (
          <Empty icon={IconAddressBook}>{t(text === '' ? 'contacts.none' : 'contacts.notFound')}</Empty>
        ) : (
          <ul className="st-list" aria-label={t('contacts.title')}>
            {people.map((person) => (
              <li key={person.id} className="st-row">
                <UnstyledButton
                  className="st-person"
                  disabled={busy}
                  aria-label={t('contacts.call', { name: person.name })}
                  onClick={() => dial(person.numbers[0] ?? '')}
                >
                  <span className="st-avatar" aria-hidden>
                    {initialOf(person.name)}
                  </span>
                  <span className="st-person-text">
                    <strong className="st-clip">{person.name}</strong>
                    <span className="st-dim st-caption st-clip">
                      <span className="st-num">{person.numbers[0]}</span>
                      {person.company ? ` · ${person.company}` : ''}
                    </span>
                  </span>
                </UnstyledButton>
                <PersonMenu person={person} edit={setEditing} />
              </li>
            ))}
          </ul>
        )}
      </div>
      {editing === null ? null : (
        <ContactEditor contact={editing === 'new' ? null : editing} close={() => setEditing(null)} />
      )}
      <ImportReport />
    </div>
  );
}
