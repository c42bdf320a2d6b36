import { ActionIcon, Button, PasswordInput, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconPlugConnected, IconPlus, IconTrash, IconUsers } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { newAccountForm, type AccountForm } from './account-form';
import { ConnectionSteps } from './ConnectionSteps';
import { IceServers } from './IceServers';
import { MailboxField } from './MailboxField';
import { Section } from './Section';
import type { FieldProps } from './SettingsTab';

const MOST_ACCOUNTS = 4;

interface AccountProps extends FieldProps {
  account: AccountForm;
  put: (patch: Partial<AccountForm>) => void;
}

function Removed({ account, put }: AccountProps) {
  const t = useWords();
  return (
    <div className="st-row st-account" role="status">
      <span className="st-grow st-dim">{t('accounts.removed', { name: account.label || t('accounts.unnamed') })}</span>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconArrowBackUp size={16} />}
        onClick={() => put({ removed: false })}
      >
        {t('accounts.undo')}
      </Button>
    </div>
  );
}

function Test({ form, account }: AccountProps) {
  const t = useWords();
  const { testConnection } = useActions();
  const view = useApp((model) => model.settings.accounts[account.id]);
  return (
    <>
      <div className="st-row">
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={18} />}
          disabled={view?.testing ?? false}
          onClick={() => testConnection(form, account.id)}
        >
          {t(view?.testing ? 'settings.testing' : 'settings.test')}
        </Button>
        <span className="st-dim st-caption">{t('settings.testHint')}</span>
      </div>
      {view && view.steps.length > 0 ? <ConnectionSteps steps={view.steps} /> : null}
    </>
  );
}

function Account(props: AccountProps) {
  const t = useWords();
  const { account, wrong, put } = props;
  const stored = useApp((model) => model.settings.accounts[account.id]?.passwordStored ?? false);
  const isNew = useApp((model) => !model.settings.saved.accounts.some(({ id }) => id === account.id));
  const { change, form } = props;
  const error = (field: 'webSocketUrl' | 'backupWebSocketUrl' | 'domain' | 'extension') =>
    wrong.has(`${account.id} ${field}`) ? t(`settings.invalid.${field}`) : null;
  const text = (field: 'webSocketUrl' | 'backupWebSocketUrl' | 'domain' | 'extension') => ({
    label: t(`settings.${field}`),
    value: account[field],
    error: error(field),
    onChange: (event: { currentTarget: { value: string } }) => put({ [field]: event.currentTarget.value }),
  });
  const remove = () => {
    if (isNew) change({ accounts: form.accounts.filter(({ id }) => id !== account.id) });
    else put({ removed: true });
  };
  return (
    <fieldset className="st-account" aria-label={account.label || t('accounts.unnamed')}>
      <div className="st-row">
        <h3 className="st-section-title st-grow">{account.label || t('accounts.unnamed')}</h3>
        <Tooltip label={t('accounts.remove')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('accounts.remove')} onClick={remove}>
            <IconTrash size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className="st-fields">
        <TextInput
          label={t('accounts.label')}
          value={account.label}
          error={wrong.has(`${account.id} label`) ? t('accounts.labelNeeded') : null}
          onChange={(event) => put({ label: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.displayName')}
          value={account.displayName}
          onChange={(event) => put({ displayName: event.currentTarget.value })}
        />
        <TextInput className="st-wide" placeholder="wss://pbx.example.com:8089/ws" {...text('webSocketUrl')} />
        <TextInput className="st-wide" placeholder="wss://pbx2.example.com:8089/ws" {...text('backupWebSocketUrl')} />
        <TextInput placeholder="pbx.example.com" {...text('domain')} />
        <TextInput {...text('extension')} />
        <PasswordInput
          label={t('settings.password')}
          placeholder={t(stored ? 'settings.passwordKept' : 'settings.passwordNeeded')}
          value={account.password}
          onChange={(event) => put({ password: event.currentTarget.value })}
        />
      </div>
      <IceServers
        servers={account.iceServers}
        invalid={wrong.has(`${account.id} iceServers`)}
        change={(iceServers) => put({ iceServers })}
      />
      <div className="st-labelled">
        <span>{t('settings.dtmf')}</span>
        <SegmentedControl
          aria-label={t('settings.dtmf')}
          value={account.dtmf}
          onChange={(value) => put({ dtmf: value === 'info' ? 'info' : 'rfc4733' })}
          data={[
            { value: 'rfc4733', label: t('settings.dtmfRfc') },
            { value: 'info', label: t('settings.dtmfInfo') },
          ]}
        />
      </div>
      <MailboxField
        value={account.mailbox}
        invalid={wrong.has(`${account.id} mailbox`)}
        change={(mailbox) => put({ mailbox })}
      />
      <Test {...props} />
    </fieldset>
  );
}

/** Accounts beside the main one: other PBXs, other brands. */
export function AccountsSection(props: FieldProps) {
  const t = useWords();
  const { form, change } = props;
  const put = (id: string) => (patch: Partial<AccountForm>) =>
    change({ accounts: form.accounts.map((account) => (account.id === id ? { ...account, ...patch } : account)) });
  return (
    <Section id="settings-accounts" icon={IconUsers} title={t('accounts.title')}>
      <p className="st-dim st-caption">{t('accounts.hint')}</p>
      {form.accounts.length === 0 ? <p className="st-dim">{t('accounts.none')}</p> : null}
      {form.accounts.map((account) => {
        const AccountOf = account.removed ? Removed : Account;
        return <AccountOf key={account.id} {...props} account={account} put={put(account.id)} />;
      })}
      <div className="st-row">
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={16} />}
          disabled={form.accounts.filter(({ removed }) => !removed).length >= MOST_ACCOUNTS}
          onClick={() => change({ accounts: [...form.accounts, newAccountForm(crypto.randomUUID())] })}
        >
          {t('accounts.add')}
        </Button>
      </div>
    </Section>
  );
}
