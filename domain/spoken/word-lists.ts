import { piecesOf, type Token } from './tokens';

/** Words of a book as tokens. */
export type Words = readonly string[];

/** The longer ones first, so that the longest that stands somewhere is found. */
export function readWords(texts: readonly string[]): string[][] {
  return texts
    .map((text) => piecesOf(text).map((piece) => piece.text))
    .filter((tokens) => tokens.length > 0)
    .sort((a, b) => b.length - a.length);
}

/** The end of the longest of some words that stand here, in one clause; it may begin with them. */
export function endOfWords(tokens: readonly Token[], at: number, words: readonly Words[]): number | null {
  const found = words.find((candidate) =>
    candidate.every((word, index) => {
      const token = tokens[at + index];
      return token?.text === word && (index === 0 || token.breakBefore === 'none');
    }),
  );
  return found ? at + found.length : null;
}
