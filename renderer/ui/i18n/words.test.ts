import { expect, it } from 'vitest';
import { en } from './en';
import { zh } from './zh';

/** Every word by its path: `dial.number` → text. */
function flat(words: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') found.set(here, value);
    else for (const [inner, text] of flat(value as object, here)) found.set(inner, text);
  }
  return found;
}
const chinese = flat(zh);
const english = flat(en);

it('both languages have the same words', () => {
  expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
});

it('no word is empty and English has no Chinese in it', () => {
  for (const [path, text] of [...chinese, ...english]) expect(text.trim(), path).not.toBe('');
  for (const [path, text] of english) expect(/\p{Script=Han}/u.test(text), path).toBe(false);
});

it('each word takes the same values in both languages', () => {
  const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
  for (const [path, text] of chinese) expect(values(english.get(path) ?? ''), path).toEqual(values(text));
});
