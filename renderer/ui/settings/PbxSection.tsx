import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { IconPhone, IconPlugConnected } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { ConnectionSteps } from './ConnectionSteps';
import { IceServers } from './IceServers';
import { MailboxField } from './MailboxField';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

function OwnPbx({ form, wrong, change }: FieldProps) {
  const t = useWords();
  const passwordStored = useApp((model) => model.settings.passwordStored);
  const error = (field: 'webSocketUrl' | 'backupWebSocketUrl' | 'domain' | 'extension') =>
    wrong.has(field) ? t(`settings.invalid.${field}`) : null;
  return (
    <>
      <div className="st-fields">
        <TextInput
          className="st-wide"
          label={t('settings.webSocketUrl')}
          placeholder="wss://pbx.example.com:8089/ws"
          value={form.webSocketUrl}
          error={error('webSocketUrl')}
          onChange={(event) => change({ webSocketUrl: event.currentTarget.value })}
        />
        <TextInput
          className="st-wide"
          label={t('settings.backupWebSocketUrl')}
          placeholder="wss://pbx2.example.com:8089/ws"
          value={form.backupWebSocketUrl}
          error={error('backupWebSocketUrl')}
          onChange={(event) => change({ backupWebSocketUrl: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.domain')}
          placeholder="pbx.example.com"
          value={form.domain}
          error={error('domain')}
          onChange={(event) => change({ domain: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.extension')}
          value={form.extension}
          error={error('extension')}
          onChange={(event) => change({ extension: event.currentTarget.value })}
        />
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
        invalid={wrong.has('iceServers')}
        change={(iceServers) => change({ iceServers })}
      />
    </>
  );
}

/** Which PBX, how to reach it, and a test of the way there. */
export function PbxSection(props: FieldProps) {
  const t = useWords();
  const { form, change } = props;
  const { testConnection } = useActions();
  const steps = useApp((model) => model.settings.steps);
  const testing = useApp((model) => model.settings.testing);
  return (
    <Section id="settings-pbx" icon={IconPhone} title={t('settings.sections.pbx')}>
      <SegmentedControl
        aria-label={t('settings.pbxMode')}
        value={form.pbxMode}
        onChange={(value) => change({ pbxMode: value === 'own' ? 'own' : 'practice' })}
        data={[
          { value: 'practice', label: t('settings.practice') },
          { value: 'own', label: t('settings.own') },
        ]}
      />
      {form.pbxMode === 'own' ? <OwnPbx {...props} /> : <p className="st-dim">{t('settings.practiceHint')}</p>}
      <div className="st-labelled">
        <span>{t('settings.dtmf')}</span>
        <SegmentedControl
          aria-label={t('settings.dtmf')}
          value={form.dtmf}
          onChange={(value) => change({ dtmf: value === 'info' ? 'info' : 'rfc4733' })}
          data={[
            { value: 'rfc4733', label: t('settings.dtmfRfc') },
            { value: 'info', label: t('settings.dtmfInfo') },
          ]}
        />
      </div>
      {form.pbxMode === 'own' ? (
        <MailboxField
          value={form.mailbox}
          invalid={props.wrong.has('mailbox')}
          change={(mailbox) => change({ mailbox })}
        />
      ) : null}
      <div className="st-row">
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={18} />}
          disabled={testing}
          onClick={() => testConnection(form)}
        >
          {t(testing ? 'settings.testing' : 'settings.test')}
        </Button>
        <span className="st-dim st-caption">{t('settings.testHint')}</span>
      </div>
      {steps.length > 0 ? <ConnectionSteps steps={steps} /> : null}
    </Section>
  );
}
