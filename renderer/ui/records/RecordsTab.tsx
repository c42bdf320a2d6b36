import { Button, Select, TextInput } from '@mantine/core';
import {
  IconFilterOff,
  IconFlag2,
  IconHistory,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconSearch,
} from '@tabler/icons-react';
import { directionSchema, dispositionSchema } from '../../../contracts/calls';
import { useActions, useApp, useNowMs } from '../context';
import { formatDuration, formatMoment } from '../format';
import { useWords } from '../i18n/i18n';
import type { RecordFilter, RecordRow } from '../model';
import { EMPTY_FILTER } from '../model';
import { Empty } from '../shell/Empty';
import { RecordDetail } from './RecordDetail';
import { SyncState } from './SyncState';

function Filters() {
  const t = useWords();
  const { searchRecords } = useActions();
  const filter = useApp((model) => model.records.filter);
  const shown = useApp((model) => model.records.rows.length);
  const total = useApp((model) => model.records.total);
  const change = (patch: Partial<RecordFilter>) => searchRecords({ ...filter, ...patch });
  return (
    <div className="st-filters" role="search" aria-label={t('records.label')}>
      <TextInput
        className="st-filter-text"
        value={filter.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        leftSection={<IconSearch size={16} />}
        placeholder={t('records.search')}
        aria-label={t('records.search')}
      />
      <div className="st-row">
        <Select
          aria-label={t('records.direction')}
          allowDeselect={false}
          value={filter.direction}
          onChange={(value) => change({ direction: directionSchema.safeParse(value).data ?? 'all' })}
          data={[
            { value: 'all', label: t('records.allDirections') },
            { value: 'outbound', label: t('stage.outbound') },
            { value: 'inbound', label: t('stage.inbound') },
          ]}
        />
        <Select
          aria-label={t('records.result')}
          allowDeselect={false}
          value={filter.result}
          onChange={(value) => change({ result: dispositionSchema.safeParse(value).data ?? 'all' })}
          data={[
            { value: 'all', label: t('records.allResults') },
            ...dispositionSchema.options.map((value) => ({ value, label: t(`disposition.${value}`) })),
          ]}
        />
        <Select
          aria-label={t('records.sync')}
          allowDeselect={false}
          value={filter.sync}
          onChange={(value) =>
            change({ sync: value === 'synced' || value === 'waiting' || value === 'refused' ? value : 'all' })
          }
          data={[
            { value: 'all', label: t('records.allSync') },
            { value: 'synced', label: t('records.synced') },
            { value: 'waiting', label: t('records.waiting') },
            { value: 'refused', label: t('records.refused') },
          ]}
        />
      </div>
      <span className="st-dim st-caption st-num" role="status">
        {t('records.count', { shown, total })}
      </span>
    </div>
  );
}

function Row({ row, selected, nowMs }: { row: RecordRow; selected: boolean; nowMs: number }) {
  const t = useWords();
  const { openRecord } = useActions();
  const IconOf = row.direction === 'inbound' ? IconPhoneIncoming : IconPhoneOutgoing;
  return (
    <tr data-selected={selected || undefined} onClick={() => openRecord(row.recordId)}>
      <td className="st-num st-dim">{formatMoment(row.startedAt, nowMs)}</td>
      <td>
        <button type="button" className="st-open" aria-current={selected || undefined}>
          <IconOf
            size={16}
            stroke={1.7}
            className={row.answered ? 'st-dim' : 'st-red'}
            aria-label={t(row.direction === 'inbound' ? 'stage.inbound' : 'stage.outbound')}
          />
          <span className="st-person-text">
            <span className="st-row">
              <strong className="st-clip">{row.customerName ?? row.maskedNumber}</strong>
              {row.practice ? <span className="st-tag">{t('rehearsal.practice')}</span> : null}
            </span>
            {row.cueTitles.length > 0 ? (
              <span className="st-row st-dim st-caption st-cues">
                <IconFlag2 size={14} stroke={1.8} aria-hidden />
                <span className="st-clip">{row.cueTitles.join(' · ')}</span>
              </span>
            ) : (
              <span className="st-dim st-caption st-num">{row.maskedNumber}</span>
            )}
          </span>
        </button>
      </td>
      <td className={row.optOut ? 'st-red' : ''}>
        <span className="st-clip">
          {row.disposition ? t(`disposition.${row.disposition}`) : t(`cause.${row.cause}`)}
        </span>
      </td>
      <td className="st-num">{row.answered ? formatDuration(row.talkMs) : t('monitor.notYet')}</td>
      <td>
        <SyncState sync={row.sync} />
      </td>
    </tr>
  );
}

function Table() {
  const t = useWords();
  const nowMs = useNowMs();
  const { searchRecords } = useActions();
  const rows = useApp((model) => model.records.rows);
  const total = useApp((model) => model.records.total);
  const selectedId = useApp((model) => model.records.selected?.record.recordId ?? null);
  if (total === 0) return <Empty icon={IconHistory}>{t('records.empty')}</Empty>;
  if (rows.length === 0) {
    return (
      <Empty icon={IconFilterOff}>
        <p>{t('records.noMatch')}</p>
        <Button variant="subtle" size="compact-sm" onClick={() => searchRecords(EMPTY_FILTER)}>
          {t('records.clearFilter')}
        </Button>
      </Empty>
    );
  }
  return (
    <div className="st-scroll st-table-place">
      <table className="st-table">
        <thead>
          <tr>
            {(['time', 'customer', 'outcome', 'talk', 'sync'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`records.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.recordId} row={row} selected={row.recordId === selectedId} nowMs={nowMs} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Every call of this desk, and one of them in full. */
export function RecordsTab() {
  const t = useWords();
  const selected = useApp((model) => model.records.selected);
  return (
    <div className="st-records">
      <section className="st-column st-records-list" aria-label={t('records.label')}>
        <Filters />
        <Table />
      </section>
      {selected ? <RecordDetail detail={selected} /> : <Empty icon={IconHistory}>{t('records.pick')}</Empty>}
    </div>
  );
}
