/**
 * The value below which a share `q` (0 to 1) of the sorted values lies, interpolated between neighbours (type 7 of
 * Hyndman and Fan, 1996). NaN for no values.
 */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const place = (sorted.length - 1) * q;
  const low = sorted[Math.floor(place)] ?? NaN;
  const high = sorted[Math.ceil(place)] ?? NaN;
  return low + (high - low) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Samples of one thing measured both ways in the same run. */
export interface Paired {
  ours: number[];
  alternative: number[];
}

/**
 * Ours over the alternative: the median of the pairs' ratios where each sample has a partner taken next to it, because
 * a machine that slows down slows both of a pair; the ratio of the medians otherwise.
 */
export function medianRatio({ ours, alternative }: Paired): number {
  if (ours.length !== alternative.length) return median(ours) / median(alternative);
  return median(ours.map((value, index) => value / (alternative[index] ?? NaN)));
}

/**
 * Runs both sides `repetitions` times in turn, each first as often as the other, after one uncounted run of each.
 * Each side returns its own figure.
 */
export async function interleave(
  repetitions: number,
  sides: { ours: () => Promise<number>; alternative: () => Promise<number> },
): Promise<Paired> {
  await sides.ours();
  await sides.alternative();
  const samples: Paired = { ours: [], alternative: [] };
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const order = repetition % 2 === 0 ? (['ours', 'alternative'] as const) : (['alternative', 'ours'] as const);
    for (const side of order) samples[side].push(await sides[side]());
  }
  return samples;
}
