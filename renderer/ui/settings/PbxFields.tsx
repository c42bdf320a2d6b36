import { PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useWords } from '../i18n/i18n';
import type { PbxField, PbxForm } from './account-form';
import { IceServers } from './IceServers';
import { MailboxField } from './MailboxField';

export interface PbxFieldsProps {
  form: PbxForm;
  /** Whether there is a password that an empty field keeps. */
  passwordStored: boolean;
  isWrong: (field: PbxField) => boolean;
  change: (patch: Partial<PbxForm>) => void;
}

/** Where the PBX is and who to be there: of the main account as of every other. */
export function PbxFields({ form, passwordStored, isWrong, change }: PbxFieldsProps) {
  const t = useWords();
  const text = (field: 'webSocketUrl' | 'backupWebSocketUrl' | 'domain' | 'extension') => ({
    label: t(`settings.${field}`),
    value: form[field],
    error: isWrong(field) ? t(`settings.invalid.${field}`) : null,
    onChange: (event: { currentTarget: { value: string } }) => change({ [field]: event.currentTarget.value }),
  });
  return (
    <>
      <div className="st-fields">
        <TextInput className="st-wide" placeholder="wss://pbx.example.com:8089/ws" {...text('webSocketUrl')} />
        <TextInput className="st-wide" placeholder="wss://pbx2.example.com:8089/ws" {...text('backupWebSocketUrl')} />
        <TextInput placeholder="pbx.example.com" {...text('domain')} />
        <TextInput {...text('extension')} />
        <PasswordInput
          label={t('settings.password')}
          placeholder={t(passwordStored ? 'settings.passwordKept' : 'settings.passwordNeeded')}
          value={form.password}
          onChange={(event) => change({ password: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.displayName')}
          value={form.displayName}
          onChange={(event) => change({ displayName: event.currentTarget.value })}
        />
      </div>
      <IceServers
        servers={form.iceServers}
        invalid={isWrong('iceServers')}
        change={(iceServers) => change({ iceServers })}
      />
    </>
  );
}

/** How the PBX is told of keys, and which mailbox it is asked for. */
export function PbxHabits({ form, isWrong, change }: Pick<PbxFieldsProps, 'form' | 'isWrong' | 'change'>) {
  return (
    <>
      <DtmfField value={form.dtmf} change={(dtmf) => change({ dtmf })} />
      <MailboxField value={form.mailbox} invalid={isWrong('mailbox')} change={(mailbox) => change({ mailbox })} />
    </>
  );
}

export function DtmfField({ value, change }: { value: PbxForm['dtmf']; change: (dtmf: PbxForm['dtmf']) => void }) {
  const t = useWords();
  return (
    <div className="st-labelled">
      <span>{t('settings.dtmf')}</span>
      <SegmentedControl
        aria-label={t('settings.dtmf')}
        value={value}
        onChange={(next) => change(next === 'info' ? 'info' : 'rfc4733')}
        data={[
          { value: 'rfc4733', label: t('settings.dtmfRfc') },
          { value: 'info', label: t('settings.dtmfInfo') },
        ]}
      />
    </div>
  );
}
