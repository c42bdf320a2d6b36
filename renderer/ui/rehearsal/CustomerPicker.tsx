import { UnstyledButton } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, type KeyboardEvent, type RefObject } from 'react';
import type { Customer } from '../../../contracts/customers';
import { progressOf, type StoryProgress } from '../../../domain/rehearsal/progress';
import { useActions, useApp } from '../context';
import { initialOf } from '../format';
import { useWords } from '../i18n/i18n';
import { Empty } from '../shell/Empty';
import { practiceAccount, rehearsalCustomers, storyIn } from './rehearsal-model';

/** The first customer, where the keyboard is nowhere else: nobody who is typing is interrupted. */
function useFirstFocused(list: RefObject<HTMLUListElement | null>): void {
  useEffect(() => {
    if (document.activeElement === document.body) list.current?.querySelector('button')?.focus();
  }, [list]);
}

/** Arrow keys go from one customer to the next, as in any list. */
function onArrow(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const people = [...event.currentTarget.querySelectorAll('button')];
  const here = people.findIndex((one) => one === document.activeElement);
  people[Math.min(people.length - 1, Math.max(0, here + step))]?.focus();
  event.preventDefault();
}

function Person({ customer, done }: { customer: Customer; done: StoryProgress | undefined }) {
  const t = useWords();
  const { dial } = useActions();
  const accountId = useApp((model) => practiceAccount(model)?.accountId);
  const shownIn = useApp((model) => model.language);
  const story = storyIn(customer, shownIn);
  const language = t(`rehearsal.language.${customer.language}`);
  const cards = t('rehearsal.cards', { count: customer.expectedCues?.length ?? 0 });
  const last = done?.total ? t('rehearsal.lastScore', { score: Math.round(done.total.last) }) : t('rehearsal.notYet');
  return (
    <UnstyledButton
      className="st-person"
      aria-label={t('rehearsal.callCustomer', { name: customer.name, language, cards, last, story })}
      onClick={() => dial(customer.number, { accountId })}
    >
      <span className="st-avatar" aria-hidden>
        {initialOf(customer.name)}
      </span>
      <span className="st-person-text">
        <span className="st-row">
          <strong className="st-clip">{customer.name}</strong>
          <span className="st-tag">{language}</span>
          <span className="st-tag">{cards}</span>
          <span className="st-grow" />
          <span className="st-dim st-caption st-num">{last}</span>
        </span>
        <span className="st-dim st-caption st-clamp2">{story}</span>
      </span>
    </UnstyledButton>
  );
}

/** Whom to practise with: name, story, language, and how many cards the story brings up. */
export function CustomerPicker() {
  const t = useWords();
  const customers = useApp((model) => model.customers);
  const rehearsals = useApp((model) => model.rehearsals);
  const list = useRef<HTMLUListElement>(null);
  useFirstFocused(list);
  const people = useMemo(() => rehearsalCustomers(customers), [customers]);
  const stories = useMemo(
    () => new Map(progressOf(rehearsals ?? []).stories.map((one) => [one.story, one])),
    [rehearsals],
  );
  if (people.length === 0) return <Empty icon={IconUsers}>{t('rehearsal.noCustomers')}</Empty>;
  return (
    <>
      <p className="st-dim st-caption">{t('rehearsal.hint')}</p>
      <ul
        ref={list}
        className="st-list st-rehearsal-people"
        aria-label={t('rehearsal.page.customers')}
        onKeyDown={onArrow}
      >
        {people.map((customer) => (
          <li key={customer.customerId}>
            <Person customer={customer} done={stories.get(customer.customerId)} />
          </li>
        ))}
      </ul>
    </>
  );
}
