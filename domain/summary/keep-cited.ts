import type { Cite, SummaryKind, SummarySentence } from '../../contracts/summary';
import type { TranscriptLine } from '../../contracts/transcript';
import { citeLine } from './cites';
import { isGrounded } from './grounded';

/** What a language model may cite, numbered from 1 in this order. */
export interface Source {
  readonly text: string;
  readonly kind: SummaryKind;
  readonly cites: readonly Cite[];
}

/** A sentence as a language model wrote it, with the numbers of the sources it says it rests on. */
export interface CitedSentence {
  readonly text: string;
  readonly cites: readonly number[];
}

/** Models like to set the numbers into the text, too. */
const CITED = /[[［【]\s*(\d+(?:\s*[,，、]\s*\d+)*)\s*[\]］】]/gu;
const LONGEST_CHARACTERS = 300;
/** Who cites half the call has said nothing of where it stands. */
const MOST_CITED = 8;

/** The lines of a call as sources. */
export function lineSources(lines: readonly TranscriptLine[]): Source[] {
  return lines.map((line) => ({ text: line.text, kind: 'fact', cites: [citeLine(line)] }));
}

/**
 * Of sentences a language model wrote, those that can be believed as far as they can be checked: each cites sources,
 * all of them are there, and what it says of figures, times, names, quotes and speakers stands in them.
 */
export function keepCited(sentences: readonly CitedSentence[], sources: readonly Source[]): SummarySentence[] {
  return sentences.flatMap(({ text: written, cites }) => {
    const inText = [...written.matchAll(CITED)].flatMap((match) => (match[1] ?? '').split(/[,，、]/u).map(Number));
    const cited = [...new Set([...cites, ...inText])].map((number) => sources[number - 1]);
    const there = cited.filter((source) => source !== undefined && source.cites.length > 0) as Source[];
    const [first] = there;
    const text = written
      .replace(CITED, '')
      .replace(/\s+/g, ' ')
      .replace(/\s+(?=[.,。，！？!?]|$)/gu, '')
      .trim();
    if (!first || there.length !== cited.length || cited.length > MOST_CITED || text.length > LONGEST_CHARACTERS)
      return [];
    if (!/[\p{L}\p{N}]/u.test(text) || !isGrounded(text, there)) return [];
    return [{ kind: first.kind, text, cites: there.flatMap((source) => [...source.cites]) }];
  });
}
