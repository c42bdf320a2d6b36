import type { Language } from '../../contracts/cues';

/** Characters of Chinese, words of English, without punctuation and case. */
export function unitsOf(text: string, language: Language): string[] {
  const plain = text.toLowerCase();
  return language === 'zh' ? (plain.match(/\p{Script=Han}/gu) ?? []) : (plain.match(/[a-z']+/g) ?? []);
}

/** How much of `expected` stands in `heard`, in order: the longest common subsequence, 0 to 1. */
export function heardShare(expected: string, heard: string, language: Language): number {
  const wanted = unitsOf(expected, language);
  const got = unitsOf(heard, language);
  if (wanted.length === 0) return 0;
  let row = new Array<number>(got.length + 1).fill(0);
  for (const unit of wanted) {
    const next = [0];
    for (const [index, other] of got.entries()) {
      next.push(unit === other ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0));
    }
    row = next;
  }
  return (row.at(-1) ?? 0) / wanted.length;
}
