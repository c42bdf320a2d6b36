import { Tooltip } from '@mantine/core';
import { IconFlag2, IconHeadset, IconUser } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Leg } from '../../../contracts/audio';
import type { CallRecord } from '../../../contracts/records';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import type { Block, TimelineGeometry } from './timeline-geometry';
import { timelineGeometry } from './timeline-geometry';

const at = (leftPercent: number) => ({ left: `${leftPercent}%` });
const over = (block: Block) => ({ left: `${block.leftPercent}%`, width: `${block.widthPercent}%` });

function Lane({ geometry, leg }: { geometry: TimelineGeometry; leg: Leg }) {
  return (
    <div className="st-lane" data-leg={leg}>
      {geometry.holds.map((hold) => (
        <span key={hold.leftPercent} className="st-hold" style={over(hold)} />
      ))}
      {geometry.speech
        .filter((block) => block.leg === leg)
        .map((block) => (
          <span key={block.leftPercent} className="st-speech" style={over(block)} />
        ))}
      {leg === 'agent'
        ? geometry.mutes.map((mute) => <span key={mute.leftPercent} className="st-mute" style={over(mute)} />)
        : null}
      {geometry.keywords
        .filter((keyword) => keyword.leg === leg)
        .map((keyword, index) => (
          <Tooltip key={index} label={`“${keyword.phrase}”`} openDelay={0}>
            <span className="st-keyword" data-outcome={keyword.outcome} style={at(keyword.leftPercent)} />
          </Tooltip>
        ))}
      {geometry.gaps
        .filter((gap) => gap.leg === leg)
        .map((gap, index) => (
          <span key={index} className="st-gap" style={at(gap.leftPercent)} />
        ))}
    </div>
  );
}

/** The call as two lanes: agent above, customer below; cards as flags over them. The event list says the same in words. */
export function Timeline({ record }: { record: CallRecord }) {
  const t = useWords();
  const callMs = Date.parse(record.endedAt) - Date.parse(record.startedAt);
  const geometry = useMemo(() => timelineGeometry(record.timeline, callMs), [record.timeline, callMs]);
  const rows = geometry.cards.reduce((most, card) => Math.max(most, card.row + 1), 0);
  return (
    <figure className="st-timeline" aria-label={t('records.timeline')} role="img">
      <div className="st-lane-names" aria-hidden>
        <span style={{ height: rows * 24 }} />
        <span>
          <IconHeadset size={16} stroke={1.7} /> {t('records.agentLane')}
        </span>
        <span>
          <IconUser size={16} stroke={1.7} /> {t('records.customerLane')}
        </span>
      </div>
      <div className="st-lanes" aria-hidden>
        <div className="st-flags" style={{ height: rows * 24 }}>
          {geometry.cards.map((card, index) => (
            <span
              key={index}
              className="st-flag"
              data-state={card.state}
              data-flip={card.leftPercent > 80 || undefined}
              style={{ ...at(card.leftPercent), top: card.row * 24 }}
            >
              <IconFlag2 size={14} stroke={2} />
              <span className="st-clip">{card.title}</span>
            </span>
          ))}
        </div>
        <Lane geometry={geometry} leg="agent" />
        <Lane geometry={geometry} leg="customer" />
        <div className="st-axis st-num">
          {geometry.ticks.map((tick) => (
            <span key={tick.atMs} data-end={tick.leftPercent > 96 || undefined} style={at(tick.leftPercent)}>
              {formatDuration(tick.atMs)}
            </span>
          ))}
        </div>
      </div>
      <figcaption className="st-legend st-caption st-dim" aria-hidden>
        {(['speech', 'keyword', 'card', 'hold', 'gap'] as const).map((kind) => (
          <span key={kind}>
            <i data-kind={kind} />
            {t(`records.legend.${kind}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
