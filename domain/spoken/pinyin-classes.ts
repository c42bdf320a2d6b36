import { pinyin, polyphonic } from 'pinyin-pro';

const HAN = /\p{Script=Han}/u;

/** Whether the fast ear, which knows Mandarin characters only, can listen for `phrase`. */
export function isChinese(phrase: string): boolean {
  return HAN.test(phrase);
}

const FOREIGN = /(?!\p{Script=Han}|\p{Script=Latin})\p{L}/u;

/** Whether a phrase can be heard by an ear: it has a sound, and is written in characters with a reading or in Latin. */
export function isPronounceable(phrase: string): boolean {
  if (FOREIGN.test(phrase) || !/[\p{L}\p{N}]/u.test(phrase)) return false;
  return [...phrase].every((character) => !HAN.test(character) || readingsOf(character).length > 0);
}

/** Digits as they are read out one by one; 1 is also yao. */
const DIGITS = '零一二三四五六七八九';
const YAO = 'yao';

/** The characters of `text` that are spoken: Chinese ones, and digits as Chinese ones. */
export function spokenCharacters(text: string): string[] {
  return [...text]
    .map((character) => (/^[0-9]$/.test(character) ? (DIGITS[Number(character)] ?? '') : character))
    .filter((character) => HAN.test(character));
}

const readingsCache = new Map<string, readonly string[]>();

/** Every toneless reading of a character (便 → bian, pian); ü is written v. */
export function readingsOf(character: string): readonly string[] {
  const known = readingsCache.get(character);
  if (known) return known;
  const [all = ''] = polyphonic(character, { toneType: 'none', v: true });
  const readings = [...new Set(all.split(' ').filter((reading) => /^[a-z]+$/.test(reading)))];
  readingsCache.set(character, readings);
  return readings;
}

/**
 * The readings of each character of a phrase: the one its words call for first, then every other one. Empty for a
 * phrase with Latin letters: no character sounds like them.
 */
export function syllablesOf(phrase: string): string[][] {
  if (/\p{Script=Latin}/u.test(phrase)) return [];
  const characters = spokenCharacters(phrase);
  const inContext = pinyin(characters.join(''), { toneType: 'none', type: 'array', v: true });
  return characters.map((character, index) => {
    const readings = [inContext[index] ?? '', ...readingsOf(character), ...(character === '一' ? [YAO] : [])];
    return [...new Set(readings)].filter(Boolean);
  });
}

/** The readings that the words of these characters call for, each with its tone. */
export function tonedReadingOf(characters: readonly string[]): string[] {
  return pinyin(characters.join(''), { toneType: 'num', type: 'array', v: true });
}

/** How a phrase sounds by its own words' readings. */
export interface PhraseSound {
  readonly characters: readonly string[];
  /** The first reading of each character; empty for a phrase with Latin letters. */
  readonly sounds: readonly string[];
  readonly tones: string;
}

/** More than any cue book has; looking a phrase up is a hundred times as quick as reading it. */
const MOST_SOUNDS = 30_000;
const soundsCache = new Map<string, PhraseSound>();

export function soundOf(phrase: string): PhraseSound {
  const known = soundsCache.get(phrase);
  if (known) return known;
  const characters = spokenCharacters(phrase);
  // Only the reading the phrase's own words call for: rarer ones would make everything sound alike.
  const sounds = syllablesOf(phrase).map(([first = '']) => first);
  const sound = { characters, sounds, tones: tonedReadingOf(characters).join() };
  if (soundsCache.size >= MOST_SOUNDS) soundsCache.clear();
  soundsCache.set(phrase, sound);
  return sound;
}

/** The model's character tokens gathered by how they sound: telling 太贵 from 太跪 is not the fast ear's business. */
export class PinyinClasses {
  readonly #idOf = new Map<string, number>();
  /** For each token the classes it belongs to: one for each reading. */
  readonly #classesOfToken: number[][];

  constructor(tokens: readonly string[]) {
    this.#classesOfToken = tokens.map((token) =>
      [...token].length === 1 && HAN.test(token) ? readingsOf(token).map((reading) => this.#id(reading)) : [],
    );
  }

  get size(): number {
    return this.#idOf.size;
  }

  /** Class of a reading; undefined when no token of the model sounds so. */
  classOf(reading: string): number | undefined {
    return this.#idOf.get(reading);
  }

  classesOfToken(token: number): readonly number[] {
    return this.#classesOfToken[token] ?? [];
  }

  #id(reading: string): number {
    let id = this.#idOf.get(reading);
    if (id === undefined) {
      id = this.#idOf.size;
      this.#idOf.set(reading, id);
    }
    return id;
  }
}
