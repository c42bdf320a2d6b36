import { VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import type { PracticeDay } from '../../../domain/rehearsal/progress';
import { useWords } from '../i18n/i18n';
import { dayBars } from './day-bars';

const WIDTH = 1000;
const HEIGHT = 80;
const MOST_DAYS = 30;

/** Mean and best of each day that was practised on; the same figures as a table for who cannot see it. */
export function DayChart({ days }: { days: readonly PracticeDay[] }) {
  const t = useWords();
  const shown = useMemo(() => days.slice(-MOST_DAYS), [days]);
  const bars = useMemo(() => dayBars(shown, WIDTH, HEIGHT), [shown]);
  const [from, to] = [shown[0]?.day ?? '', shown.at(-1)?.day ?? ''];
  const label = t('rehearsal.progress.chart', { count: shown.length, from, to });
  const cell = (score: number | null) => (score === null ? t('rehearsal.unscored') : Math.round(score));
  return (
    <figure className="st-mos st-days" data-testid="day-chart">
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {[0, HEIGHT / 2, HEIGHT].map((y) => (
          <line key={y} x1={0} x2={WIDTH} y1={y} y2={y} />
        ))}
        {bars.map(({ day, x, width, meanHeight, bestY }) => (
          <g key={day}>
            <rect x={x} width={width} y={HEIGHT - (meanHeight ?? 0)} height={meanHeight ?? 0} />
            {bestY === null ? null : <path d={`M${String(x)} ${String(bestY)}h${String(width)}`} />}
          </g>
        ))}
      </svg>
      <figcaption className="st-legend st-caption st-dim">
        <span>
          <i data-kind="mean" />
          {t('rehearsal.progress.mean')}
        </span>
        <span>
          <i data-kind="best" />
          {t('rehearsal.progress.bestOfDay')}
        </span>
        <span className="st-num">{from === to ? from : `${from} – ${to}`}</span>
      </figcaption>
      <VisuallyHidden>
        <table>
          <thead>
            <tr>
              {(['day', 'times', 'mean', 'bestOfDay'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`rehearsal.progress.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ day, rehearsals, mean, best }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td>{rehearsals}</td>
                <td>{cell(mean)}</td>
                <td>{cell(best)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}
