import { deniedBehind, type LaterNegationRules } from './later-negation';
import type { Place } from './phrases';
import type { Token } from './tokens';
import { endOfWords, readWords, type Words } from './word-lists';

/** A kind of negation: its words, and what may stand between them and what they deny (不 太 贵, did not say that I am). */
export interface NegationRule {
  readonly words: readonly (readonly string[])[];
  readonly between: readonly (readonly string[])[];
}

/** What sounds like a denial and is none, before the words (不得不), behind them (才怪) and at the end (不…不行). */
export interface Affirmations {
  readonly before: readonly (readonly string[])[];
  readonly after: readonly (readonly string[])[];
  readonly closing: readonly (readonly string[])[];
  /** May stand before them: 不投诉 你们公司 真 不行. */
  readonly closingBetween: readonly (readonly string[])[];
  /** And behind them: 不行 了. */
  readonly closingEndings: readonly (readonly string[])[];
}

/** `denied`: an odd number of negations stands before the words, or one behind them. `asked`: 要不要, 贵不贵, which says neither. */
export type Polarity = 'stands' | 'denied' | 'asked';

const NO_AFFIRMATIONS: Affirmations = { before: [], after: [], closing: [], closingBetween: [], closingEndings: [] };
const MOST_BETWEEN = 5;
const MOST_BEFORE_CLOSING = 8;

export function readNegation(rule: { words: readonly string[]; between: readonly string[] }): NegationRule {
  return { words: readWords(rule.words), between: readWords(rule.between) };
}

export function readAffirmations(words: Record<keyof Affirmations, readonly string[]>): Affirmations {
  return {
    ...{ before: readWords(words.before), after: readWords(words.after), closing: readWords(words.closing) },
    ...{ closingBetween: readWords(words.closingBetween), closingEndings: readWords(words.closingEndings) },
  };
}

/** What the words around a match make of it. */
export function polarityOf(
  tokens: readonly Token[],
  match: Place,
  rules: readonly NegationRule[],
  affirmations: Affirmations = NO_AFFIRMATIONS,
  later?: LaterNegationRules,
): Polarity {
  const polarity = polarityBefore(tokens, match, rules, affirmations);
  if (polarity === 'asked' || !later || affirmedBehind(tokens, match.end, affirmations)) return polarity;
  if (!deniedBehind(tokens, match, later)) return polarity;
  // 不投诉倒不至于: twice denied is none.
  const isNegated = clauseBefore(tokens, match.start) > 0 && isNot(tokens[match.start - 1]?.text);
  return polarity === 'denied' && isNegated ? 'stands' : 'denied';
}

/**
 * What the words before a match make of it. Only words of its own clause count: "没有，不要" refuses, "没有说不要" does not.
 * Negations are counted from the match backwards, each with what its rule lets stand between: 不是不感兴趣 holds two for
 * 感兴趣, and one for 不感兴趣.
 */
function polarityBefore(
  tokens: readonly Token[],
  match: Place,
  rules: readonly NegationRule[],
  affirmations: Affirmations,
): Polarity {
  const clause = clauseBefore(tokens, match.start);
  const [first, second] = [tokens[match.start]?.text, tokens[match.start + 1]?.text];
  const before = tokens[match.start - 1];
  if (clause > 0 && isNot(first) && before?.text === second) return 'asked';
  let at = match.start;
  let count = 0;
  // 不，不需要 written without the comma: the same word said twice denies nothing.
  if (clause > 0 && isNot(first)) while (at > match.start - clause && tokens[at - 1]?.text === first) at -= 1;
  if (affirmedBehind(tokens, match.end, affirmations)) return 'stands';
  if (closedBehind(tokens, match, clause, affirmations)) return 'stands';
  for (;;) {
    const left = clause - (match.start - at);
    const affirmed = affirmations.before.find((words) => endsAt(tokens, at, words, left));
    if (affirmed) {
      at -= affirmed.length;
      continue;
    }
    const next = nextNegation(tokens, at, left, rules);
    if (next === null) break;
    if (isAsked(tokens, next, match.start - clause)) {
      return count === 0 && next.end - next.start === 1 ? 'asked' : count % 2 === 1 ? 'denied' : 'stands';
    }
    count += 1;
    at = next.start;
  }
  return count % 2 === 1 ? 'denied' : 'stands';
}

/** A few words of the same clause may stand between: 不投诉你们才怪. */
function affirmedBehind(tokens: readonly Token[], end: number, { after }: Affirmations): boolean {
  for (let at = end; at <= end + MOST_BETWEEN && at < tokens.length; at += 1) {
    if (tokens[at]?.breakBefore !== 'none') return false;
    if (after.some((words) => words.every((word, index) => tokens[at + index]?.text === word))) return true;
  }
  return false;
}

/**
 * 不投诉你们公司真不行了, and no more behind it in the clause: 不投诉不行吗 asks, 没说要投诉这个价格不行 refuses the price.
 */
function closedBehind(
  tokens: readonly Token[],
  match: Place,
  clause: number,
  { closing, closingBetween, closingEndings }: Affirmations,
): boolean {
  const [before, first] = [tokens[match.start - 1]?.text, tokens[match.start]?.text];
  if (!isBareNot(first) && !(clause > 0 && isBareNot(before))) return false;
  for (let at = match.end; at <= match.end + MOST_BEFORE_CLOSING;) {
    const close = continuesWith(tokens, at, closing);
    if (close !== null) {
      const end = continuesWith(tokens, close, closingEndings) ?? close;
      return tokens[end]?.breakBefore !== 'none' && tokens[end - 1]?.asked !== true;
    }
    const next = continuesWith(tokens, at, closingBetween);
    if (next === null) return false;
    at = next;
  }
  return false;
}

/** The end of words that go on the clause here. */
function continuesWith(tokens: readonly Token[], at: number, words: readonly Words[]): number | null {
  return tokens[at]?.breakBefore === 'none' ? endOfWords(tokens, at, words) : null;
}

/** How many tokens of the same clause stand before. */
function clauseBefore(tokens: readonly Token[], start: number): number {
  let at = start;
  while (at > 0 && tokens[at]?.breakBefore === 'none') at -= 1;
  return start - at;
}

function nextNegation(
  tokens: readonly Token[],
  end: number,
  left: number,
  rules: readonly NegationRule[],
): Place | null {
  for (const rule of rules) {
    let at = end;
    for (;;) {
      const room = left - (end - at);
      const word = rule.words.find((candidate) => endsAt(tokens, at, candidate, room));
      if (word) return { start: at - word.length, end: at };
      const between = rule.between.find((candidate) => endsAt(tokens, at, candidate, room));
      if (!between || end - at + between.length > MOST_BETWEEN) break;
      at -= between.length;
    }
  }
  return null;
}

function endsAt(tokens: readonly Token[], end: number, words: readonly string[], room: number): boolean {
  if (words.length > room) return false;
  return words.every((word, index) => tokens[end - words.length + index]?.text === word);
}

/** 是不是, 要不要, 感不感: the character before 不 comes again behind it. */
function isAsked(tokens: readonly Token[], negation: Place, clauseStart: number): boolean {
  if (negation.start - 1 < clauseStart || !isNot(tokens[negation.start]?.text)) return false;
  const before = tokens[negation.start - 1]?.text;
  return before !== undefined && before === tokens[negation.start + 1]?.text;
}

function isBareNot(text: string | undefined): boolean {
  return isNot(text) || text === '非';
}

function isNot(text: string | undefined): boolean {
  return text === '不' || text === '没';
}
