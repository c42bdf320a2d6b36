/** As many steps as a lane has room for. */
const MOST_STEPS = 1000;

/** An SVG path, 100 high and 1 wide a step, of peaks from 0 to 1 around the middle; empty without peaks. */
export function waveformPath(peaks: readonly number[]): { path: string; width: number } {
  const merge = Math.max(1, Math.ceil(peaks.length / MOST_STEPS));
  const steps = Array.from({ length: Math.ceil(peaks.length / merge) }, (_, index) =>
    Math.max(...peaks.slice(index * merge, (index + 1) * merge)),
  );
  // Speech is mostly quiet: the square root shows it without making a shout a wall.
  const half = steps.map((peak) => Math.max(1, 50 * Math.sqrt(peak)));
  const above = half.map((height, index) => `${index ? 'L' : 'M'}${index} ${(50 - height).toFixed(1)}`);
  const below = half.map((height, index) => `L${index} ${(50 + height).toFixed(1)}`).reverse();
  return { path: steps.length === 0 ? '' : `${above.join('')}${below.join('')}Z`, width: steps.length };
}
