import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { OpenContest } from '../../../contracts/contests';
import { useActions, useApp, useNowMs } from '../context';
import { formatDuration, formatMoment } from '../format';
import { useWords } from '../i18n/i18n';
import { ContestHistory } from '../records/QualityItems';

function Contest({ contest }: { contest: OpenContest }) {
  const t = useWords();
  const { contests } = useActions();
  const language = useApp((model) => model.language);
  const nowMs = useNowMs();
  const [comment, setComment] = useState('');
  const { recordId, agentExtension, customerName, startedAt, item } = contest;
  const written = comment.trim() === '' ? null : comment.trim();
  const decide = (accepted: boolean) => contests.decide(recordId, { itemId: item.itemId, accepted, comment: written });
  return (
    <li className="st-contest">
      <div className="st-row">
        <strong className="st-clip">{item.title[language]}</strong>
        <span className="st-grow" />
        <span className="st-num st-caption st-dim">
          {item.points ?? 0} / {item.weight}
        </span>
      </div>
      <p className="st-caption st-dim">
        {t('contest.call', { extension: agentExtension, name: customerName ?? t('records.unknown') })}{' '}
        <span className="st-num">{formatMoment(startedAt, nowMs)}</span>
      </p>
      {item.evidence.slice(0, 3).map(({ atMs, words }) => (
        <p key={atMs} className="st-caption st-dim">
          <span className="st-num">{formatDuration(atMs)}</span> “{words}”
        </p>
      ))}
      <ContestHistory history={item.history} waiting={false} />
      <Textarea
        size="xs"
        aria-label={t('contest.decisionComment')}
        placeholder={t('contest.decisionComment')}
        rows={1}
        maxLength={2000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <div className="st-row">
        <Button size="compact-sm" onClick={() => decide(true)}>
          {t('contest.accept')}
        </Button>
        <Button size="compact-sm" variant="default" disabled={written === null} onClick={() => decide(false)}>
          {t('contest.refuse')}
        </Button>
      </div>
    </li>
  );
}

/** What agents say against their scores, for a supervisor to decide. Not there while there is none. */
export function OpenContests() {
  const t = useWords();
  const open = useApp((model) => model.openContests);
  if (open.length === 0) return null;
  const title = t('contest.open', { count: open.length });
  return (
    <section className="st-panel st-contests" aria-label={title} data-testid="open-contests">
      <h2 className="st-section-title">{title}</h2>
      <ul className="st-scroll">
        {open.map((contest) => (
          <Contest key={`${contest.recordId} ${contest.item.itemId}`} contest={contest} />
        ))}
      </ul>
    </section>
  );
}
