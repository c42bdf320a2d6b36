import type { QualityScore, ScoredItem } from '../../contracts/quality-form';

/** The total of scored items: points of the weight of those that apply, in per cent, to a tenth. */
export function withTotals(form: QualityScore['form'], items: ScoredItem[]): QualityScore {
  const applying = items.filter((item) => item.points !== null);
  const weight = applying.reduce((sum, item) => sum + item.weight, 0);
  const points = applying.reduce((sum, item) => sum + (item.points ?? 0), 0);
  const failed = applying.some((item) => item.fails && item.outcome === 'not-met');
  const weighted = weight === 0 ? null : Math.round((points / weight) * 1000) / 10;
  return { form, total: failed ? 0 : weighted, weighted, failed, items };
}
