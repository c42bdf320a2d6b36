import type { Estimate } from '../../../../domain/card-budget';

/** 0.34 → 34. */
export const percent = (share: number): number => Math.round(share * 100);
/** `27 – 41 %`. */
export const interval = ({ low, high }: Pick<Estimate, 'low' | 'high'>): string =>
  `${String(percent(low))} – ${String(percent(high))} %`;
/** Percentage points, a gain with its plus. */
export const signed = (share: number): string => `${share > 0 ? '+' : ''}${String(percent(share))}`;
