import { Button, CloseButton } from '@mantine/core';
import { IconBan, IconPhone } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { AutoAnswered, CallRecord, CallTranscript } from '../../../contracts/records';
import { secretKindSchema } from '../../../contracts/transcript';
import { contestedScore } from '../../../domain/quality/contest';
import { shownSummary } from '../../../domain/summary/rewrite';
import type { SummaryRewrite } from '../../../contracts/summary';
import { useActions, useApp, useNowMs } from '../context';
import { formatDuration, formatMoment } from '../format';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { RecordDetailView } from '../model';
import { CallSummary } from '../shell/CallSummary';
import { SaidLine } from '../shell/SaidLine';
import { EventList } from './EventList';
import { Feelings } from './Feelings';
import { QualityItems } from './QualityItems';
import { QualityChart, mosWords } from './QualityChart';
import { RecordForm } from './RecordForm';
import { RecordingPlayer } from './RecordingPlayer';
import { SyncState } from './SyncState';

function autoAnswerWords({ header, afterMs }: AutoAnswered, t: ReturnType<typeof useWords>): string {
  const by = header === null ? t('sipHeaders.bySetting') : t('sipHeaders.byHeader', { header });
  return `${formatDuration(afterMs)} · ${by}`;
}

type Review = NonNullable<CallRecord['review']>;

function Score({ review: { score, satisfaction } }: { review: Review }) {
  const t = useWords();
  return (
    <span className="st-dim st-caption st-num">
      {score.total === null ? t('summary.noScore') : t('summary.score', { score: Math.round(score.total) })}
      {score.failed ? ` · ${t('summary.failed')}` : ''}
      {satisfaction === null ? '' : ` · ${t('summary.satisfaction', { score: satisfaction })}`}
    </span>
  );
}

/** What left the desk for the summary, and what came of it. */
function rewriteWords(
  { outcome, model, redactedSpots: count }: SummaryRewrite,
  t: ReturnType<typeof useWords>,
): string {
  return `${t(`rewrite.outcome.${outcome}`)} · ${t('rewrite.redacted', { count, model })}`;
}

/** The summary and the score, with what was said of it since. */
function Reviewed({ recordId, review }: { recordId: string; review: Review }) {
  const t = useWords();
  const said = useApp((model) => model.contests[recordId]);
  const score = useMemo(() => (said ? contestedScore(review.score, said) : review.score), [review.score, said]);
  const waiting = said?.waiting.map(({ itemId }) => itemId) ?? [];
  return (
    <section data-testid="review">
      <div className="st-row">
        <h3 className="st-section-title">{t('summary.title')}</h3>
        <span className="st-grow" />
        <Score review={{ ...review, score }} />
      </div>
      <CallSummary summary={shownSummary(review.summary, review.rewrite)} />
      {review.rewrite ? <p className="st-dim st-caption">{rewriteWords(review.rewrite, t)}</p> : null}
      <Feelings emotions={review.emotions ?? []} />
      <QualityItems recordId={recordId} score={score} waiting={waiting} />
    </section>
  );
}

/** What was taken out of the transcript, and how often. */
function redactedWords({ redacted }: CallTranscript, t: ReturnType<typeof useWords>): string {
  const kinds = secretKindSchema.options.filter((kind) => (redacted[kind] ?? 0) > 0);
  if (kinds.length === 0) return t('transcript.nothingRedacted');
  const list = kinds.map((kind) => `${t(`transcript.secret.${kind}`)} × ${String(redacted[kind])}`);
  return t('transcript.redacted', { list: list.join(' · ') });
}

