import { useMemo } from 'react';
import type { CallQuality } from '../../../contracts/records';
import { useWords } from '../i18n/i18n';
import { qualityLines } from './quality-lines';

const WIDTH = 1000;
const HEIGHT = 80;

/** Mean and worst: `4.3 / 2.4`. */
export function mosWords({ meanMos, worstMos }: CallQuality): string {
  return `${meanMos?.toFixed(1) ?? '–'} / ${worstMos?.toFixed(1) ?? '–'}`;
}

/** The mean opinion score over the call, in both directions; where nothing was measured the line is broken. */
export function QualityChart({ quality, callMs }: { quality: CallQuality; callMs: number }) {
  const t = useWords();
  const lines = useMemo(() => qualityLines(quality.series, callMs, WIDTH, HEIGHT), [quality, callMs]);
  const sides = (['my-microphone', 'my-network', 'their-side'] as const)
    .filter((side) => quality.sides[side] > 0)
    .map((side) => t('records.mosSide', { side: t(`monitor.side.${side}`), seconds: quality.sides[side] }));
  const label = t('records.mosChartLabel', {
    mean: quality.meanMos?.toFixed(1) ?? '–',
    worst: quality.worstMos?.toFixed(1) ?? '–',
    seconds: quality.poorSeconds,
  });
  return (
    <figure className="st-mos" aria-label={label} data-testid="quality-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {lines.marks.map(({ mos, y }) => (
          <line key={mos} x1={0} x2={WIDTH} y1={y} y2={y} data-mos={mos} />
        ))}
        <path d={lines.outgoing} data-leg="outgoing" />
        <path d={lines.incoming} data-leg="incoming" />
      </svg>
      <figcaption className="st-legend st-caption st-dim">
        <span>
          <i data-leg="incoming" />
          {t('records.mosIn')}
        </span>
        <span>
          <i data-leg="outgoing" />
          {t('records.mosOut')}
        </span>
        <span>{label}</span>
        <span>{t('records.mosLines')}</span>
        {sides.length > 0 ? <span>{t('records.mosBlame', { sides: sides.join(', ') })}</span> : null}
      </figcaption>
    </figure>
  );
}
