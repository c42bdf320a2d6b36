import {
  IconCircleCheck,
  IconFlag2,
  IconHistory,
  IconLock,
  IconPlugConnectedX,
  IconRefresh,
  IconUsers,
} from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { DeskStatus } from '../../../contracts/server-api';
import { useNowMs } from '../context';
import { formatDuration, formatMoment } from '../format';
import { useWords } from '../i18n/i18n';
import type { MonitorModel } from '../model';
import { Empty } from '../shell/Empty';
import { StatePill } from '../shell/StatePill';
import type { StateLook } from '../states';
import { DeskTile } from './DeskTile';
import { sortDesks, visibleRows } from './monitor-model';

const connectionLooks: Record<MonitorModel['connection'], StateLook> = {
  live: { icon: IconCircleCheck, tone: 'green', solid: false, pulse: false },
  connecting: { icon: IconRefresh, tone: 'blue', solid: false, pulse: true },
  offline: { icon: IconPlugConnectedX, tone: 'red', solid: false, pulse: false },
  refused: { icon: IconLock, tone: 'red', solid: false, pulse: false },
};

function Counts({ model }: { model: MonitorModel }) {
  const t = useWords();
  const { today } = model;
  const none = t('monitor.notYet');
  const figures: [string, string][] = [
    [t('monitor.calls'), today ? String(today.calls) : none],
    [t('monitor.answered'), today ? String(today.answered) : none],
    [t('monitor.answerRate'), today?.answerRate == null ? none : `${Math.round(today.answerRate * 100)} %`],
    [t('monitor.talk'), today ? formatDuration(today.talkMs) : none],
    [t('monitor.optOuts'), today ? String(today.optOuts) : none],
  ];
  return (
    <dl className="st-counts" aria-label={t('monitor.today')}>
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="st-num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const TILE_ROW_PX = 144;
const TILE_MIN_PX = 288;

/** Tiles in a grid that draws only what is in sight, so that 2,000 desks scroll as smoothly as 20. */
function Tiles({ desks, nowMs }: { desks: DeskStatus[]; nowMs: number }) {
  const t = useWords();
  const place = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ topPx: 0, heightPx: 800, columns: 3 });
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const measure = () =>
      setSight({
        topPx: box.scrollTop,
        heightPx: box.clientHeight,
        columns: Math.max(1, Math.floor(box.clientWidth / TILE_MIN_PX)),
      });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    box.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', measure);
    };
  }, []);
  const rowCount = Math.ceil(desks.length / sight.columns);
  const { first, end } = visibleRows(sight.topPx, sight.heightPx, TILE_ROW_PX, rowCount);
  return (
    <div className="st-scroll st-tiles" ref={place}>
      {desks.length === 0 ? <Empty icon={IconUsers}>{t('monitor.noDesks')}</Empty> : null}
      <div style={{ height: rowCount * TILE_ROW_PX, position: 'relative' }}>
        <div
          className="st-tile-grid"
          style={{ top: first * TILE_ROW_PX, gridTemplateColumns: `repeat(${sight.columns}, minmax(0, 1fr))` }}
        >
          {desks.slice(first * sight.columns, end * sight.columns).map((desk) => (
            <DeskTile key={desk.deskId} desk={desk} nowMs={nowMs} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Feed({ model, nowMs }: { model: MonitorModel; nowMs: number }) {
  const t = useWords();
  if (model.feed.length === 0) return <Empty icon={IconHistory}>{t('monitor.noFeed')}</Empty>;
  return (
    <ul className="st-scroll st-feed">
      {model.feed.map((item) => (
        <li key={item.recordId}>
          <span className="st-row">
            <strong className="st-clip">{item.customerName ?? item.maskedNumber}</strong>
            {item.practice ? <span className="st-tag">{t('rehearsal.practice')}</span> : null}
            <span className="st-grow" />
            <span className="st-num st-dim st-caption">{formatMoment(item.startedAt, nowMs)}</span>
          </span>
          <span className="st-row st-caption st-dim">
            <span className="st-clip">
              {item.disposition ? t(`disposition.${item.disposition}`) : t(`cause.${item.cause}`)}
              {' · '}
              <span className="st-num">{formatDuration(item.talkMs)}</span>
            </span>
            <span className="st-grow" />
            {item.cues.length > 0 ? (
              <span className="st-row st-cues">
                <IconFlag2 size={14} stroke={1.8} aria-hidden />
                <span className="st-clip">{item.cues.join(' · ')}</span>
              </span>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

/**
 * The live floor: counts of the day, desks, latest records. Needs only Mantine and the words around it. `beside`: above
 * the latest records.
 */
export function MonitorView({ model, beside }: { model: MonitorModel; beside?: ReactNode }) {
  const t = useWords();
  const nowMs = useNowMs();
  const desks = useMemo(() => sortDesks(model.desks, nowMs), [model.desks, nowMs]);
  return (
    <div className="st-monitor">
      <header className="st-row">
        <h2 className="st-page-title">{t('monitor.title')}</h2>
        <StatePill look={connectionLooks[model.connection]} word={t(`monitor.${model.connection}`)} />
      </header>
      <Counts model={model} />
      <div className="st-floor">
        <section className="st-column" aria-label={t('monitor.desks', { count: desks.length })}>
          <h2 className="st-section-title">{t('monitor.desks', { count: desks.length })}</h2>
          <Tiles desks={desks} nowMs={nowMs} />
        </section>
        <div className="st-column st-floor-side">
          {beside}
          <section className="st-column st-panel" aria-label={t('monitor.feed')}>
            <h2 className="st-section-title">{t('monitor.feed')}</h2>
            <Feed model={model} nowMs={nowMs} />
          </section>
        </div>
      </div>
    </div>
  );
}
