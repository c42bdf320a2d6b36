import { SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconHistory, IconPhoneIncoming, IconPhoneOutgoing, IconUsers } from '@tabler/icons-react';
import { useActions, useApp, useNowMs, useView } from '../context';
import { formatDuration, formatMoment, initialOf } from '../format';
import { useWords } from '../i18n/i18n';
import type { RecordRow } from '../model';
import { Empty } from '../shell/Empty';
import { ContactsList } from './ContactsList';

function CustomerList({ busy }: { busy: boolean }) {
  const t = useWords();
  const customers = useApp((model) => model.customers);
  const { dial } = useActions();
  if (customers.length === 0) return <Empty icon={IconUsers}>{t('dial.noCustomers')}</Empty>;
  return (
    <ul className="st-list">
      {customers.map((customer) => (
        <li key={customer.customerId}>
          <UnstyledButton
            className="st-person"
            disabled={busy}
            aria-label={t('dial.callCustomer', { name: customer.name, story: customer.story })}
            onClick={() => dial(customer.number)}
          >
            <span className="st-avatar" aria-hidden>
              {initialOf(customer.name)}
            </span>
            <span className="st-person-text">
              <span className="st-row">
                <strong className="st-clip">{customer.name}</strong>
                <span className="st-num st-dim st-caption">{customer.number}</span>
              </span>
              <span className="st-dim st-caption st-clamp2">{customer.story || customer.company}</span>
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function RecentCall({ row, busy, nowMs }: { row: RecordRow; busy: boolean; nowMs: number }) {
  const t = useWords();
  const { redial } = useActions();
  const name = row.customerName ?? row.maskedNumber;
  const IconOf = row.direction === 'inbound' ? IconPhoneIncoming : IconPhoneOutgoing;
  return (
    <UnstyledButton
      className="st-person"
      disabled={busy}
      aria-label={t('dial.callAgain', { name })}
      onClick={() => redial(row.recordId)}
    >
      <IconOf size={18} stroke={1.7} aria-hidden className={row.answered ? 'st-dim' : 'st-red'} />
      <span className="st-person-text">
        <span className="st-row">
          <strong className="st-clip">{name}</strong>
          <span className="st-grow" />
          <span className="st-num st-dim st-caption">{formatMoment(row.startedAt, nowMs)}</span>
        </span>
        <span className="st-dim st-caption st-clip">
          {row.answered ? formatDuration(row.talkMs) : t(`cause.${row.cause}`)}
          {row.disposition ? ` · ${t(`disposition.${row.disposition}`)}` : ''}
          {row.agentAccount ? ` · ${row.agentAccount}` : ''}
        </span>
      </span>
    </UnstyledButton>
  );
}

/** Practice customers with their stories, and recent calls. */
export function PeopleLists() {
  const t = useWords();
  const setView = useView();
  const nowMs = useNowMs();
  const list = useApp((model) => model.view.leftList);
  const recent = useApp((model) => model.recent);
  const busy = useApp(
    (model) =>
      model.call !== null ||
      model.incoming !== null ||
      model.wrapUp !== null ||
      model.registration.state !== 'registered',
  );
  return (
    <div className="st-people">
      <SegmentedControl
        fullWidth
        size="xs"
        value={list}
        onChange={(value) => setView({ leftList: value === 'recent' || value === 'contacts' ? value : 'customers' })}
        data={[
          { value: 'customers', label: t('dial.customers') },
          { value: 'contacts', label: t('contacts.title') },
          { value: 'recent', label: t('dial.recent') },
        ]}
      />
      {list === 'contacts' ? <ContactsList busy={busy} /> : null}
      <div className="st-scroll" hidden={list === 'contacts'}>
        {list === 'customers' ? (
          <CustomerList busy={busy} />
        ) : recent.length === 0 ? (
          <Empty icon={IconHistory}>{t('dial.noRecent')}</Empty>
        ) : (
          <ul className="st-list">
            {recent.map((row) => (
              <li key={row.recordId}>
                <RecentCall row={row} busy={busy} nowMs={nowMs} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
