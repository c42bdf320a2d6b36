import type { LaterNegations } from '../../contracts/intents';
import type { Place } from './phrases';
import type { Token } from './tokens';
import { endOfWords, readWords, type Words } from './word-lists';

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
      words: readWords(words),
      between: readWords(between),
      topicOnly,
      mostWords,
    })),
    answers: readWords(data.answers),
    topics: readWords(data.topics),
    endings: readWords(data.endings),
    goesOn: readWords(data.goesOn),
    unless: readWords(data.unless),
    reported: readWords(data.reported),
    never: new Set(data.never),
  };
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
      const end = endOfWords(tokens, at, words);
      if (end !== null) return end;
      const next = endOfWords(tokens, at, between);
      if (next === null) break;
      at = next;
    }
  }
  return null;
}

/** 投诉？不用了。 The question and its answer are all that is said. */
function answerTo(tokens: readonly Token[], match: Place, { answers }: LaterNegationRules): number | null {
  if (tokens[match.end - 1]?.asked !== true) return null;
  const end = endOfWords(tokens, match.end, answers);
  return end !== null && (tokens[end]?.breakBefore ?? 'sentence') === 'sentence' ? end : null;
}

/** Whether a denial that ends here is one. */
function stands(tokens: readonly Token[], denied: number, { endings, goesOn, unless }: LaterNegationRules): boolean {
  const ending = tokens[denied]?.breakBefore === 'none' ? endOfWords(tokens, denied, endings) : null;
  const end = ending ?? denied;
  if (tokens[end - 1]?.asked) return false;
  const next = tokens[end];
  if (next === undefined || next.breakBefore === 'sentence') return true;
  // "…, but I just want my money" goes on, "…, but I will" takes it back.
  if (endOfWords(tokens, end, goesOn) !== null) return true;
  return next.breakBefore === 'clause' && endOfWords(tokens, end, unless) === null;
}

function isReported(
  tokens: readonly Token[],
  clauseStart: number,
  start: number,
  { reported }: LaterNegationRules,
): boolean {
  for (let at = clauseStart; at < start; at += 1) {
    const end = endOfWords(tokens, at, reported);
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
    const next = endOfWords(tokens, at, topics);
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
