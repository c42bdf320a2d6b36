import { placesOfSound, type SoundMatch } from './sound-match';
import { cutsWords, wordEdges } from './words';
import { isChinese, spokenCharacters } from './pinyin-classes';
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
   * - `unsettled`: another word of the same sound but other tones (使用 for 试用). Either may have been said.
   */
  verdict: SoundMatch['verdict'];
}

/** Finds every place of `phrase` in `transcript`: Chinese by characters, else by sound; English by words. */
export function findPhrase(phrase: string, transcript: string): TranscriptMatch[] {
  // The careful ear writes simplified characters; a phrase may be given in traditional ones.
  return isChinese(phrase) ? findChinese(toSimplified(phrase), transcript) : findEnglish(phrase, transcript);
}

function findChinese(phrase: string, transcript: string): TranscriptMatch[] {
  if (/\p{Script=Latin}/u.test(phrase)) return findMixed(phrase, transcript);
  const wanted = spokenCharacters(phrase);
  const written = spokenCharacters(transcript);
  const edges = wordEdges(transcript);
  const exact = places(written, wanted, (have, want) => have === want).filter(
    // 活动 does not stand in 生活动力: both its characters belong to other words.
    ({ start, end }) => !cutsWords(edges, start, end, 'both'),
  );
  const alike = placesOfSound(phrase, written, edges).filter(
    ({ start, end }) => !exact.some((place) => start < place.end && end > place.start),
  );
  return [...exact.map((place) => ({ ...place, score: 1, verdict: 'found' as const })), ...alike]
    .sort((a, b) => a.start - b.start)
    .map((place) => asMatch(place, written.length));
}

/** Chinese with Latin letters in it (加V信): as written, but for case and spaces. */
function findMixed(phrase: string, transcript: string): TranscriptMatch[] {
  const bare = (text: string) => [...text.toLowerCase().replace(/[\s\p{P}]/gu, '')];
  const written = bare(transcript);
  return asFound(
    places(written, bare(phrase), (have, want) => have === want),
    written.length,
  );
}

function findEnglish(phrase: string, transcript: string): TranscriptMatch[] {
  const wanted = wordsOf(phrase);
  const written = wordsOf(transcript);
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
  return found.map((place) => asMatch({ ...place, score: 1, verdict: 'found' }, length));
}

function asMatch({ start, end, score, verdict }: SoundMatch, length: number): TranscriptMatch {
  return { from: start / length, to: end / length, score, verdict };
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
