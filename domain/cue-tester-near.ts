import type { Leg } from '../contracts/audio';
import type { TranscriptLine } from '../contracts/transcript';
import type { Denial } from './cue-rules/denials';
import { isChinese } from './spoken/pinyin-classes';
import { phraseFinder } from './spoken/transcript-match';

/**
 * Why a phrase is near:
 *
 * - `other-leg`: it was said, but by the one the card does not listen to.
 * - `sounds-alike`: something like it is written; it counts only where the fast ear hears it as well.
 * - `part-said`: most of it was said, in a row.
 * - `denied`: it was said, and with it an intent of the card was denied.
 */
export interface NearPhrase {
  readonly why: 'other-leg' | 'sounds-alike' | 'part-said' | 'denied';
  readonly phrase: string;
  /** What was said of it. */
  readonly words: string;
  readonly nearness: number;
}

const NEARNESS = { denied: 0.95, 'other-leg': 0.95, 'sounds-alike': 0.9 } as const;
/** Of a phrase's words, or characters, in a row. Two characters of three are often a word of its own: 可以 of 可以办. */
const MOST_OF_IT = { words: 0.6, characters: 0.7 };

/** How near the phrases of a card are to a line, asked of each that was not heard. */
export function nearPhrase(line: TranscriptLine): (phrase: string, leg: Leg | 'either') => NearPhrase | null {
  const find = phraseFinder(line.text);
  const units = unitsOf(line.text);
  const known = new Set(units);
  return (phrase, leg) => {
    const listens = leg === 'either' || leg === line.leg;
    const matches = find(phrase);
    if (matches.some(({ verdict }) => verdict === 'found'))
      return listens ? null : { why: 'other-leg', phrase, words: phrase, nearness: NEARNESS['other-leg'] };
    if (!listens) return null;
    const [alike] = matches;
    if (alike) {
      const spoken = [...line.text].filter((character) => /[\p{Script=Han}\p{N}]/u.test(character));
      const words = spoken.slice(Math.round(alike.from * spoken.length), Math.round(alike.to * spoken.length)).join('');
      return { why: 'sounds-alike', phrase, words, nearness: NEARNESS['sounds-alike'] };
    }
    const wanted = unitsOf(phrase);
    const most = isChinese(phrase) ? MOST_OF_IT.characters : MOST_OF_IT.words;
    if (wanted.filter((unit) => known.has(unit)).length < Math.max(2, wanted.length * most)) return null;
    const run = longestRun(units, wanted);
    const share = run.length / wanted.length;
    // All of it is there, and was still not found: it stands across words, or is cut out of other ones.
    if (run.length < 2 || share < most) return null;
    return { why: 'part-said', phrase, words: joined(run), nearness: share * NEARNESS['sounds-alike'] };
  };
}

/** What was said and denied of a card. */
export function deniedPhrase({ words }: Denial): NearPhrase {
  return { why: 'denied', phrase: words, words, nearness: NEARNESS.denied };
}

/** Characters of Chinese, words of the rest. */
function unitsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}'’])+/gu) ?? [];
}

function longestRun(units: readonly string[], wanted: readonly string[]): readonly string[] {
  let best: readonly string[] = [];
  for (let from = 0; from < units.length; from += 1) {
    for (let at = 0; at < wanted.length; at += 1) {
      let length = 0;
      while (at + length < wanted.length && units[from + length] === wanted[at + length]) length += 1;
      if (length > best.length) best = wanted.slice(at, at + length);
    }
  }
  return best;
}

function joined(units: readonly string[]): string {
  return units.join(units.some((unit) => /\p{Script=Han}/u.test(unit)) ? '' : ' ');
}