/** Everything that is kept of one call. */
export function RecordDetail({ detail }: { detail: RecordDetailView }) {
  const t = useWords();
  const troubleWords = useTroubleWords();
  const actions = useActions();
  const nowMs = useNowMs();
  const { record } = detail;
  const quality = record.quality;
  const expected = quality ? quality.packetsReceived + Math.max(0, quality.packetsLost) : 0;
  const lossPercent = quality && expected > 0 ? (Math.max(0, quality.packetsLost) / expected) * 100 : 0;
  const facts: [string, string][] = [
    [t('records.started'), formatMoment(record.startedAt, nowMs)],
    [t('records.ringTime'), formatDuration(record.ringMs)],
    [t('records.talkTime'), formatDuration(record.talkMs)],
    [t('records.holdTime'), formatDuration(record.holdMs)],
    [t('records.cause'), t(`cause.${record.cause}`) + (record.sipCode === null ? '' : ` · SIP ${record.sipCode}`)],
    [t('records.result'), t(`disposition.${record.disposition ?? 'none'}`)],
    [
      t('records.quality'),
      quality
        ? `${lossPercent.toFixed(1)} % / ${t('records.msUnit', { value: Math.round(quality.jitterMs) })}`
        : t('monitor.notYet'),
    ],
    [t('records.mos'), record.callQuality?.meanMos ? mosWords(record.callQuality) : t('monitor.notYet')],
    [t('records.lostFrames'), String(record.speech.lostFrames)],
    ...(record.script ? [[t('records.script'), record.script.label] satisfies [string, string]] : []),
    ...(record.callbackAt === null
      ? []
      : [[t('records.callback'), formatMoment(record.callbackAt, nowMs)] satisfies [string, string]]),
  ];
  const told: [string, string][] = [
    ...Object.entries(record.sipHeaders ?? {}),
    ...(record.autoAnswer
      ? [[t('sipHeaders.autoAnswer'), autoAnswerWords(record.autoAnswer, t)] as [string, string]]
      : []),
  ];
  const trouble = detail.syncTrouble ? troubleWords(detail.syncTrouble) : null;
  return (
    <article className="st-detail st-scroll" aria-label={record.customerName ?? detail.maskedNumber}>
      <header className="st-row">
        <div className="st-person-text">
          <h2 className="st-clip">{record.customerName ?? t('records.unknown')}</h2>
          <p className="st-dim">
            <span className="st-num">{detail.maskedNumber}</span>
            {` · ${t(record.direction === 'inbound' ? 'stage.inbound' : 'stage.outbound')}${record.practice ? ` · ${t('rehearsal.practice')}` : ''}`}
          </p>
        </div>
        <Button variant="default" leftSection={<IconPhone size={16} />} onClick={() => actions.redial(record.recordId)}>
          {t('records.callAgain')}
        </Button>
        <CloseButton aria-label={t('records.close')} onClick={actions.closeRecord} />
      </header>
      {record.optOut ? (
        <p className="st-banner st-tone-red">
          <IconBan size={18} stroke={1.8} aria-hidden className="st-tinted" />
          {t('records.optOut', { phrase: record.optOut.phrase })}
        </p>
      ) : null}
      <dl className="st-figures">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="st-num">{value}</dd>
          </div>
        ))}
      </dl>
      {told.length === 0 ? null : (
        <section data-testid="sip-headers">
          <h3 className="st-section-title">{t('sipHeaders.title')}</h3>
          <dl className="st-figures">
            {told.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd className="st-breakable">{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section>
        <h3 className="st-section-title">{t('records.timeline')}</h3>
        <RecordingPlayer record={record} />
      </section>
      {record.callQuality?.meanMos ? (
        <section>
          <h3 className="st-section-title">{t('records.mosChart')}</h3>
          <QualityChart
            quality={record.callQuality}
            callMs={Date.parse(record.endedAt) - Date.parse(record.startedAt)}
          />
        </section>
      ) : null}
      {record.review ? <Reviewed recordId={record.recordId} review={record.review} /> : null}
      {record.form ? <RecordForm form={record.form} heldBack={detail.heldBack} /> : null}
      {record.transcript ? (
        <section data-testid="transcript">
          <h3 className="st-section-title">{t('transcript.title')}</h3>
          <ol className="st-list st-said st-scroll">
            {record.transcript.lines.map((line) => (
              <SaidLine key={`${line.leg} ${String(line.startMs)}`} line={line} />
            ))}
          </ol>
          <p className="st-dim st-caption">{redactedWords(record.transcript, t)}</p>
        </section>
      ) : null}
      <div className="st-detail-columns">
        <section>
          <h3 className="st-section-title">{t('records.events')}</h3>
          <EventList entries={record.timeline} />
        </section>
        <section>
          <h3 className="st-section-title">{t('records.notes')}</h3>
          <p className={record.notes === '' ? 'st-dim' : 'st-prose'}>{record.notes || t('records.noNotes')}</p>
          <h3 className="st-section-title st-gap-above">{t('records.sync')}</h3>
          <SyncState sync={detail.sync} />
          <p className="st-dim st-caption st-breakable">
            {detail.chainNumber === null || detail.hash === null
              ? t('records.notChained')
              : t('records.chain', { number: detail.chainNumber, hash: `${detail.hash.slice(0, 12)}…` })}
          </p>
          {trouble ? (
            <p className="st-red st-caption">
              {trouble.what} {trouble.next}
            </p>
          ) : null}
        </section>
      </div>
    </article>
  );
}
