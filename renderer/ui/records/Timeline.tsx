import { Tooltip } from '@mantine/core';
import { IconFlag2, IconHeadset, IconUser } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Leg } from '../../../contracts/audio';
import type { CallRecord } from '../../../contracts/records';
import type { RecordingFacts } from '../../../contracts/recording';
import { callMsOf, fileMsOf, recordedStretches } from '../../../domain/recording-clock';
import { formatDuration } from '../format';
import { useWords } from '../i18n/i18n';
import type { Block, TimelineGeometry } from './timeline-geometry';
import { timelineGeometry, timelineLengthMs } from './timeline-geometry';
import { waveformPath } from './waveform';

/** Each of the player's peaks. */
const PEAK_MS = 100;

/** A recording on the call's time. */
export interface TimelineSound {
  peaks: { agent: number[]; customer: number[] };
  /** Where on the call's time the file lies. */
  clock: Pick<RecordingFacts, 'fromMs' | 'missing'>;
  durationMs: number;
  /** What is heard now, ms of the recording. */
  atMs: number;
  seek(toMs: number): void;
}

const at = (leftPercent: number) => ({ left: `${leftPercent}%` });
const over = (block: Block) => ({ left: `${block.leftPercent}%`, width: `${block.widthPercent}%` });

function Waveform({ peaks, place }: { peaks: number[]; place: Block }) {
  const { path, width } = useMemo(() => waveformPath(peaks), [peaks]);
  return (
    <span className="st-waveform" style={over(place)}>
      <svg viewBox={`0 0 ${Math.max(1, width - 1)} 100`} preserveAspectRatio="none" data-testid="waveform">
        <path d={path} />
      </svg>
    </span>
  );
}

function Lane({
  geometry,
  leg,
  waves,
}: {
  geometry: TimelineGeometry;
  leg: Leg;
  waves: readonly { peaks: number[]; place: Block }[];
}) {
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
      {waves.map((wave) => (
        <Waveform key={wave.place.leftPercent} {...wave} />
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

/** The sound of each leg, a piece for each stretch that the file holds without a leap. */
function useWaves(sound: TimelineSound | undefined, lengthMs: number) {
  const { peaks, clock, durationMs } = sound ?? {};
  return useMemo(() => {
    const stretches = clock && durationMs !== undefined ? recordedStretches(clock, durationMs) : [];
    const of = (leg: Leg) =>
      stretches.map(({ fromMs, fileFromMs, lengthMs: heldMs }) => {
        const leftPercent = Math.min(100, (fromMs / lengthMs) * 100);
        const place = { leftPercent, widthPercent: Math.min(100 - leftPercent, (heldMs / lengthMs) * 100) };
        const [first, end] = [fileFromMs, fileFromMs + heldMs].map((ms) => Math.round(ms / PEAK_MS));
        return { peaks: peaks?.[leg].slice(first, end) ?? [], place };
      });
    return { agent: of('agent'), customer: of('customer') };
  }, [peaks, clock, durationMs, lengthMs]);
}

/** The call as two lanes: agent above, customer below; cards as flags over them. The event list says the same in words. */
export function Timeline({ record, sound }: { record: CallRecord; sound?: TimelineSound }) {
  const t = useWords();
  const callMs = Date.parse(record.endedAt) - Date.parse(record.startedAt);
  const geometry = useMemo(() => timelineGeometry(record.timeline, callMs), [record.timeline, callMs]);
  const lengthMs = timelineLengthMs(record.timeline, callMs);
  const waves = useWaves(sound, lengthMs);
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
        <div
          className="st-heard-lanes"
          data-seekable={sound ? true : undefined}
          onClick={(event) => {
            const { left, width } = event.currentTarget.getBoundingClientRect();
            const atMs = ((event.clientX - left) / width) * lengthMs;
            sound?.seek(Math.min(sound.durationMs, Math.max(0, Math.round(fileMsOf(atMs, sound.clock)))));
          }}
        >
          <Lane geometry={geometry} leg="agent" waves={waves.agent} />
          <Lane geometry={geometry} leg="customer" waves={waves.customer} />
          {sound ? (
            <span className="st-playhead" style={at((callMsOf(sound.atMs, sound.clock) / lengthMs) * 100)} />
          ) : null}
        </div>
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
