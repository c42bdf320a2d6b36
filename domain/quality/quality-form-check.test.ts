import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInIntents } from '../testing/books';
import { checkQualityForm, parseQualityForm } from './quality-form-check';

const read = (language: string) => readFileSync(new URL(`../quality-forms/${language}.json`, import.meta.url), 'utf8');

describe.each(['zh', 'en'] as const)('the built-in form %s', (language) => {
  const form = parseQualityForm(read(language), `${language}.json`);

  it('is valid and uses every type of item', () => {
    expect(form.language).toBe(language);
    expect(new Set(form.items.map(({ type }) => type)).size).toBe(7);
    expect(form.items.some(({ fails }) => fails)).toBe(true);
  });

  it('names only intents that the built-in book has', () => {
    const known = builtInIntents(language).intents.map(({ id }) => id);
    expect(known).toEqual(expect.arrayContaining(form.items.flatMap(({ ifIntent }) => ifIntent ?? [])));
  });
});

describe('a form with an error', () => {
  const item = { id: 'a', type: 'max-interruptions', title: { zh: '甲', en: 'A' }, weight: 1, most: 1 };
  const problems = (...items: unknown[]) => {
    const check = checkQualityForm(JSON.stringify({ name: 'x', language: 'zh', version: 1, items }));
    return check.ok ? [] : check.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  it('is told where and what to do', () => {
    expect(problems(item)).toEqual([]);
    expect(problems({ ...item, type: 'smile' })).toEqual([
      expect.stringMatching(/^items\.0.*: unknown type of item: use one of say, never-say, /),
    ]);
    expect(problems(item, item)).toEqual([expect.stringMatching(/^items\.1\.id: .*used twice: rename/)]);
    expect(problems({ ...item, type: 'talk-ratio', least: 0.8, most: 0.2 })).toEqual([
      expect.stringMatching(/^items\.0\.least: .*must be smaller/),
    ]);
    expect(problems(item, { ...item, id: 'b', weight: 0 })).toEqual([
      expect.stringMatching(/^items\.1\.weight: .*"fails"/),
    ]);
    expect(problems({ ...item, weight: 0, fails: true })).toEqual([expect.stringContaining('no item has a weight')]);
    expect(problems()).toEqual([expect.stringContaining('add at least one')]);
  });

  it('names the line in a file', () => {
    const text = read('zh').replace('"type": "closing"', '"type": "smile"');
    expect(() => parseQualityForm(text, 'my.json')).toThrow(/^my\.json:\d+:\d+: items\.\d+.*: unknown type/);
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof checkQualityForm(text).ok === 'boolean'));
  });
});
