import type { Leg } from '../../contracts/audio';
import type { TranscriptLine } from '../../contracts/transcript';

/** What a token stands after: nothing, a pause within a sentence (a comma), or the end of one. */
export type Break = 'none' | 'clause' | 'sentence';

/** A Chinese character, or a word in Latin letters or figures, as it is compared; its place in the line as written. */
export interface Token {
  readonly text: string;
  readonly breakBefore: Break;
  /** A question mark follows. */
  readonly asked?: true;
  /** Which of the lines it was read from. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** A longer pause than this ends a sentence, whatever the recogniser wrote. */
const SENTENCE_PAUSE_MS = 1500;
const PIECES =
  /(\p{Script=Han})|([\p{Script=Latin}\p{N}]+(?:['’][\p{Script=Latin}]+)*)|([。！？!?；;]|[.](?!\d))|([，,、：:])/gu;
/** Said while thinking: they stand between the words of a phrase and mean nothing. */
const FILLERS = new Set([...'嗯呃啊哦噢诶哎唉', 'um', 'uh', 'uhm', 'er', 'erm', 'hmm', 'mm']);
const WRITTEN_OUT: Readonly<Record<string, string>> = {
  "can't": 'can not',
  cant: 'can not',
  cannot: 'can not',
  "won't": 'will not',
  wont: 'will not',
  dont: 'do not',
  didnt: 'did not',
  doesnt: 'does not',
  isnt: 'is not',
  im: 'i am',
  gonna: 'going to',
  wanna: 'want to',
  "let's": 'let us',
};
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/n't$/, ' not'],
  [/'m$/, ' am'],
  [/'ll$/, ' will'],
  [/'re$/, ' are'],
  [/'ve$/, ' have'],
  [/'d$/, ' would'],
  [/'s$/, ' is'],
];

interface Piece {
  text: string;
  breakBefore: Break;
  asked?: true;
  from: number;
  to: number;
}

/** The tokens of a text: NFKC, lower case, contractions written out, fillers and punctuation left away. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let pending = 'none' as Break;
  for (const match of text.matchAll(PIECES)) {
    if (match[3] !== undefined || match[4] !== undefined) {
      const last = pieces.at(-1);
      if (last && /[?？]/.test(match[0])) last.asked = true;
      pending = match[3] !== undefined || pending === 'sentence' ? 'sentence' : 'clause';
      continue;
    }
    for (const word of writtenOut(match[0])) {
      if (FILLERS.has(word)) continue;
      pieces.push({ text: word, breakBefore: pending, from: match.index, to: match.index + match[0].length });
      pending = 'none';
    }
  }
  return pieces;
}

/** Everything one leg said, in the order of time, as one run of tokens: a phrase may be cut in two by the recogniser. */
export function tokensOf(lines: readonly TranscriptLine[], leg: Leg): Token[] {
  const tokens: Token[] = [];
  let lastEndMs = Number.NEGATIVE_INFINITY;
  for (const { line, index } of ofLeg(lines, leg)) {
    const pieces = piecesOf(line.text);
    const pause: Break = line.startMs - lastEndMs > SENTENCE_PAUSE_MS ? 'sentence' : endsWith(lines, tokens);
    pieces.forEach((piece, at) => {
      tokens.push({
        ...piece,
        breakBefore: at === 0 && piece.breakBefore === 'none' ? pause : piece.breakBefore,
        line: index,
        startMs: within(line, piece.from),
        endMs: within(line, piece.to),
      });
    });
    if (pieces.length > 0) lastEndMs = line.endMs;
  }
  return tokens;
}

/** When the place at `offset` of a line's text was said, as far as its length tells. */
export function within(line: TranscriptLine, offset: number): number {
  const share = line.text.length === 0 ? 0 : Math.min(1, offset / line.text.length);
  return Math.round(line.startMs + (line.endMs - line.startMs) * share);
}

/** Characters (zh) or words (en) for a speaking rate: figures count one by one in Chinese, as they are read. */
export function countSpoken(text: string, language: 'zh' | 'en'): number {
  const pieces = [...text.matchAll(PIECES)].filter((match) => match[1] !== undefined || match[2] !== undefined);
  if (language === 'en') return pieces.length;
  return pieces.reduce((sum, [piece]) => sum + (/^\p{N}+$/u.test(piece) ? [...piece].length : 1), 0);
}

function ofLeg(lines: readonly TranscriptLine[], leg: Leg): { line: TranscriptLine; index: number }[] {
  return lines
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line.leg === leg)
    .sort((a, b) => a.line.startMs - b.line.startMs || a.line.endMs - b.line.endMs);
}

/** The punctuation behind the last token, for the token that comes next. */
function endsWith(lines: readonly TranscriptLine[], tokens: readonly Token[]): Break {
  const last = tokens.at(-1);
  if (last === undefined) return 'sentence';
  const rest = lines[last.line]?.text.slice(last.to) ?? '';
  if (/[。！？!?；;.]/u.test(rest)) return 'sentence';
  return /[，,、：:]/u.test(rest) ? 'clause' : 'none';
}

function writtenOut(written: string): string[] {
  const word = written.normalize('NFKC').toLowerCase().replaceAll('’', "'");
  if (Object.hasOwn(WRITTEN_OUT, word)) return WRITTEN_OUT[word]?.split(' ') ?? [];
  for (const [ending, full] of ENDINGS) {
    if (ending.test(word)) return word.replace(ending, full).split(' ').filter(Boolean);
  }
  return [word.replaceAll("'", '')];
}
