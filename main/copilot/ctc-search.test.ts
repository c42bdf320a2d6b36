import { describe, expect, it } from 'vitest';
import type { Accent } from '../../contracts/cues';
import { CtcSearch } from './ctc-search';
import { PinyinClasses } from '../../domain/spoken/pinyin-classes';

const tokens = ['<blank>', '利', '息', '你', '洗', '主', '祖', '国'];
const classes = new PinyinClasses(tokens);

/** The phrases heard in a string of tokens, each as sure as can be; an underscore is a blank. */
function heard(spoken: string, phrase: string, accents?: Accent[]): string[] {
  const search = new CtcSearch(classes, [{ phrase, threshold: 0.5, ...(accents ? { accents } : {}) }]);
  const rows = [...spoken].map((token) => {
    const row = new Float32Array(tokens.length).fill(-20);
    row[token === '_' ? 0 : tokens.indexOf(token)] = 10;
    return row;
  });
  return [...rows.flatMap((row) => search.push(row)), ...search.finish()].map((hit) => hit.phrase);
}

describe('the search for a phrase', () => {
  it('hears it whatever characters of its sound the network writes', () => {
    expect(heard('__利_息___', '利息')).toEqual(['利息']);
    expect(heard('__利_洗___', '利息')).toEqual(['利息']);
    expect(heard('__主_国___', '利息')).toEqual([]);
  });

  it('hears an accent only where it is allowed for', () => {
    expect(heard('__你_息___', '利息')).toEqual([]);
    expect(heard('__你_息___', '利息', ['z-zh', 'n-ng'])).toEqual([]);
    expect(heard('__你_息___', '利息', ['n-l'])).toEqual(['利息']);
    expect(heard('__主_国___', '祖国')).toEqual([]);
    expect(heard('__主_国___', '祖国', ['z-zh'])).toEqual(['祖国']);
  });
});
