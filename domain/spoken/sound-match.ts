import { readingsOf, soundOf, tonedReadingOf } from './pinyin-classes';
import { cutsWords, isOneWord } from './words';

/** A stretch of a transcript that sounds like a phrase, counted in spoken characters. */
export interface SoundMatch {
  start: number;
  end: number;
  score: number;
  /** See TranscriptMatch. */
  verdict: 'found' | 'near' | 'unsettled';
  /** One syllable is another one. */
  syllableOff: boolean;
}

const SCORES = { found: 0.9, near: 0.7, unsettled: 0.5 };

/**
 * Where `written`, the characters of a transcript, sounds like `phrase` without being written so. What tells a
 * misspelling from other words that sound alike:
 *
 * - It respects words: 没有回答 holds the sound of 优惠, but as the end of one word and the beginning of another.
 * - It is no word itself. Who writes 威信 had the choice of 微信, the same sound to the tone, and chose by the meaning.
 *   Other tones, as in 使用 for 试用, may be a slip of the ear: they settle nothing. Nor does a syllable that is a little
 *   off.
 * - It shares a character with the phrase, or else every tone.
 */
export function placesOfSound(phrase: string, written: readonly string[], edges: ReadonlySet<number>): SoundMatch[] {
  const { characters: wanted, sounds, tones } = soundOf(phrase);
  const found: SoundMatch[] = [];
  for (let start = 0; sounds.length > 0 && start + sounds.length <= written.length; start += 1) {
    const end = start + sounds.length;
    const characters = written.slice(start, end);
    if (characters.join() === wanted.join()) continue;
    const verdict = compare(characters, isOneWord(edges, start, end), cutsWords(edges, start, end, 'either'));
    if (!verdict) continue;
    found.push({ start, end, score: SCORES[verdict], verdict, syllableOff: offIn(characters) > 0 });
    start = end - 1;
  }
  return found;

  function offIn(characters: readonly string[]): number {
    return sounds.filter((sound, at) => !readingsOf(characters[at] ?? '').includes(sound)).length;
  }

  function compare(characters: readonly string[], oneWord: boolean, cut: boolean): SoundMatch['verdict'] | null {
    const otherSounds = offIn(characters);
    const shared = wanted.filter((character, at) => character === characters[at]).length;
    if (otherSounds > 1 || (otherSounds > 0 && !oneIsNear(sounds, characters))) return null;
    if (cut) {
      // 开发|跳 for 开发票: the words fell where they did because a syllable was misheard.
      if (otherSounds > 0) return shared > 0 ? 'unsettled' : null;
      return shared < 2 ? null : shared > 2 ? 'found' : 'near';
    }
    if (otherSounds > 0) {
      // A word that shares a character (微型 for 微信) or characters that make no word (法跳 for 发票): who knows?
      if (oneWord) return shared > 0 ? 'unsettled' : null;
      return shared > 0 ? 'near' : 'unsettled';
    }
    const sameTones = tonedReadingOf(characters).join() === tones;
    if (oneWord) return sameTones ? null : 'unsettled';
    return shared > 0 || sameTones ? 'found' : 'unsettled';
  }
}

/** Whether the one syllable that is off has the initial, or the final, that is wanted: 塔 or 克 for 卡. */
function oneIsNear(sounds: readonly string[], characters: readonly string[]): boolean {
  return sounds.every((sound, at) => {
    const [initial, final] = partsOf(sound);
    return readingsOf(characters[at] ?? '').some((reading) => {
      const [otherInitial, otherFinal] = partsOf(reading);
      return initial === otherInitial || final === otherFinal;
    });
  });
}

/** What pinyin shortens behind an initial: g + uei is written gui, and alone it is wei. */
const FULL_FINALS: Readonly<Record<string, string>> = { ui: 'ei', iu: 'ou', un: 'en' };

function partsOf(syllable: string): readonly [initial: string, final: string] {
  const initial = /^(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?/.exec(syllable)?.[0] ?? '';
  const final = syllable.slice(initial.length);
  return [initial, FULL_FINALS[final] ?? final];
}
