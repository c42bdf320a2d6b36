import type { Cite, SummaryKind, SummarySentence } from '../../contracts/summary';
import type { TranscriptLine } from '../../contracts/transcript';
import { numbersIn } from '../spoken/numbers';
import { citeLine } from './cites';

/** What a language model may cite, numbered from 1 in this order. */
export interface Source {
  readonly text: string;
  readonly kind: SummaryKind;
  readonly cites: readonly Cite[];
}

const CITED = /[[［【]\s*(\d+(?:\s*[,，、]\s*\d+)*)\s*[\]］】]/gu;
/** One is as often an article as a number. */
const NO_FIGURE = new Set([0, 1]);
const AFTER_NOON = /下午|晚上|傍晚|\bpm\b|p\.m\.|afternoon|evening|tonight/iu;

/** The lines of a call as sources. Sentences of a rule-based summary are sources as they stand. */
export function lineSources(lines: readonly TranscriptLine[]): Source[] {
  return lines.map((line) => ({ text: line.text, kind: 'fact', cites: [citeLine(line)] }));
}

/**
 * Of sentences a language model wrote, those that can be believed as far as they can be checked: each cites a source by
 * its number, `[3]` or `[1, 4]`, every number it cites is there, and every figure in it stands in what it cites. The
 * numbers in brackets are taken out of the text. @param rewritten one sentence each, or text that is cut into sentences.
 */
export function keepCited(rewritten: string | readonly string[], sources: readonly Source[]): SummarySentence[] {
  const sentences = typeof rewritten === 'string' ? sentencesOf(rewritten) : rewritten;
  return sentences.flatMap((sentence) => {
    const numbers = [...sentence.matchAll(CITED)].flatMap((match) => (match[1] ?? '').split(/[,，、]/u).map(Number));
    const cited = [...new Set(numbers)].map((number) => sources[number - 1]);
    const text = sentence
      .replace(CITED, '')
      .replace(/\s+/g, ' ')
      .replace(/\s+(?=[.,。，！？!?]|$)/gu, '')
      .trim();
    const there = cited.filter((source) => source !== undefined && source.cites.length > 0) as Source[];
    const [first] = there;
    if (!first || there.length !== cited.length || !/[\p{L}\p{N}]/u.test(text) || !figuresStand(text, there)) return [];
    return [{ kind: first.kind, text, cites: there.flatMap(({ cites }) => [...cites]) }];
  });
}

function figuresStand(text: string, sources: readonly Source[]): boolean {
  const said = sources.flatMap((source) => [source.text, ...source.cites.map(({ words }) => words)]).join('\n');
  const known = new Set(numbersIn(said));
  if (AFTER_NOON.test(said)) for (const hour of [...known]) if (hour >= 1 && hour <= 11) known.add(hour + 12);
  if (said.includes('半') || /half/i.test(said)) known.add(30);
  return numbersIn(text).every((number) => NO_FIGURE.has(number) || known.has(number));
}

/** A mark in brackets belongs to the sentence before it, on whichever side of the full stop it stands. */
function sentencesOf(text: string): string[] {
  const cut =
    text.match(
      /[^。！？!?\n.]*(?:[.](?=\d)[^。！？!?\n.]*)*(?:[。！？!?.\n]+\s*(?:[[［【][\d\s,，、]+[\]］】]\s*)*|$)/gu,
    ) ?? [];
  return cut.map((sentence) => sentence.trim()).filter(Boolean);
}
