import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIELD_TYPES } from '../contracts/forms';
import { checkForm, parseForm } from './form-check';

const read = (language: string) => readFileSync(new URL(`./forms/${language}.json`, import.meta.url), 'utf8');
const problems = (json: string) => {
  const check = checkForm(json, 'my-form.json');
  return check.ok ? [] : check.problems;
};

it.each(['zh', 'en'])('the example form %s is valid and has a field of every type', (language) => {
  const form = parseForm(read(language), `${language}.json`);
  expect(form.language).toBe(language);
  expect(new Set(form.fields.map((field) => field.type))).toEqual(new Set(FIELD_TYPES));
});

it('an unknown field type: where it is, which are known, and what to do', () => {
  const json = read('zh').replace('"type": "age"', '"type": "birthday"');
  const line = json.split('\n').findIndex((text) => text.includes('birthday')) + 1;
  expect(problems(json)).toMatchObject([{ path: 'fields.1.type', line }]);
  const check = checkForm(json, 'my-form.json');
  expect(check).toMatchObject({ ok: false });
  if (check.ok) return;
  expect(check.message).toMatch(
    /^my-form\.json:\d+:\d+: fields\.1\.type: unknown field type "birthday"; known are name, age, /,
  );
  for (const type of FIELD_TYPES) expect(check.message).toContain(type);
  expect(check.message).toContain('Take one of these');
  expect(() => parseForm(json, 'my-form.json')).toThrow(/^my-form\.json:/);
});

it('a field without a type, without a question, a doubled key, bad limits, a word for two options', () => {
  const of = (from: string, to: string) =>
    problems(read('zh').replace(from, to)).map(({ path, message }) => `${path}: ${message}`);
  expect(of('"type": "age",', '')).toEqual([expect.stringContaining('the field has no type; known are')]);
  expect(of('"key": "age"', '"key": "name"')).toEqual([
    'fields.1.key: the key "name" is used twice; give this field another',
  ]);
  expect(of('"min": 18', '"min": 101')).toEqual(['fields.1.min: min 101 is greater than max 100; swap them']);
  expect(of('"中档"', '"最好的"')[0]).toContain('"最好的" stands for "standard" and for "premium"; keep it in one');
  expect(of('"asks": ["打几分"', '"asks": [], "colour": ["打几分"')).toHaveLength(2);
});

it('never throws, whatever the text', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof checkForm(text, 'x').ok === 'boolean'));
  expect(checkForm('', 'x.json')).toMatchObject({ ok: false, message: 'x.json:1:1: value expected' });
});
