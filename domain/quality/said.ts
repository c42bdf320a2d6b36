import type { Evidence } from '../../contracts/intents';
import type { TranscriptLine } from '../../contracts/transcript';
import { placesOf, readPhrases } from '../spoken/phrases';
import { polarityOf, readNegation } from '../spoken/negation';
import { tokensOf, type Token } from '../spoken/tokens';

/** What the agent said, read once for all items. */
export interface AgentWords {
  readonly tokens: readonly Token[];
  readonly lines: readonly TranscriptLine[];
}

/** "我们不能保证", "I can't guarantee": what is denied was neither promised nor announced. */
const NEGATIONS = [
  {
    words: ['不', '没', '没有', '不能', '不会', '无法', '不敢', '不可以'],
    between: ['向您', '给您', '跟您', '对您', '做', '会', '再', '说'],
  },
  { words: ['不是说', '没说', '没有说', '不代表'], between: ['我', '我们', '一定', '就'] },
  {
    words: ['not', 'never', 'no'],
    between: [
      'i',
      'we',
      'a',
      'any',
      'be',
      'able to',
      'you',
      'promise',
      'say',
      'that',
      'give you',
      'offer',
      'offer you',
      'make',
    ],
  },
].map(readNegation);

export function readAgent(lines: readonly TranscriptLine[]): AgentWords {
  return { tokens: tokensOf(lines, 'agent'), lines };
}

/** Where the agent said one of `phrases`, in the order of time: the words as written. Nothing that was denied, or that `except` covers. */
export function findSaid(phrases: readonly string[], agent: AgentWords, except: readonly string[] = []): Evidence[] {
  const { tokens, lines } = agent;
  const exceptions = readPhrases(except).flatMap((phrase) => placesOf(phrase, tokens));
  let takenTo = 0;
  return readPhrases(phrases)
    .flatMap((phrase) => placesOf(phrase, tokens))
    .filter((place) => !exceptions.some(({ start, end }) => start <= place.start && end >= place.end))
    .filter((place) => polarityOf(tokens, place, NEGATIONS) === 'stands')
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .flatMap(({ start, end }) => {
      if (start < takenTo) return [];
      takenTo = end;
      const [first, last] = [tokens[start], tokens[end - 1]];
      if (!first || !last) return [];
      const text = lines[first.line]?.text ?? '';
      const words = first.line === last.line ? text.slice(first.from, last.to) : text.slice(first.from);
      return [{ leg: 'agent' as const, atMs: first.startMs, endMs: last.endMs, words }];
    });
}
