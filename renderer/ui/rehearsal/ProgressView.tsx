import { Select } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { progressOf, rehearsingAgents, type Measure, type Progress } from '../../../domain/rehearsal/progress';
import { useApp, useView } from '../context';
import { useWords } from '../i18n/i18n';
import { Empty } from '../shell/Empty';
import { Figures } from './Figures';
import { DayChart } from './DayChart';

function useTrend(): (trend: number | null) => string {
  const t = useWords();
  return (trend) => {
    if (trend === null) return t('rehearsal.progress.noTrend');
    const points = String(Math.abs(Math.round(trend)));
    if (points === '0') return t('rehearsal.progress.level');
    return t(trend > 0 ? 'rehearsal.progress.rising' : 'rehearsal.progress.falling', { points });
  };
}

function ProgressFigures({ progress }: { progress: Progress }) {
  const t = useWords();
  const trendOf = useTrend();
  const { total, days, rehearsals } = progress;
  const none = t('monitor.notYet');
  const figures: [string, string][] = [
    [t('rehearsal.progress.best'), total ? String(Math.round(total.best)) : none],
    [t('rehearsal.progress.last'), total ? String(Math.round(total.last)) : none],
    [t('rehearsal.progress.trend'), total ? trendOf(total.trend) : none],
    [t('rehearsal.progress.days'), String(days.length)],
    [t('rehearsal.progress.times'), String(rehearsals)],
  ];
  return <Figures figures={figures} />;
}

interface Row {
  id: string;
  name: string;
  measure: Measure | null;
  more?: string[];
}

interface MeasureTableProps {
  title: string;
  rows: Row[];
  /** Columns between the name and the figures. */
  more?: string[];
  /** Behind best and last. */
  unit?: string;
}

function MeasureTable({ title, rows, more = [], unit = '' }: MeasureTableProps) {
  const t = useWords();
  const trendOf = useTrend();
  const none = t('monitor.notYet');
  const columns = ['best', 'last', 'trend'] as const;
  return (
    <table className="st-plain-table">
      <thead>
        <tr>
          {[title, ...more, ...columns.map((column) => t(`rehearsal.progress.${column}`))].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, measure, more: facts = [] }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            {facts.map((fact, index) => (
              <td key={more[index]} className="st-num">
                {fact}
              </td>
            ))}
            <td className="st-num">{measure ? `${String(Math.round(measure.best))}${unit}` : none}</td>
            <td className="st-num">{measure ? `${String(Math.round(measure.last))}${unit}` : none}</td>
            <td className="st-num">{measure ? trendOf(measure.trend) : none}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Tables({ progress, one }: { progress: Progress; one: boolean }) {
  const t = useWords();
  const language = useApp((model) => model.language);
  const items = progress.items.map(({ itemId, title, ...measure }) => ({ id: itemId, name: title[language], measure }));
  const cards = progress.cards
    ? [{ id: 'cards-used', name: t('rehearsal.progress.cardsUsed'), measure: progress.cards }]
    : [];
  const stories = progress.stories.map(({ story, customerName, rehearsals, days, total }) => ({
    id: story,
    name: customerName ?? story,
    measure: total,
    more: [String(rehearsals), String(days)],
  }));
  return (
    <>
      {one ? null : (
        <MeasureTable
          title={t('rehearsal.progress.customer')}
          rows={stories}
          more={[t('rehearsal.progress.times'), t('rehearsal.progress.days')]}
        />
      )}
      <MeasureTable title={t('rehearsal.progress.item')} rows={[...cards, ...items]} unit=" %" />
    </>
  );
}

/** How it goes over the days, for one agent and one customer's story or for all. */
export function ProgressView({ story }: { story: string | null }) {
  const t = useWords();
  const setView = useView();
  const records = useApp((model) => model.rehearsals);
  const [agent, setAgent] = useState<string | null>(null);
  const agents = useMemo(() => rehearsingAgents(records ?? []), [records]);
  const progress = useMemo(
    () => progressOf(records ?? [], { agent: agent ?? undefined, story: story ?? undefined }),
    [records, agent, story],
  );
  if (records === null) return <Empty icon={IconChartBar}>{t('rehearsal.reading')}</Empty>;
  if (records.length === 0) return <Empty icon={IconChartBar}>{t('rehearsal.progress.empty')}</Empty>;
  return (
    <div className="st-rehearsal-report" data-testid="rehearsal-progress">
      <div className="st-row">
        <Select
          aria-label={t('rehearsal.progress.whose')}
          allowDeselect={false}
          size="xs"
          value={story ?? ''}
          onChange={(value) => setView({ rehearsal: { page: 'progress', story: value === '' ? null : value } })}
          data={[
            { value: '', label: t('rehearsal.progress.allStories') },
            ...progress.stories.map((one) => ({ value: one.story, label: one.customerName ?? one.story })),
          ]}
        />
        {agents.length > 1 ? (
          <Select
            aria-label={t('rehearsal.progress.agent')}
            allowDeselect={false}
            size="xs"
            value={agent ?? ''}
            onChange={(value) => setAgent(value === '' ? null : value)}
            data={[{ value: '', label: t('rehearsal.progress.allAgents') }, ...agents]}
          />
        ) : null}
      </div>
      <ProgressFigures progress={progress} />
      <DayChart days={progress.days} />
      <Tables progress={progress} one={story !== null} />
      <p className="st-dim st-caption">{t('rehearsal.progress.fromRecords')}</p>
    </div>
  );
}
