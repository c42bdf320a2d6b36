import { UnstyledButton } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import type { MessageSummary } from '../../../domain/message-summary';
import { useAccountName } from '../account-name';
import { useActions, useApp } from '../context';
import { useWords } from '../i18n/i18n';
import type { AccountView } from '../model';
import { Fact } from './Fact';

/** New voice messages; a click calls the mailbox where the PBX says which it is. */
function Mailbox({ mailbox, account }: { mailbox: MessageSummary | null; account?: AccountView }) {
  const t = useWords();
  const nameOf = useAccountName();
  const { dial } = useActions();
  if (!mailbox?.waiting) return null;
  const count = mailbox.newMessages;
  const messages = count === null ? t('mailbox.some') : t('mailbox.count', { count });
  const text = account ? t('accounts.newMessages', { name: nameOf(account), text: messages }) : messages;
  const fact = <Fact icon={IconMail} tone="blue" text={text} />;
  const number = mailbox.account;
  if (number === null) return fact;
  return (
    <UnstyledButton
      className="st-mailbox"
      aria-label={t('mailbox.listen', { text })}
      onClick={() => dial(number, { accountId: account?.accountId })}
    >
      {fact}
    </UnstyledButton>
  );
}

/** The mailbox of each account; the name of the account where there are several. */
export function Mailboxes() {
  const accounts = useApp((model) => model.accounts);
  const mailbox = useApp((model) => model.mailbox);
  if (accounts.length < 2) return <Mailbox mailbox={mailbox} />;
  return accounts.map((account) => <Mailbox key={account.accountId} mailbox={account.mailbox} account={account} />);
}
