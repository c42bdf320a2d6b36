import { IconCircleCheck, IconCircleDashed, IconCircleX, type Icon } from '@tabler/icons-react';
import type { ScoredItem } from '../../../contracts/quality-form';
import type { CardOutcome } from '../../../domain/rehearsal/cards';
import type { RehearsalReport } from '../../../domain/rehearsal/report';
import { useApp } from '../context';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import { useReason } from './AdviceList';

const cardLooks: Record<CardOutcome, { icon: Icon; className: string }> = {
  used: { icon: IconCircleCheck, className: 'st-green' },
  dismissed: { icon: IconCircleX, className: 'st-amber' },
  unused: { icon: IconCircleDashed, className: 'st-amber' },
  withdrawn: { icon: IconCircleDashed, className: 'st-dim' },
  'did-not-come': { icon: IconCircleDashed, className: 'st-dim' },
};

function Cards({ report: { cards, otherCards } }: { report: RehearsalReport }) {
  const t = useWords();
  return (
    <section data-testid="rehearsal-cards">
      <h3 className="st-section-title">{t('rehearsal.expected')}</h3>
      <ul className="st-list st-summary st-rehearsal-cards">
        {cards.map(({ phrase, title, outcome, atMs }) => {
          const { icon: IconOf, className } = cardLooks[outcome];
          return (
            <li key={phrase} data-outcome={outcome}>
              <span className={`st-row st-caption ${className}`}>
                <IconOf size={16} stroke={1.8} aria-hidden />
                {t(`rehearsal.card.${outcome}`)}
              </span>
              <span>{title ?? ''}</span>
              <span className="st-dim st-caption">
                “{phrase}” {atMs === null ? null : <span className="st-num">{formatDuration(atMs)}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      {otherCards > 0 ? <p className="st-dim st-caption">{t('rehearsal.others', { count: otherCards })}</p> : null}
    </section>
  );
}

function Needs({ report: { needs } }: { report: RehearsalReport }) {
  const t = useWords();
  if (needs.length === 0) return null;
  return (
    <section>
      <h3 className="st-section-title">{t('rehearsal.needs')}</h3>
      <ul className="st-list st-summary">
        {needs.map(({ phrases, atMs, waitMs }) => (
          <li key={atMs}>
            <span className={`st-num st-caption ${waitMs === null ? 'st-red' : ''}`}>
              {waitMs === null ? t('rehearsal.noAnswer') : t('rehearsal.wait', { seconds: (waitMs / 1000).toFixed(1) })}
            </span>
            <span>“{phrases.join('” “')}”</span>
            <span className="st-dim st-caption st-num">{formatDuration(atMs)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Item({ item }: { item: ScoredItem }) {
  const t = useWords();
  const language = useApp((model) => model.language);
  const reasonOf = useReason();
  const met = item.outcome === 'met';
  return (
    <li>
      <span className={`st-caption ${met ? 'st-green' : 'st-amber'}`}>
        {met ? t('summary.met') : reasonOf(item.reason)}{' '}
        <span className="st-num">
          {item.points ?? 0} / {item.weight}
        </span>
      </span>
      <span>{item.title[language]}</span>
      {item.evidence.slice(0, 2).map(({ atMs, words }) => (
        <span key={atMs} className="st-dim st-caption">
          <span className="st-num">{formatDuration(atMs)}</span>
          {words === '' ? '' : ` “${words}”`}
        </span>
      ))}
    </li>
  );
}

/** What the report's figures are made of: cards, answers, and each item of the form with its evidence. */
export function ReportLists({ report }: { report: RehearsalReport }) {
  const t = useWords();
  const items = report.score?.items.filter(({ outcome }) => outcome !== 'not-applicable') ?? [];
  return (
    <>
      <Cards report={report} />
      <Needs report={report} />
      {items.length > 0 ? (
        <section data-testid="rehearsal-items">
          <h3 className="st-section-title">{t('rehearsal.items')}</h3>
          <ul className="st-list st-summary">
            {items.map((item) => (
              <Item key={item.itemId} item={item} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
