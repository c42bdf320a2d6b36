import { placesOfSound, type SoundMatch } from './sound-match';
import { cutsWords, wordEdges } from './words';
import { isChinese, readingsOf, soundOf, spokenCharacters } from './pinyin-classes';
import { toSimplified } from './simplified';

/** Where in a transcript a phrase may be, as parts of its length: 0 the beginning, 1 the end. */
export interface TranscriptMatch {
  from: number;
  to: number;
  /** 1 when it is written so; less when other characters of the same sound, or nearly, are. */
  score: number;
  /**
   * - `found`: written so, or misspelt as only this phrase would be. It was said.
   * - `near`: one syllable is a little off. It was said if the fast ear heard it too.
   * - `unsettled`: another word of the same sound but other tones (使用 for 试用), or a syllable off (微型 for 微信).
   *   Either may have been said.
   */
  verdict: SoundMatch['verdict'];
  /** One syllable is another one: the fast ear must have been sure. */
  syllableOff: boolean;
}

/** Finds every place of `phrase` in `transcript`: Chinese by characters, else by sound; English by words. */
export function findPhrase(phrase: string, transcript: string): TranscriptMatch[] {
  return phraseFinder(transcript)(phrase);
}

/** {@link findPhrase} for many phrases in one transcript: what has too little of a phrase's sound is not read further. */
export function phraseFinder(transcript: string): (phrase: string) => TranscriptMatch[] {
  const written = spokenCharacters(transcript);
  const heard = new Set(written.flatMap((character) => [character, ...readingsOf(character)]));
  const words = wordsOf(transcript);
  let edges: ReadonlySet<number> | null = null;
  return (phrase) => {
    const isNumber = /^\d+$/.test(phrase);
    if (!isChinese(phrase)) {
      const found = findEnglish(phrase, words);
      // 10086 may be written 一零零八六.
      if (found.length > 0 || !isNumber) return found;
    }
    // The careful ear writes simplified characters; a phrase may be given in traditional ones.
    const simple = toSimplified(phrase);
    if (/\p{Script=Latin}/u.test(simple)) return findMixed(simple, transcript);
    const { characters, sounds } = soundOf(simple);
    // At most one syllable may be off.
    const missing = characters.filter((character, at) => !heard.has(character) && !heard.has(sounds[at] ?? '')).length;
    if (missing > 1) return [];
    edges ??= wordEdges(transcript);
    const found = findChinese(simple, written, edges);
    // Another digit is another number.
    return isNumber ? found.filter(({ syllableOff }) => !syllableOff) : found;
  };
}

/**
 * Whether a Chinese phrase's sound stands anywhere in `transcript`, as whole words or not: 没有回答 for 优惠. Whoever
 * heard the phrase there was right about the sound.
 */
export function writesSoundOf(phrase: string, transcript: string): boolean {
  const { sounds } = soundOf(toSimplified(phrase));
  const written = spokenCharacters(transcript).map(readingsOf);
  return places(written, sounds, (readings, sound) => readings.includes(sound)).length > 0;
}

/** How many of what a match of `phrase` is measured in are in a text: characters of Chinese, words of English. */
export function unitsFor(phrase: string): (text: string) => number {
  if (!isChinese(phrase)) return (text) => wordsOf(text).length;
  return /\p{Script=Latin}/u.test(phrase)
    ? (text) => bareCharacters(text).length
    : (text) => spokenCharacters(text).length;
}

function findChinese(phrase: string, written: readonly string[], edges: ReadonlySet<number>): TranscriptMatch[] {
  const wanted = spokenCharacters(phrase);
  const exact = places(written, wanted, (have, want) => have === want).filter(
    // 活动 does not stand in 生活动力: both its characters belong to other words.
    ({ start, end }) => !cutsWords(edges, start, end, 'both'),
  );
  const alike = placesOfSound(phrase, written, edges).filter(
    ({ start, end }) => !exact.some((place) => start < place.end && end > place.start),
  );
  return [...exact.map((place) => ({ ...place, score: 1, verdict: 'found' as const, syllableOff: false })), ...alike]
    .sort((a, b) => a.start - b.start)
    .map((place) => asMatch(place, written.length));
}

/** Chinese with Latin letters in it (加V信): as written, but for case and spaces. */
function findMixed(phrase: string, transcript: string): TranscriptMatch[] {
  const written = bareCharacters(transcript);
  return asFound(
    places(written, bareCharacters(phrase), (have, want) => have === want),
    written.length,
  );
}

const bareCharacters = (text: string) => [...text.toLowerCase().replace(/[\s\p{P}]/gu, '')];

function findEnglish(phrase: string, written: readonly string[]): TranscriptMatch[] {
  const wanted = wordsOf(phrase);
  const found = places(written, wanted, sameWord);
  if (found.length > 0 || wanted.length > 1) return asFound(found, written.length);
  // "WeChat" may be written "we chat".
  const pairs = written.map((word, index) => word + (written[index + 1] ?? ''));
  return asFound(places(pairs, wanted, sameWord), written.length);
}

interface Place {
  start: number;
  end: number;
}

function places<Have, Want>(
  written: readonly Have[],
  wanted: readonly Want[],
  same: (have: Have, want: Want) => boolean,
): Place[] {
  const found: Place[] = [];
  for (let start = 0; wanted.length > 0 && start + wanted.length <= written.length; start += 1) {
    const here = wanted.every((want, offset) => {
      const have = written[start + offset];
      return have !== undefined && same(have, want);
    });
    if (!here) continue;
    found.push({ start, end: start + wanted.length });
    start += wanted.length - 1;
  }
  return found;
}

function asFound(found: readonly Place[], length: number): TranscriptMatch[] {
  return found.map((place) => asMatch({ ...place, score: 1, verdict: 'found', syllableOff: false }, length));
}

function asMatch({ start, end, ...match }: SoundMatch, length: number): TranscriptMatch {
  return { from: start / length, to: end / length, ...match };
}

/** Lower-case words with contractions written out, so that "don't" and "do not" are the same. */
function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .replace(/\bcan't\b/g, 'can not')
      .replace(/\bwon't\b/g, 'will not')
      .replace(/n't\b/g, ' not')
      .replaceAll("'", '')
      // An English word amid Chinese stands without spaces.
      .replace(/\p{Script=Han}+/gu, ' $& ')
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
  );
}

function sameWord(have: string, want: string): boolean {
  return have === want || have === `${want}s` || have === `${want}es`;
}
