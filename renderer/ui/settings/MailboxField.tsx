import { SegmentedControl, TextInput } from '@mantine/core';
import { useWords } from '../i18n/i18n';

/** Whose voice messages the desk asks its PBX for. */
export function MailboxField({
  value,
  invalid,
  change,
}: {
  value: string;
  invalid: boolean;
  change: (mailbox: string) => void;
}) {
  const t = useWords();
  const kind = value === 'auto' || value === 'off' ? value : 'other';
  return (
    <>
      <div className="st-labelled">
        <span>{t('accounts.mailbox')}</span>
        <SegmentedControl
          aria-label={t('accounts.mailbox')}
          value={kind}
          onChange={(next) => change(next === 'other' ? 'sip:' : next)}
          data={[
            { value: 'auto', label: t('accounts.mailboxAuto') },
            { value: 'off', label: t('accounts.mailboxOff') },
            { value: 'other', label: t('accounts.mailboxOther') },
          ]}
        />
      </div>
      {kind === 'other' ? (
        <TextInput
          label={t('accounts.mailboxAddress')}
          placeholder="sip:sales@pbx.example.com"
          value={value}
          error={invalid ? t('accounts.mailboxInvalid') : null}
          onChange={(event) => change(event.currentTarget.value)}
        />
      ) : null}
      <p className="st-dim st-caption">{t('accounts.mailboxHint')}</p>
    </>
  );
}
