import { CloseButton, SegmentedControl } from '@mantine/core';
import { useView } from '../context';
import { useWords } from '../i18n/i18n';
import { CustomerPicker } from './CustomerPicker';
import { ProgressView } from './ProgressView';
import { ReportPage } from './ReportPage';
import type { RehearsalPage } from './rehearsal-model';

const pages = ['customers', 'report', 'progress'] as const;

function pageOf(name: (typeof pages)[number]): RehearsalPage {
  if (name === 'report') return { page: name, recordId: null };
  return name === 'progress' ? { page: name, story: null } : { page: name };
}

/** Practising: whom to call, how it went, and how it goes over the days. */
export function RehearsalStage({ page }: { page: RehearsalPage }) {
  const t = useWords();
  const setView = useView();
  return (
    <section className="st-stage st-rehearsal" aria-label={t('rehearsal.title')}>
      <header className="st-row">
        <h2>{t('rehearsal.title')}</h2>
        <span className="st-grow" />
        <SegmentedControl
          size="xs"
          aria-label={t('rehearsal.pages')}
          value={page.page}
          onChange={(value) => setView({ rehearsal: pageOf(pages.find((name) => name === value) ?? 'customers') })}
          data={pages.map((value) => ({ value, label: t(`rehearsal.page.${value}`) }))}
        />
        <CloseButton aria-label={t('rehearsal.close')} onClick={() => setView({ rehearsal: null })} />
      </header>
      {page.page === 'customers' ? <CustomerPicker /> : null}
      {page.page === 'report' ? <ReportPage recordId={page.recordId} /> : null}
      {page.page === 'progress' ? <ProgressView story={page.story} /> : null}
    </section>
  );
}
