import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Contact } from '../../../contracts/contacts';
import { contactSchema } from '../../../contracts/contacts';
import { parseDialable } from '../../../domain/phone-numbers';
import { useActions, useApp } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';

/** A contact to be added or changed; numbers one a line. */
export function ContactEditor({ contact, close }: { contact: Contact | null; close: () => void }) {
  const t = useWords();
  const words = useTroubleWords();
  const { contacts } = useActions();
  const country = useApp((model) => model.settings.saved.country);
  const [form, setForm] = useState({
    name: contact?.name ?? '',
    numbers: contact?.numbers.join('\n') ?? '',
    company: contact?.company ?? '',
    note: contact?.note ?? '',
  });
  const numbers = form.numbers
    .split('\n')
    .map((number) => number.trim())
    .filter((number) => number !== '');
  const whole = { ...form, name: form.name.trim(), numbers, company: form.company.trim(), note: form.note.trim() };
  const wrong = numbers.map((number) => parseDialable(number, country)).find((result) => !result.ok);
  const ready = !wrong && contactSchema.omit({ contactId: true }).safeParse(whole).success;
  return (
    <Modal
      opened
      onClose={close}
      title={t(contact ? 'contacts.edit' : 'contacts.add')}
      closeButtonProps={{ 'aria-label': t('help.close') }}
      centered
      size={420}
    >
      <form
        className="st-editor"
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          contacts.save(whole, contact?.contactId ?? null);
          close();
        }}
      >
        <TextInput
          data-autofocus
          label={t('contacts.name')}
          maxLength={100}
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <Textarea
          label={t('contacts.numbers')}
          description={t('contacts.numbersHint')}
          rows={2}
          value={form.numbers}
          error={wrong && !wrong.ok ? words(wrong.error).what : null}
          onChange={(event) => setForm({ ...form, numbers: event.currentTarget.value })}
        />
        <TextInput
          label={t('contacts.company')}
          maxLength={100}
          value={form.company}
          onChange={(event) => setForm({ ...form, company: event.currentTarget.value })}
        />
        <Textarea
          label={t('contacts.note')}
          maxLength={500}
          rows={2}
          value={form.note}
          onChange={(event) => setForm({ ...form, note: event.currentTarget.value })}
        />
        <div className="st-row">
          <span className="st-grow" />
          <Button variant="default" onClick={close}>
            {t('contacts.cancel')}
          </Button>
          <Button type="submit" disabled={!ready}>
            {t('contacts.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
