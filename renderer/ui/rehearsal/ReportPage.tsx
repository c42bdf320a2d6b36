import { Button } from '@mantine/core';
import { IconHistory, IconPhone, IconReportAnalytics } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { RehearsalRecord } from '../../../domain/rehearsal/practice-mark';
import { rehearsalReport, type RehearsalReport } from '../../../domain/rehearsal/report';
import { useActions, useApp, useNowMs } from '../context';
import { formatDuration, formatMoment } from '../format';
import { useWords } from '../i18n/i18n';
import { Empty } from '../shell/Empty';
import { Figures } from './Figures';
import { AdviceList } from './AdviceList';
import { ReportLists } from './ReportLists';
import { practiceAccount } from './rehearsal-model';

function ReportFigures({ report }: { report: RehearsalReport }) {
  const t = useWords();
  const { score, needs, deadAir, talkRatio, interruptions } = report;
  const none = t('monitor.notYet');
  const seconds = (lengthMs: number) => t('rehearsal.wait', { seconds: (lengthMs / 1000).toFixed(1) });
  const waits = needs.map(({ waitMs }) => waitMs);
  const longest = Math.max(0, ...waits.map((waitMs) => waitMs ?? 0));
  const silence = Math.max(0, ...deadAir.map(({ startMs, endMs }) => endMs - startMs));
  const heard = talkRatio !== null;
  const total = score?.total ?? null;
  const figures: [string, string][] = [
    [
      t('rehearsal.score'),
      total === null
        ? t('rehearsal.unscored')
        : `${String(Math.round(total))}${score?.failed ? ` · ${t('rehearsal.failed')}` : ''}`,
    ],
    [t('rehearsal.talkRatio'), heard ? `${String(Math.round(talkRatio * 100))} %` : none],
    [
      t('rehearsal.longestWait'),
      waits.includes(null) ? t('rehearsal.noAnswer') : waits.length === 0 ? none : seconds(longest),
    ],
    [t('rehearsal.silence'), !heard ? none : silence > 0 ? seconds(silence) : t('rehearsal.none')],
    [t('rehearsal.interruptions'), heard ? String(interruptions) : none],
  ];
  return <Figures figures={figures} />;
}

function Report({ record }: { record: RehearsalRecord }) {
  const t = useWords();
  const nowMs = useNowMs();
  const { dial, openRecord, setTab } = useActions();
  const accountId = useApp((model) => practiceAccount(model)?.accountId);
  const report = useMemo(() => rehearsalReport(record), [record]);
  const tooShort = report.score?.items.every(({ reason }) => reason === 'too-short') ?? false;
  const toRecords = () => {
    openRecord(record.recordId);
    setTab('records');
  };
  return (
    <article className="st-rehearsal-report" data-testid="rehearsal-report">
      <header className="st-row">
        <div className="st-person-text">
          <h3 className="st-clip">{record.customerName ?? record.remoteNumber}</h3>
          <p className="st-dim st-caption st-num">
            {t('rehearsal.when', { time: formatMoment(record.startedAt, nowMs), talk: formatDuration(record.talkMs) })}
          </p>
        </div>
        <Button variant="subtle" size="xs" leftSection={<IconHistory size={16} />} onClick={toRecords}>
          {t('rehearsal.openRecord')}
        </Button>
        <Button
          size="xs"
          leftSection={<IconPhone size={16} />}
          onClick={() => dial(record.remoteNumber, { accountId })}
        >
          {t('rehearsal.again')}
        </Button>
      </header>
      <ReportFigures report={report} />
      {tooShort ? <p className="st-dim">{t('rehearsal.tooShort')}</p> : null}
      {report.inWords ? <AdviceList advice={report.advice} /> : <p className="st-dim">{t('rehearsal.noWords')}</p>}
      {report.inWords ? <ReportLists report={report} /> : null}
    </article>
  );
}

/** The report of one rehearsal; `recordId` null: of the newest. */
export function ReportPage({ recordId }: { recordId: string | null }) {
  const t = useWords();
  const rehearsals = useApp((model) => model.rehearsals);
  if (rehearsals === null) return <Empty icon={IconReportAnalytics}>{t('rehearsal.reading')}</Empty>;
  const record = recordId === null ? rehearsals[0] : rehearsals.find((one) => one.recordId === recordId);
  if (record) return <Report record={record} />;
  return <Empty icon={IconReportAnalytics}>{t(recordId === null ? 'rehearsal.noReports' : 'rehearsal.waiting')}</Empty>;
}
