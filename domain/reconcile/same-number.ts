/** A number that is as long as this is the same whatever stands before it: +86, 0, 9 for an outside line. */
const NATIONAL_DIGITS = 7;

export function sameNumber(one: string, other: string): boolean {
  if (one === other) return true;
  const [shorter, longer] = [one.replace(/\D/g, ''), other.replace(/\D/g, '')].sort((a, b) => a.length - b.length);
  if (shorter === undefined || longer === undefined || shorter === '') return false;
  const national = shorter.replace(/^0+/, '');
  return shorter === longer || (national.length >= NATIONAL_DIGITS && longer.endsWith(national));
}
