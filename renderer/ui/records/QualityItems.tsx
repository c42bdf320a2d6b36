import { Button, Textarea } from '@mantine/core';
import { IconMessageCircle2, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import type { ContestEntry, QualityScore, ScoredItem } from '../../../contracts/quality-form';
import { contestState } from '../../../domain/quality/contest';
import { useActions, useApp, useNowMs } from '../context';
import { formatDuration, formatMoment } from '../format';
import { useWords } from '../i18n/i18n';

/** What was said of an item: who, when, why. */
export function ContestHistory({ history, waiting }: { history: readonly ContestEntry[]; waiting: boolean }) {
  const t = useWords();
  const nowMs = useNowMs();
  const tones = { contested: 'st-dim', accepted: 'st-green', refused: 'st-amber' } as const;
  return (
    <ul className="st-contest-history">
      {history.map((entry, index) => (
        <li key={`${entry.type} ${entry.at}`} className="st-caption">
          <b className={tones[entry.type]}>{t(`contest.${entry.type}`)}</b>{' '}
          <span className="st-dim">
            {waiting && index === history.length - 1
              ? t('contest.waiting')
              : `${entry.by} · ${formatMoment(entry.at, nowMs)}`}
          </span>
          {entry.comment === null ? null : <span className="st-prose"> {entry.comment}</span>}
        </li>
      ))}
    </ul>
  );
}

/** A sentence of why, and what it is sent with. */
function ContestForm({ title, send, cancel }: { title: string; send: (comment: string) => void; cancel: () => void }) {
  const t = useWords();
  const [comment, setComment] = useState('');
  const empty = comment.trim() === '';
  return (
    <div className="st-contest-form">
      <Textarea
        label={t('contest.why', { title })}
        description={t('contest.whyHint')}
        autoFocus
        rows={2}
        maxLength={2000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !empty) send(comment);
          if (event.key === 'Escape') cancel();
          if (event.key === 'Enter' || event.key === 'Escape') event.stopPropagation();
        }}
      />
      <div className="st-row">
        <Button size="compact-md" leftSection={<IconSend size={16} />} disabled={empty} onClick={() => send(comment)}>
          {t('contest.send')}
        </Button>
        <Button size="compact-md" variant="default" onClick={cancel}>
          {t('contest.cancel')}
        </Button>
      </div>
    </div>
  );
}

function Item({ recordId, item, waiting }: { recordId: string; item: ScoredItem; waiting: boolean }) {
  const t = useWords();
  const { contests } = useActions();
  const language = useApp((model) => model.language);
  const [writing, setWriting] = useState(false);
  const { itemId, outcome, points, weight, evidence, history } = item;
  const title = item.title[language];
  const mayContest = outcome === 'not-met' && contestState(item) === 'none';
  return (
    <li>
      <span className={`st-caption ${outcome === 'met' ? 'st-green' : 'st-amber'}`}>
        {t(outcome === 'met' ? 'summary.met' : 'summary.notMet')}{' '}
        <span className="st-num">
          {points ?? 0} / {weight}
        </span>
      </span>
      <span>{title}</span>
      {evidence.slice(0, 2).map(({ atMs, words }) => (
        <span key={atMs} className="st-dim st-caption">
          <span className="st-num">{formatDuration(atMs)}</span> “{words}”
        </span>
      ))}
      {mayContest && !writing ? (
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconMessageCircle2 size={14} />}
          aria-label={t('contest.contestItem', { title })}
          onClick={() => setWriting(true)}
        >
          {t('contest.contest')}
        </Button>
      ) : null}
      {mayContest && writing ? (
        <ContestForm
          title={title}
          cancel={() => setWriting(false)}
          send={(comment) => {
            contests.contest(recordId, itemId, comment);
            setWriting(false);
          }}
        />
      ) : null}
      {history.length > 0 ? <ContestHistory history={history} waiting={waiting} /> : null}
    </li>
  );
}

/** What was looked at and what came of it, with what was said against it; what does not apply is left out. */
export function QualityItems({
  recordId,
  score,
  waiting,
}: {
  recordId: string;
  score: QualityScore;
  /** Items whose contest is not sent yet. */
  waiting: readonly string[];
}) {
  const items = score.items.filter(({ outcome }) => outcome !== 'not-applicable');
  return (
    <ul className="st-list st-summary">
      {items.map((item) => (
        <Item key={item.itemId} recordId={recordId} item={item} waiting={waiting.includes(item.itemId)} />
      ))}
    </ul>
  );
}
