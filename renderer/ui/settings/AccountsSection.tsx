import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconPlus, IconTrash, IconUsers } from '@tabler/icons-react';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { newAccountForm, type AccountForm, type PbxField } from './account-form';
import { ConnectionTest } from './ConnectionTest';
import { PbxFields, PbxHabits } from './PbxFields';
import { Section } from './Section';
import type { AccountSettingsView } from './settings-model';
import type { FieldProps } from './SettingsTab';

const MOST_ACCOUNTS = 4;
const NOTHING_KNOWN: AccountSettingsView = { passwordStored: false, testing: false, steps: [] };

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

function Account({ account, form, wrong, put, change }: AccountProps) {
  const t = useWords();
  const { testConnection } = useActions();
  const view = useApp((model) => model.settings.accounts[account.id]) ?? NOTHING_KNOWN;
  const isNew = useApp((model) => !model.settings.saved.accounts.some(({ id }) => id === account.id));
  const pbx = { form: account, change: put, isWrong: (field: PbxField) => wrong.has(`${account.id} ${field}`) };
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
      <TextInput
        label={t('accounts.label')}
        value={account.label}
        error={wrong.has(`${account.id} label`) ? t('accounts.labelNeeded') : null}
        onChange={(event) => put({ label: event.currentTarget.value })}
      />
      <PbxFields {...pbx} passwordStored={view.passwordStored} />
      <PbxHabits {...pbx} />
      <ConnectionTest view={view} test={() => testConnection(form, account.id)} />
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
