import { alikeSound, isHan, isOneWord, sameSound } from './sounds';
import { piecesOf, type Token } from './tokens';

/**
 * A phrase to look for. As data: `给您…回电` lets a few words of the same clause stand at `…`; `^好的` stands at the beginning of a clause,
 * `可以$` at its end. A single Chinese character is looked for only as a whole clause, for it is part of many words.
 */
export interface Phrase {
  readonly written: string;
  readonly parts: readonly (readonly string[])[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Where a phrase was found: tokens from `start` up to, not with, `end`. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** How many tokens `…` may stand for. */
const GAP = { han: 7, words: 5 };

/** Null when nothing of `written` can be said. */
export function readPhrase(written: string): Phrase | null {
  const text = written.trim();
  const atStart = text.startsWith('^');
  const atEnd = text.endsWith('$');
  const parts = text
    .replace(/^\^|\$$/g, '')
    .split(/…+|\.{3,}/)
    .map((part) => piecesOf(part).map((piece) => piece.text))
    .filter((part) => part.length > 0);
  const [first] = parts;
  if (first === undefined) return null;
  const alone = parts.length === 1 && first.length === 1 && isHan(first[0] ?? '');
  return { written, parts, atStart: atStart || alone, atEnd: atEnd || alone };
}

/** @throws never: phrases that cannot be said are left out; the check of a book tells of them. */
export function readPhrases(written: readonly string[]): Phrase[] {
  return written.map(readPhrase).filter((phrase) => phrase !== null);
}

/** Every place of `phrase`, none overlapping another. */
export function placesOf(phrase: Phrase, tokens: readonly Token[]): Place[] {
  const found: Place[] = [];
  let free = 0;
  for (const start of startsOf(phrase, tokens)) {
    if (start < free) continue;
    const end = endOfMatch(phrase, tokens, start);
    if (end === null) continue;
    found.push({ start, end });
    free = end;
  }
  return found;
}

/** Where each word stands; also as the word it is the plural of, and joined with the word behind it. */
const indexes = new WeakMap<readonly Token[], ReadonlyMap<string, readonly number[]>>();

function indexOf(tokens: readonly Token[]): ReadonlyMap<string, readonly number[]> {
  const known = indexes.get(tokens);
  if (known) return known;
  const index = new Map<string, number[]>();
  const add = (text: string, at: number) => {
    const places = index.get(text);
    if (places) places.push(at);
    else index.set(text, [at]);
  };
  tokens.forEach(({ text }, at) => {
    add(text, at);
    if (isHan(text)) return;
    if (text.endsWith('s')) add(text.slice(0, -1), at);
    if (text.endsWith('es')) add(text.slice(0, -2), at);
    const next = tokens[at + 1];
    if (next) add(text + next.text, at);
  });
  indexes.set(tokens, index);
  return index;
}

/**
 * Where a phrase may begin, in order. A recogniser may miss one character; where the first two are both other ones it
 * heard something else.
 */
function startsOf(phrase: Phrase, tokens: readonly Token[]): number[] {
  const [first, second] = phrase.parts[0] ?? [];
  const index = indexOf(tokens);
  const starts = new Set(first === undefined ? [] : index.get(first));
  if (second !== undefined) for (const at of index.get(second) ?? []) if (at > 0) starts.add(at - 1);
  return [...starts].sort((a, b) => a - b);
}

function endOfMatch(phrase: Phrase, tokens: readonly Token[], start: number): number | null {
  if (phrase.atStart && start > 0 && tokens[start]?.breakBefore === 'none') return null;
  const [first, ...rest] = phrase.parts;
  let end = first === undefined ? null : endOfPart(first, tokens, start);
  for (const part of rest) {
    if (end === null) return null;
    end = endAfterGap(part, tokens, end);
  }
  if (end === null) return null;
  const next = tokens[end];
  return phrase.atEnd && next !== undefined && next.breakBefore === 'none' ? null : end;
}

function endAfterGap(part: readonly string[], tokens: readonly Token[], from: number): number | null {
  const gap = isHan(part[0] ?? '') ? GAP.han : GAP.words;
  for (let at = from; at <= from + gap; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.breakBefore !== 'none') return null;
    const end = endOfPart(part, tokens, at);
    if (end !== null) return end;
  }
  return null;
}

function endOfPart(part: readonly string[], tokens: readonly Token[], start: number): number | null {
  const end = start + part.length;
  if (end > tokens.length || !(isSame(tokens[start], part[0]) || isSame(tokens[start + 1], part[1]))) {
    return joined(part, tokens, start);
  }
  let misheard = 0;
  let han = 0;
  for (let offset = 0; offset < part.length; offset += 1) {
    const token = tokens[start + offset];
    const want = part[offset];
    if (token === undefined || want === undefined) return null;
    if (offset > 0 && token.breakBefore !== 'none') return null;
    if (isHan(want)) han += 1;
    if (isSame(token, want)) continue;
    // A longer phrase is told by the rest of it; a shorter one needs the very sound.
    if (!(part.length >= 4 ? alikeSound(token.text, want) : sameSound(token.text, want))) return null;
    misheard += 1;
  }
  if (misheard === 0) return end;
  if (misheard > Math.max(1, Math.floor(han / 3))) return null;
  if (part.length > 2) return end;
  const written = tokens.slice(start, end).map((token) => token.text);
  return isOneWord(written.join('')) ? null : end;
}

/** "WeChat" may be written "we chat". */
function joined(part: readonly string[], tokens: readonly Token[], start: number): number | null {
  const [want] = part;
  const [first, second] = [tokens[start], tokens[start + 1]];
  if (part.length !== 1 || want === undefined || isHan(want) || !first || !second) return null;
  return second.breakBefore === 'none' && first.text + second.text === want ? start + 2 : null;
}

function isSame(token: Token | undefined, want: string | undefined): boolean {
  if (token === undefined || want === undefined) return false;
  const have = token.text;
  return have === want || (want.length > 2 && !isHan(want) && (have === `${want}s` || have === `${want}es`));
}
