import { useMemo } from 'react';
import type { Leg } from '../../../contracts/audio';
import type { TimelineEntry } from '../../../contracts/records';
import { formatDuration } from '../format';
import { troubleWords, useWords } from '../i18n/i18n';

type Words = ReturnType<typeof useWords>;

/** One mark of the timeline in words. */
export function eventSentence(entry: TimelineEntry, t: Words): string {
  const who = (leg: Leg) => t(leg === 'agent' ? 'records.agentLane' : 'records.customerLane');
  switch (entry.type) {
    case 'phase':
      return t(`phase.${entry.phase}`);
    case 'mute':
      return t(entry.muted ? 'records.event.muted' : 'records.event.unmuted');
    case 'dtmf':
      return t(entry.sent ? 'records.event.dtmfSent' : 'records.event.dtmfReceived');
    case 'speech':
      return t('records.event.speech', {
        who: who(entry.leg),
        seconds: ((entry.endMs - entry.atMs) / 1000).toFixed(1),
      });
    case 'keyword':
      return t('records.event.keyword', {
        who: who(entry.leg),
        phrase: entry.phrase,
        outcome: t(`records.outcomeWord.${entry.outcome}`),
        score: entry.score.toFixed(2),
      });
    case 'card':
      return t('records.event.card', { title: entry.title, state: t(`copilot.${entry.state}`) });
    case 'gap':
      return t('records.event.gap', { who: who(entry.leg), count: entry.lostFrames });
    case 'warning':
      return t('records.event.warning', { what: troubleWords(t, { code: entry.code, message: '' }).what });
    case 'transfer':
      return [
        `${t(`transfer.record.${entry.kind}`)} · ${entry.to} · ${t(`transfer.record.${entry.outcome}`)}`,
        ...(entry.sipCode === null ? [] : [`SIP ${String(entry.sipCode)}`]),
      ].join(' · ');
    case 'conference':
      return `${t(entry.joined ? 'transfer.joinedMark' : 'transfer.partedMark')} · ${entry.with}`;
    case 'consult':
      return t('transfer.consultMark', { to: entry.to });
    case 'recording':
      return t(`recording.change.${entry.change}`);
    case 'note':
      return t('records.event.note', { text: entry.text });
  }
}

/** The whole call in words, oldest first. */
export function EventList({ entries }: { entries: readonly TimelineEntry[] }) {
  const t = useWords();
  const sorted = useMemo(() => [...entries].sort((a, b) => a.atMs - b.atMs), [entries]);
  return (
    <ol className="st-events">
      {sorted.map((entry, index) => (
        <li key={index} data-type={entry.type}>
          <span className="st-num st-dim">{formatDuration(entry.atMs)}</span>
          <span>{eventSentence(entry, t)}</span>
        </li>
      ))}
    </ol>
  );
}
