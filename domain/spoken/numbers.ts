const DIGITS: Readonly<Record<string, number>> = {
  ...{ 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 幺: 1 },
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const BIG: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };
const SMALL_WORDS = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const PIECES = /\d[\d,]*(?:\.\d+)?|[零〇一二两三四五六七八九幺十百千万亿]+|[a-z]+/giu;

/** The numbers a text names, in figures, Chinese numerals or English words, each once, in order. */
export function numbersIn(text: string): number[] {
  const found: number[] = [];
  let words: number | null = null;
  const close = () => {
    if (words !== null) found.push(words);
    words = null;
  };
  for (const [piece] of text.normalize('NFKC').matchAll(PIECES)) {
    const english = /^[a-z]/i.test(piece) ? piece.toLowerCase() : null;
    if (english !== null) {
      const next = addWord(words, english);
      if (next === undefined) close();
      else words = next;
      continue;
    }
    close();
    found.push(/^\d/.test(piece) ? Number(piece.replaceAll(',', '')) : chinese(piece));
  }
  close();
  return [...new Set(found)];
}

/** `undefined`: the word is none of a number. */
function addWord(sum: number | null, word: string): number | undefined {
  const small = SMALL_WORDS.indexOf(word);
  if (small >= 0) return (sum ?? 0) + small;
  const tens = TENS.indexOf(word);
  if (tens >= 0) return (sum ?? 0) + (tens + 2) * 10;
  if (sum === null) return undefined;
  if (word === 'hundred') return sum * 100;
  if (word === 'thousand') return sum * 1000;
  return word === 'and' ? sum : undefined;
}

function chinese(text: string): number {
  if (!/[十百千万亿]/u.test(text)) return Number([...text].map((character) => DIGITS[character] ?? 0).join(''));
  let [total, section, digit] = [0, 0, 0];
  let lastUnit = 1;
  for (const character of text) {
    const unit = UNITS[character];
    const big = BIG[character];
    if (unit !== undefined) {
      section += (digit || 1) * unit;
      [digit, lastUnit] = [0, unit];
    } else if (big !== undefined) {
      total = (total + section + digit) * big;
      [section, digit, lastUnit] = [0, 0, big];
    } else {
      digit = DIGITS[character] ?? 0;
      if (character === '零' || character === '〇') lastUnit = 10;
    }
  }
  // 三百五 is 350, 三百零五 is 305.
  return total + section + (lastUnit > 10 ? digit * (lastUnit / 10) : digit);
}
