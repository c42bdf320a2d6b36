import type { CallQuality } from '../contracts/records';
import type { QualitySecond } from './live-quality';

/** Points a record keeps: ten minutes second by second; a longer call halves its resolution as often as it must. */
const MAX_POINTS = 600;

type Point = CallQuality['series']['points'][number];

export function emptyQuality(): CallQuality {
  return {
    meanMos: null,
    worstMos: null,
    measuredSeconds: 0,
    poorSeconds: 0,
    sides: { 'my-microphone': 0, 'my-network': 0, 'their-side': 0 },
    series: { fromMs: 0, stepSeconds: 1, points: [] },
  };
}

/** The quality with one more second at `atMs` of the call. A second without measurement (held, reconnecting) is a hole. */
export function addSecond(quality: CallQuality, second: QualitySecond | null, atMs: number): CallQuality {
  const { series } = quality;
  const fromMs = series.points.length === 0 ? atMs : series.fromMs;
  const index = Math.max(0, Math.floor(Math.round((atMs - fromMs) / 1000) / series.stepSeconds));
  let points = [...series.points];
  while (points.length < Math.min(index, 2 * MAX_POINTS)) points.push(null);
  const point = second ? pointOf(second) : null;
  points[index] = worseOf(points[index] ?? null, point);
  let { stepSeconds } = series;
  while (points.length > MAX_POINTS) {
    points = halved(points);
    stepSeconds *= 2;
  }
  const next: CallQuality = { ...quality, series: { fromMs, stepSeconds, points } };
  if (!second) return next;
  const mos = Math.min(second.incoming.mos, second.outgoing?.mos ?? 4.5);
  const measuredSeconds = quality.measuredSeconds + 1;
  return {
    ...next,
    measuredSeconds,
    meanMos: rounded((quality.meanMos ?? 0) + (mos - (quality.meanMos ?? 0)) / measuredSeconds, 4),
    worstMos: rounded(Math.min(quality.worstMos ?? 4.5, mos), 4),
    poorSeconds: quality.poorSeconds + (second.word === 'poor' ? 1 : 0),
    sides: second.side ? { ...quality.sides, [second.side]: quality.sides[second.side] + 1 } : quality.sides,
  };
}

function pointOf({ incoming, outgoing }: QualitySecond): Point {
  return {
    in: rounded(incoming.mos, 1),
    out: outgoing === null ? null : rounded(outgoing.mos, 1),
    loss: rounded(Math.max(incoming.lossPercent, outgoing?.lossPercent ?? 0), 1),
    jitter: Math.round(incoming.jitterMs),
    rtt: incoming.roundTripMs === null ? null : Math.round(incoming.roundTripMs),
  };
}

/** Of two seconds in one point the worse stays: a chart must not smooth a second of silence away. */
function worseOf(a: Point, b: Point): Point {
  if (a === null || b === null) return a ?? b;
  const least = (x: number | null, y: number | null) => (x === null || y === null ? (x ?? y) : Math.min(x, y));
  const most = (x: number | null, y: number | null) => (x === null || y === null ? (x ?? y) : Math.max(x, y));
  return {
    in: Math.min(a.in, b.in),
    out: least(a.out, b.out),
    loss: Math.max(a.loss, b.loss),
    jitter: Math.max(a.jitter, b.jitter),
    rtt: most(a.rtt, b.rtt),
  };
}

function halved(points: readonly Point[]): Point[] {
  const half: Point[] = [];
  for (let index = 0; index < points.length; index += 2) {
    half.push(worseOf(points[index] ?? null, points[index + 1] ?? null));
  }
  return half;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
