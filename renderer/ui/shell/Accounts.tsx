import { Popover, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconPhoneCheck, IconPhoneOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useAccountName } from '../account-name';
import { useApp } from '../context';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { AccountView } from '../model';

function toneOf({ state }: Pick<AccountView, 'state'>): 'grey' | 'amber' | 'red' {
  return state === 'registered' ? 'grey' : state === 'connecting' ? 'amber' : 'red';
}

function Row({ account }: { account: AccountView }) {
  const t = useWords();
  const nameOf = useAccountName();
  const troubleWords = useTroubleWords();
  const trouble = account.trouble ? troubleWords(account.trouble) : null;
  const IconOf = account.state === 'registered' ? IconPhoneCheck : IconPhoneOff;
  return (
    <li className={`st-tone-${toneOf(account)}`} data-testid={`account-${account.accountId}`}>
      <IconOf size={18} stroke={1.8} aria-hidden className="st-tinted" />
      <div className="st-grow">
        <div className="st-row">
          <strong className="st-clip st-grow">{nameOf(account)}</strong>
          <span className="st-caption st-tinted">{t(`status.registration.${account.state}`)}</span>
        </div>
        {trouble ? (
          <p className="st-caption">
            {trouble.what} <b>{trouble.next}</b>
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** The registrations of a desk with several accounts: how many are, what is wrong with the main one, and each at a click. */
export function Accounts() {
  const t = useWords();
  const accounts = useApp((model) => model.accounts);
  const rings = useApp((model) => model.incoming !== null);
  const [opened, setOpened] = useState(false);
  // A call that rings is not covered, and Enter answers it.
  useEffect(() => {
    if (!opened) return undefined;
    if (rings) setOpened(false);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpened(false);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [opened, rings]);
  const [main] = accounts;
  if (!main) return null;
  const registered = accounts.filter(({ state }) => state === 'registered').length;
  const some = registered === accounts.length ? 'grey' : 'amber';
  const tone = main.state === 'registered' ? some : toneOf(main);
  const IconOf = main.state === 'registered' ? IconPhoneCheck : IconPhoneOff;
  // While the main account is well the count says it all; the list has the rest.
  const word = [
    main.extension === '' ? '' : t('status.extension', { extension: main.extension }),
    t(`status.registration.${main.state}`),
  ];
  const count = t('accounts.count', { registered, all: accounts.length });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={380} withArrow shadow="md">
      <Popover.Target>
        <UnstyledButton
          className={`st-fact st-tone-${tone}`}
          aria-label={t('accounts.list')}
          onClick={() => setOpened((open) => !open)}
        >
          <IconOf size={16} stroke={1.8} aria-hidden />
          <span>{main.state === 'registered' ? count : `${word.filter(Boolean).join(' ')} · ${count}`}</span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className="st-accounts">
          {accounts.map((account) => (
            <Row key={account.accountId} account={account} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
