import { NativeSelect } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useAccountName } from '../account-name';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';

/** By which account to call; nothing to choose from where the desk has one. */
export function AccountSelect() {
  const t = useWords();
  const nameOf = useAccountName();
  const accounts = useApp((model) => model.accounts);
  const chosen = useApp((model) => model.dialAccount);
  const { chooseAccount } = useActions();
  if (accounts.length < 2) return null;
  return (
    <NativeSelect
      aria-label={t('accounts.dialBy')}
      size="sm"
      leftSection={<IconUsers size={16} aria-hidden />}
      value={chosen}
      onChange={(event) => chooseAccount(event.currentTarget.value)}
      data={accounts.map((account) => ({
        value: account.accountId,
        label: [nameOf(account), account.state === 'registered' ? '' : `(${t(`status.registration.${account.state}`)})`]
          .filter(Boolean)
          .join(' '),
      }))}
    />
  );
}
