import { IconCloudUp, IconFlag2 } from '@tabler/icons-react';
import type { DeskStatus } from '../../../contracts/server-api';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import { StatePill } from '../shell/StatePill';
import { useBreakReason } from '../shell/StatusBar';
import { agentLooks, phaseLooks } from '../states';
import { cueIsFresh, customerLane, deskInTrouble } from './monitor-model';

const qualityTones = { good: 'green', fair: 'amber', poor: 'red', unknown: 'grey' } as const;

type Call = NonNullable<DeskStatus['call']>;

/** When the customer spoke in the last minute; a picture only, for the state says what matters. */
function Lane({ call, nowMs }: { call: Call | null; nowMs: number }) {
  return (
    <div className="st-lane st-tile-lane" data-leg="customer" aria-hidden>
      {call
        ? customerLane(call.customerSpeech, nowMs).map(({ leftPercent, widthPercent }) => (
            <span
              key={leftPercent}
              className="st-speech"
              style={{ left: `${leftPercent}%`, width: `${widthPercent}%` }}
            />
          ))
        : null}
    </div>
  );
}

/** Sound of the call: word, dot and colour. */
function Quality({ call }: { call: Call }) {
  const t = useWords();
  return (
    <span className={`st-row st-caption st-quality st-tone-${qualityTones[call.quality]}`}>
      <i aria-hidden />
      {t(`stage.quality.${call.quality}`)}
      {call.qualitySide ? ` · ${t(`monitor.side.${call.qualitySide}`)}` : ''}
      {typeof call.mos === 'number' ? <span className="st-num">{call.mos.toFixed(1)}</span> : null}
    </span>
  );
}

/** One desk: name, state and its time, the call, the last card. */
export function DeskTile({ desk, nowMs }: { desk: DeskStatus; nowMs: number }) {
  const t = useWords();
  const breakWord = useBreakReason();
  const held = desk.call?.phase === 'held';
  const fresh = cueIsFresh(desk, nowMs);
  const state = held ? t('phase.held') : t(`agentState.${desk.state}`);
  return (
    <article className="st-tile" data-trouble={deskInTrouble(desk, nowMs) || undefined} aria-label={desk.name}>
      <header className="st-row">
        <strong className="st-clip">{desk.name}</strong>
        {desk.name === desk.extension ? null : <span className="st-dim st-caption st-num">{desk.extension}</span>}
        <span className="st-grow" />
        {desk.doNotDisturb ? (
          <span className="st-caption st-red" title={t('doNotDisturb.name')}>
            {t('doNotDisturb.name')}
          </span>
        ) : null}
        <StatePill
          look={held ? phaseLooks.held : agentLooks[desk.state]}
          word={state}
          detail={formatDuration(nowMs - Date.parse(desk.stateSince))}
        />
      </header>
      <p className="st-row">
        {desk.call ? (
          <>
            <span className="st-clip">{desk.call.customerName ?? desk.call.maskedNumber}</span>
            <span className="st-grow" />
            <Quality call={desk.call} />
            <span className="st-num">{formatDuration(nowMs - Date.parse(desk.call.since))}</span>
          </>
        ) : (
          <span className="st-dim">
            {desk.state === 'break' && desk.breakReason ? breakWord(desk.breakReason) : t('monitor.noCall')}
          </span>
        )}
      </p>
      <Lane call={desk.call} nowMs={nowMs} />
      <p className="st-row st-caption st-dim">
        {/* What the red frame is for, in words. */}
        <IconFlag2 size={14} stroke={1.8} aria-hidden className={fresh ? 'st-red' : undefined} />
        <span className={fresh ? 'st-clip st-fresh' : 'st-clip'}>
          {desk.lastCue
            ? t(fresh ? 'monitor.newCue' : 'monitor.lastCue', { title: desk.lastCue.title })
            : t('monitor.noCue')}
        </span>
        <span className="st-grow" />
        {desk.unsynced > 0 ? (
          <span className="st-sync st-amber">
            <IconCloudUp size={14} aria-hidden />
            {t('monitor.unsynced', { count: desk.unsynced })}
          </span>
        ) : null}
      </p>
    </article>
  );
}
