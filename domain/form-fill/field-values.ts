import type { FieldValue } from '../../contracts/forms';

/** Whether two values are one and the same; a currency that only one of them names makes no difference. */
export function sameValue(a: FieldValue, b: FieldValue): boolean {
  if (a.type === 'amount' && b.type === 'amount') {
    return a.value === b.value && (a.currency ?? b.currency) === (b.currency ?? a.currency);
  }
  return a.type === b.type && a.value === b.value;
}

/** Whether `later` says the same as `earlier` and more: a full name after a surname, an hour after a day. */
export function isRefinement(earlier: FieldValue, later: FieldValue): boolean {
  if (earlier.type !== later.type) return false;
  const [before, after] = [plainValue(earlier), plainValue(later)];
  if (before === after) return false;
  if (earlier.type === 'date') return after.startsWith(before);
  if (earlier.type === 'address') return after.includes(before);
  if (earlier.type !== 'name') return false;
  const titled = /^(\p{Script=Han}{1,2})(?:先生|女士|小姐|太太|总|经理|老师)$/u.exec(before)?.[1];
  return titled === undefined
    ? after.toLowerCase().split(/\s+/).includes(before.toLowerCase()) ||
        (/\p{Script=Han}/u.test(before) && after.startsWith(before))
    : after.startsWith(titled) && !/(?:先生|女士|小姐|太太|总|经理|老师)$/u.test(after);
}

export function plainValue(value: FieldValue | undefined): string {
  return value === undefined ? '' : String(value.value);
}
