import type { LaterNegations } from '../../contracts/intents';
import type { Place } from './phrases';
import { piecesOf, type Token } from './tokens';

type Words = readonly string[];

/** Words behind that deny, with what may stand between: 投诉 (你们) 倒不至于. */
interface LaterRule {
  readonly words: readonly Words[];
  readonly between: readonly Words[];
  readonly topicOnly: boolean;
  readonly mostWords: number;
}

/** {@link LaterNegations}, read once for a book. */
export interface LaterNegationRules {
  readonly rules: readonly LaterRule[];
  readonly answers: readonly Words[];
  readonly topics: readonly Words[];
  readonly endings: readonly Words[];
  readonly goesOn: readonly Words[];
  readonly unless: readonly Words[];
  readonly reported: readonly Words[];
  readonly never: ReadonlySet<string>;
}

const MOST_BETWEEN = 6;

export function readLaterNegations(data: LaterNegations): LaterNegationRules {
  return {
    rules: data.rules.map(({ words, between, topicOnly, mostWords }) => ({
      words: read(words),
      between: read(between),
      topicOnly,
      mostWords,
    })),
    answers: read(data.answers),
    topics: read(data.topics),
    endings: read(data.endings),
    goesOn: read(data.goesOn),
    unless: read(data.unless),
    reported: read(data.reported),
    never: new Set(data.never),
  };
}

function read(texts: readonly string[]): string[][] {
  return texts
    .map((text) => piecesOf(text).map((piece) => piece.text))
    .filter((tokens) => tokens.length > 0)
    .sort((a, b) => b.length - a.length);
}

/**
 * Whether the words behind a match deny it. A real demand must not be lost, so in doubt they do not: the denial ends its
 * clause, or something else clearly begins; it is no question, not what another is said to think, under no condition
 * (除非, unless), and in the same breath. Nothing denies words that are a negation themselves, for "不要再打，没必要" means both.
 */
export function deniedBehind(tokens: readonly Token[], match: Place, rules: LaterNegationRules): boolean {
  const words = tokens.slice(match.start, match.end);
  if (words.some(({ text }) => rules.never.has(text))) return false;
  const clauseStart = startOfClause(tokens, match.start);
  if (isReported(tokens, clauseStart, match.start, rules)) return false;
  const isTopic = atTopic(tokens, clauseStart, match.start, rules);
  const endOfDenial = behindMatch(tokens, match, isTopic, rules) ?? (isTopic ? answerTo(tokens, match, rules) : null);
  if (endOfDenial === null) return false;
  // What comes after a pause may answer something else: 投诉。 不用了。
  return tokens[endOfDenial - 1]?.line === tokens[match.end - 1]?.line && stands(tokens, endOfDenial, rules);
}

/** Where the denial behind a match ends. */
function behindMatch(
  tokens: readonly Token[],
  match: Place,
  isTopic: boolean,
  { rules }: LaterNegationRules,
): number | null {
  for (const { words, between, topicOnly, mostWords } of rules) {
    if (topicOnly && (!isTopic || match.end - match.start > mostWords)) continue;
    // Only of a topic, which is no sentence by itself, a comma leaves open what is said of it: 投诉嘛，倒不至于.
    let mayBreak = isTopic && !topicOnly;
    for (let at = match.end; at - match.end <= MOST_BETWEEN;) {
      const here = tokens[at]?.breakBefore;
      if (here === undefined || here === 'sentence' || (here === 'clause' && !mayBreak)) break;
      if (here === 'clause') mayBreak = false;
      const end = longest(tokens, at, words);
      if (end !== null) return end;
      const next = longest(tokens, at, between);
      if (next === null) break;
      at = next;
    }
  }
  return null;
}

/** 投诉？不用了。 The question and its answer are all that is said. */
function answerTo(tokens: readonly Token[], match: Place, { answers }: LaterNegationRules): number | null {
  if (tokens[match.end - 1]?.asked !== true) return null;
  const end = longest(tokens, match.end, answers);
  return end !== null && (tokens[end]?.breakBefore ?? 'sentence') === 'sentence' ? end : null;
}

/** Whether a denial that ends here is one. */
function stands(tokens: readonly Token[], denied: number, { endings, goesOn, unless }: LaterNegationRules): boolean {
  const ending = tokens[denied]?.breakBefore === 'none' ? longest(tokens, denied, endings) : null;
  const end = ending ?? denied;
  if (tokens[end - 1]?.asked) return false;
  const next = tokens[end];
  if (next === undefined || next.breakBefore === 'sentence') return true;
  // "…, but I just want my money" goes on, "…, but I will" takes it back.
  if (longest(tokens, end, goesOn) !== null) return true;
  return next.breakBefore === 'clause' && longest(tokens, end, unless) === null;
}

function isReported(
  tokens: readonly Token[],
  clauseStart: number,
  start: number,
  { reported }: LaterNegationRules,
): boolean {
  for (let at = clauseStart; at < start; at += 1) {
    const end = longest(tokens, at, reported);
    if (end !== null && end <= start) return true;
  }
  return false;
}

/** Whether nothing but words that lead to a topic stands before: 那投诉就算了, not 我投诉就算了. */
function atTopic(
  tokens: readonly Token[],
  clauseStart: number,
  start: number,
  { topics }: LaterNegationRules,
): boolean {
  for (let at = clauseStart; at < start;) {
    const next = longest(tokens, at, topics);
    if (next === null || next > start) return false;
    at = next;
  }
  return true;
}

function startOfClause(tokens: readonly Token[], start: number): number {
  let at = start;
  while (at > 0 && tokens[at]?.breakBefore === 'none') at -= 1;
  return at;
}

/** The end of the longest of some words that stand here, in one clause. */
function longest(tokens: readonly Token[], at: number, words: readonly Words[]): number | null {
  const found = words.find((candidate) =>
    candidate.every((word, index) => {
      const token = tokens[at + index];
      return token?.text === word && (index === 0 || token.breakBefore === 'none');
    }),
  );
  return found ? at + found.length : null;
}
