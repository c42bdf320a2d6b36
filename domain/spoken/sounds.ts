import { polyphonic } from 'pinyin-pro';

const HAN = /^\p{Script=Han}$/u;
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const cache = new Map<string, { toned: ReadonlySet<string>; loose: ReadonlySet<string> }>();

/** One Chinese character. */
export function isHan(text: string): boolean {
  return HAN.test(text);
}

/** Whether two characters have a reading in common, to the tone. */
export function sameSound(a: string, b: string): boolean {
  return isHan(a) && isHan(b) && meet(readings(a).toned, readings(b).toned);
}

/** Whether two characters sound alike to a recogniser: no tones, and z/zh, c/ch, s/sh, n/l, n/ng taken for one another. */
export function alikeSound(a: string, b: string): boolean {
  return isHan(a) && isHan(b) && meet(readings(a).loose, readings(b).loose);
}

/** Whether the dictionary knows these characters as one word: then the recogniser meant them, whatever they sound like. */
export function isOneWord(text: string): boolean {
  return [...segmenter.segment(text)].length === 1;
}

function readings(character: string): { toned: ReadonlySet<string>; loose: ReadonlySet<string> } {
  const known = cache.get(character);
  if (known) return known;
  const [all = ''] = polyphonic(character, { toneType: 'num', v: true });
  const toned = all.split(' ').filter((reading) => /^[a-z]+\d$/.test(reading));
  const entry = { toned: new Set(toned), loose: new Set(toned.map(loosely)) };
  cache.set(character, entry);
  return entry;
}

function loosely(reading: string): string {
  return reading
    .replace(/\d$/, '')
    .replace(/^([zcs])h/, '$1')
    .replace(/^n/, 'l')
    .replace(/ng$/, 'n');
}

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const reading of a) if (b.has(reading)) return true;
  return false;
}
