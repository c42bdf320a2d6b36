import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkIntentBook, parseIntentBook } from './intent-book-check';

const read = (language: string) => readFileSync(new URL(`../intent-books/${language}.json`, import.meta.url), 'utf8');

describe.each(['zh', 'en'])('the built-in book %s', (language) => {
  it('is valid and has every kind', () => {
    const book = parseIntentBook(read(language), `${language}.json`);
    expect(book.language).toBe(language);
    expect(new Set(book.intents.map(({ kind }) => kind))).toEqual(
      new Set(['intent', 'objection', 'opt-out', 'complaint', 'promise', 'agreement']),
    );
  });

  it('has what a telesales floor asks of it', () => {
    const ids = parseIntentBook(read(language), language).intents.map(({ id }) => id);
    const wanted = ['too-expensive', 'needs-to-think', 'has-one', 'bad-timing', 'trust', 'interested', 'asks-price'];
    const others = [
      'asks-contract',
      'asks-invoice',
      'wants-callback',
      'opt-out',
      'regulator',
      'agrees-to-buy',
      'refuses',
    ];
    expect(ids).toEqual(expect.arrayContaining([...wanted, ...others]));
  });
});

describe('an intent book with an error', () => {
  const intent = { id: 'a', kind: 'intent', title: { zh: '甲', en: 'A' }, phrases: ['甲'] };
  const problems = (...intents: unknown[]) => {
    const check = checkIntentBook(JSON.stringify({ name: 'x', language: 'zh', version: 1, intents }));
    return check.ok ? [] : check.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  it('is told where and what to do', () => {
    expect(problems(intent)).toEqual([]);
    expect(problems(intent, intent)).toEqual([expect.stringMatching(/^intents\.1\.id: .*used twice: rename/)]);
    expect(problems({ ...intent, phrases: ['。'] })).toEqual([expect.stringMatching(/phrases\.0: .*write words/)]);
    expect(problems({ ...intent, phrases: [] })).toEqual([expect.stringContaining('give at least one')]);
    expect(problems({ ...intent, kind: 'promise' })).toEqual([expect.stringContaining('set "leg" to "agent"')]);
    expect(problems({ ...intent, kind: 'opt-out', leg: 'agent' })).toEqual([expect.stringContaining('"customer"')]);
    expect(problems({ ...intent, leg: 'either', after: { phrases: ['乙'] } })).toHaveLength(1);
  });

  it('names the line in a file', () => {
    const text = read('zh').replace('"kind": "opt-out"', '"kind": "shout"');
    expect(() => parseIntentBook(text, 'my.json')).toThrow(/^my\.json:\d+:\d+: intents\.0\.kind: /);
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof checkIntentBook(text).ok === 'boolean'));
  });
});
