import type { CallQuality } from '../../../contracts/records';

export interface QualityLines {
  /** SVG path data; empty without a point. */
  incoming: string;
  outgoing: string;
  /** Where good ends and poor begins (ITU-T G.107 table B.1). */
  marks: { mos: number; y: number }[];
}

const MOST_MOS = 4.5;
const GOOD_AND_POOR = [4.03, 3.6];

/** The two lines of a call's quality in a box of `width` by `height`, over the whole length of the call. Pure. */
export function qualityLines(
  { fromMs, stepSeconds, points }: CallQuality['series'],
  callMs: number,
  width: number,
  height: number,
): QualityLines {
  const lengthMs = Math.max(1, callMs, fromMs + 1000 * stepSeconds * points.length);
  const y = (mos: number) => Number((height - ((mos - 1) / (MOST_MOS - 1)) * height).toFixed(1));
  const x = (index: number) => Number((((fromMs + 1000 * stepSeconds * index) / lengthMs) * width).toFixed(1));
  const path = (mosAt: (point: NonNullable<(typeof points)[number]>) => number | null): string => {
    let text = '';
    let drawing = false;
    points.forEach((point, index) => {
      const mos = point && mosAt(point);
      if (mos === null || mos === undefined) {
        drawing = false;
        return;
      }
      // Each point as wide as its step, so that a single second is seen.
      text += `${drawing ? 'L' : 'M'}${x(index)} ${y(mos)}L${x(index + 1)} ${y(mos)}`;
      drawing = true;
    });
    return text;
  };
  return {
    incoming: path((point) => point.in),
    outgoing: path((point) => point.out),
    marks: GOOD_AND_POOR.map((mos) => ({ mos, y: y(mos) })),
  };
}
