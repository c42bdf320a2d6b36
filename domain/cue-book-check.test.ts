import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInFields, formOf } from './review/built-in';
import { checkCueBook, parseCueBook } from './cue-book-check';
import { keywordsOf } from './cues';

const read = (language: string) => readFileSync(new URL(`./cue-books/${language}.json`, import.meta.url), 'utf8');
const manifest = new URL('../../shared/audio/telesales/MANIFEST.tsv', import.meta.url);

describe.each(['zh', 'en'])('the built-in book %s', (language) => {
  const book = parseCueBook(read(language), `${language}.json`);

  it('is valid and has a script and enough cards', () => {
    expect(book.language).toBe(language);
    expect(book.cues.length).toBeGreaterThanOrEqual(14);
    expect(book.script.length).toBeGreaterThanOrEqual(5);
    expect(new Set(book.cues.map((cue) => cue.action))).toEqual(
      new Set(['offer', 'opt-out', 'callback', 'transfer', 'alert-supervisor', 'inform']),
    );
  });

  it.skipIf(!existsSync(manifest))('listens for every word the recorded customers say (needs ../shared)', () => {
    const phrases = new Set(keywordsOf(book).map((keyword) => keyword.phrase));
    const rows = readFileSync(manifest, 'utf8')
      .split('\n')
      .slice(1)
      .map((row) => row.split('\t'))
      .filter(([, rowLanguage, role]) => rowLanguage === language && role?.startsWith('customer'));
    const expected = new Set(rows.flatMap((row) => (row[5] ?? '').split('|')).filter((phrase) => phrase !== ''));
    // "okay" is said all through a call: only "that works" beside it says yes.
    expected.delete('okay');
    expect(expected.size).toBeGreaterThan(20);
    expect([...expected].filter((phrase) => !phrases.has(phrase))).toEqual([]);
  });
});

describe('a cue book with an error', () => {
  it('names the line of a script that strands the agent, and of a rule that never holds', () => {
    const book = `{
  "name": "x", "language": "zh", "version": 1,
  "script": [
    { "id": "a", "title": "a", "line": "a", "next": [{ "to": "gone" }] }
  ],
  "cues": [
    { "id": "x", "title": "t", "lines": ["l"], "action": "inform", "when": { "stage": "nowhere" } },
    { "id": "y", "title": "t", "lines": ["l"], "action": "inform",
      "when": { "all": [{ "price": "customer" }, { "not": { "price": "customer" } }] } }
  ]
}`;
    const check = checkCueBook(book);
    expect(check.ok ? [] : check.problems.map(({ path, line }) => `${path} ${String(line)}`)).toEqual([
      'script.0.next.0.to 4',
      'cues.0.when 7',
      'cues.1.when 9',
    ]);
  });

  it('names a threshold for a phrase that no card listens for, or out of range', () => {
    const book = (thresholds: string) => `{ "name": "x", "language": "zh", "version": 1, "thresholds": ${thresholds},
  "cues": [{ "id": "x", "phrases": ["太贵"], "title": "t", "lines": ["l"], "action": "inform" }] }`;
    expect(checkCueBook(book('{ "太贵": 0.4 }'))).toMatchObject({ ok: true });
    const unheard = checkCueBook(book('{ "太贵": 0.4, "便宜": 0.4 }'));
    expect(unheard).toMatchObject({ ok: false, problems: [{ path: 'thresholds.便宜' }] });
    expect(checkCueBook(book('{ "太贵": 1 }'))).toMatchObject({ ok: false, problems: [{ path: 'thresholds.太贵' }] });
  });

  it('names the line of a syntax error', () => {
    const check = checkCueBook('{\n  "name": "x"\n  "language": "zh"\n}');
    expect(check).toMatchObject({ ok: false, problems: [{ line: 3, column: 3, message: 'comma expected' }] });
  });

  it('names line and path of a wrong value, a missing key, an unknown key and a doubled id', () => {
    const text = read('zh')
      .replace('"action": "opt-out"', '"action": "shout"')
      .replace('"title": "客户要投诉",', '')
      .replace('"id": "manager"', '"id": "robot"')
      .replace('"version": 1', '"version": 1,\n  "colour": "red"');
    const check = checkCueBook(text);
    expect(check.ok).toBe(false);
    if (check.ok) return;
    const at = (path: string) => check.problems.find((problem) => problem.path === path);
    const lines = text.split('\n');
    expect(lines[(at('cues.0.action')?.line ?? 0) - 1]).toContain('shout');
    expect(at('cues.1.title')?.line).toBe(lines.findIndex((line) => line.includes('"id": "complaint"')));
    expect(at('')?.message).toContain('colour');
    expect(() => parseCueBook(text, 'my.json')).toThrow(/^my\.json:\d+:\d+: /);
  });

  it('says that a card id is used twice', () => {
    const check = checkCueBook(read('en').replace('"id": "manager"', '"id": "scam-doubt"'));
    expect(check).toMatchObject({ ok: false, problems: [{ path: 'cues.5.id' }] });
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof checkCueBook(text).ok === 'boolean'));
    expect(checkCueBook('').ok).toBe(false);
  });
});

describe('a form of the book', () => {
  const withForm = (form: object) => checkCueBook(JSON.stringify({ ...(JSON.parse(read('zh')) as object), form }));
  const form = builtInFields('zh');

  it('is taken, and asked for instead of the one that comes with the product', () => {
    const own = { ...form, id: 'own', fields: form.fields.slice(0, 2) };
    const check = withForm(own);
    expect(check.ok && formOf(check.value)).toEqual(own);
  });

  it('of an unknown type, or of another language, is refused with its place', () => {
    const [first, ...rest] = form.fields;
    const unknown = withForm({ ...form, fields: [...rest, { ...first, type: 'colour' }] });
    expect(unknown.ok ? [] : unknown.problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      expect.stringMatching(/^form\.fields\.\d+.*: unknown field type "colour"; known are name, age/),
    ]);
    const english = withForm({ ...form, language: 'en' });
    expect(english.ok ? '' : english.problems[0]?.message).toMatch(/give both one language/);
  });
});
