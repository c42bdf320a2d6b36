import { spokenCharacters, isChinese, readingsOf, syllablesOf } from './pinyin-classes';

/** Where in a transcript a phrase is, as parts of its length: 0 the beginning, 1 the end. */
export interface TranscriptMatch {
  from: number;
  to: number;
  /** 1 when it is written so; SOUND_ALIKE when other characters of the same sound are. */
  score: number;
}

/** A homophone in the transcript: probably the phrase, written wrongly. */
const SOUND_ALIKE = 0.9;

/** Finds every place of `phrase` in `transcript`: Chinese by characters, else by sound; English by words. */
export function findPhrase(phrase: string, transcript: string): TranscriptMatch[] {
  return isChinese(phrase) ? findChinese(phrase, transcript) : findEnglish(phrase, transcript);
}

function findChinese(phrase: string, transcript: string): TranscriptMatch[] {
  if (/\p{Script=Latin}/u.test(phrase)) return findMixed(phrase, transcript);
  const wanted = spokenCharacters(phrase);
  const written = spokenCharacters(transcript);
  const exact = places(written, wanted, (have, want) => have === want, 1);
  if (exact.length > 0) return exact;
  const syllables = syllablesOf(phrase);
  return places(
    written.map((character) => readingsOf(character)),
    // Only the reading the phrase's own words call for: rarer ones would make everything sound alike.
    syllables.map(([first = '']) => first),
    (have, want) => have.includes(want),
    SOUND_ALIKE,
  );
}

/** Chinese with Latin letters in it (加V信): as written, but for case and spaces. */
function findMixed(phrase: string, transcript: string): TranscriptMatch[] {
  const bare = (text: string) => [...text.toLowerCase().replace(/[\s\p{P}]/gu, '')];
  return places(bare(transcript), bare(phrase), (have, want) => have === want, 1);
}

function findEnglish(phrase: string, transcript: string): TranscriptMatch[] {
  const wanted = wordsOf(phrase);
  const written = wordsOf(transcript);
  const found = places(written, wanted, sameWord, 1);
  if (found.length > 0 || wanted.length > 1) return found;
  // "WeChat" may be written "we chat".
  const pairs = written.map((word, index) => word + (written[index + 1] ?? ''));
  return places(pairs, wanted, sameWord, 1);
}

function places<Have, Want>(
  written: readonly Have[],
  wanted: readonly Want[],
  same: (have: Have, want: Want) => boolean,
  score: number,
): TranscriptMatch[] {
  const found: TranscriptMatch[] = [];
  for (let start = 0; wanted.length > 0 && start + wanted.length <= written.length; start += 1) {
    const here = wanted.every((want, offset) => {
      const have = written[start + offset];
      return have !== undefined && same(have, want);
    });
    if (!here) continue;
    found.push({ from: start / written.length, to: (start + wanted.length) / written.length, score });
    start += wanted.length - 1;
  }
  return found;
}

/** Lower-case words with contractions written out, so that "don't" and "do not" are the same. */
function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/\bcan't\b/g, 'can not')
    .replace(/\bwon't\b/g, 'will not')
    .replace(/n't\b/g, ' not')
    .replaceAll("'", '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

function sameWord(have: string, want: string): boolean {
  return have === want || have === `${want}s` || have === `${want}es`;
}
