import type { FoundIntent } from '../../contracts/intents';
import type { Cite } from '../../contracts/summary';
import type { TranscriptLine } from '../../contracts/transcript';
import { within } from '../spoken/tokens';

/** A sentence longer than this is quoted by its clause. */
const LONGEST_QUOTE = { zh: 30, en: 90 };
const SENTENCE_END = /[。！？!?；;]|[.](?!\d)/gu;
const CLAUSE_END = /[。！？!?；;，,、]|[.](?!\d)/gu;

/** The sentence in which a found intent was said; without a line that holds it, its bare words. */
export function citeOf(found: FoundIntent, lines: readonly TranscriptLine[], language: 'zh' | 'en'): Cite {
  const line = lineOf(found, lines);
  const from = line ? offsetOf(found, line) : null;
  if (!line || from === null) return { leg: found.leg, startMs: found.atMs, endMs: found.endMs, words: found.words };
  const to = from + found.words.length;
  const sentence = stretch(line.text, from, to, SENTENCE_END);
  const short = sentence.to - sentence.from <= LONGEST_QUOTE[language];
  return citePart(line, short ? sentence : stretch(line.text, from, to, CLAUSE_END));
}

/** The clause in which a found intent was said. */
export function clauseOf(found: FoundIntent, line: TranscriptLine): string {
  const from = offsetOf(found, line);
  if (from === null) return line.text;
  const clause = stretch(line.text, from, from + found.words.length, CLAUSE_END);
  return line.text.slice(clause.from, clause.to);
}

/** A part of a line by its places in the text, with the times they were said. */
export function citePart(line: TranscriptLine, part: { from: number; to: number }): Cite {
  return {
    leg: line.leg,
    startMs: within(line, part.from),
    endMs: within(line, part.to),
    words: line.text.slice(part.from, part.to).trim(),
  };
}

export function citeLine(line: TranscriptLine): Cite {
  return { leg: line.leg, startMs: line.startMs, endMs: line.endMs, words: line.text };
}

/** The line in which it begins. */
export function lineOf(found: FoundIntent, lines: readonly TranscriptLine[]): TranscriptLine | undefined {
  return lines.find(
    (line) =>
      line.leg === found.leg &&
      line.startMs <= found.atMs &&
      found.atMs <= line.endMs &&
      offsetOf(found, line) !== null,
  );
}

/** Where its words stand in a line: of several places the one nearest to its time. */
function offsetOf(found: FoundIntent, line: TranscriptLine): number | null {
  let best: number | null = null;
  for (let at = line.text.indexOf(found.words); at >= 0; at = line.text.indexOf(found.words, at + 1)) {
    const distance = (offset: number) => Math.abs(within(line, offset) - found.atMs);
    if (best === null || distance(at) < distance(best)) best = at;
  }
  return best;
}

function stretch(text: string, from: number, to: number, ends: RegExp): { from: number; to: number } {
  let start = 0;
  for (const end of text.matchAll(ends)) {
    if (end.index < from) start = end.index + end[0].length;
    else if (end.index >= to) return { from: start, to: end.index + (/[，,、；;]/u.test(end[0]) ? 0 : 1) };
  }
  return { from: start, to: text.length };
}
