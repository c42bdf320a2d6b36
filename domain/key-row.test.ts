import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseKeyRow } from './key-row';

/** Keys as they are, a pause as its seconds in brackets. */
function written(text: string): string {
  const row = parseKeyRow(text);
  if (!row.ok) return row.error.code;
  return row.steps.map((step) => (step.type === 'key' ? step.key : `(${String(step.ms / 1000)})`)).join('');
}

it('takes keys, pauses and the ways people write numbers', () => {
  expect(written('1234#')).toBe('1234#');
  expect(written(' 6222 0200-1234\n')).toBe('622202001234');
  expect(written('９,,*0＃')).toBe('9(2)(2)*0#');
  expect(written('1p2，3')).toBe('1(2)2(2)3');
  expect(written('aBcD')).toBe('ABCD');
});

it('says which character is no key, and sends nothing', () => {
  expect(parseKeyRow('12x4')).toMatchObject({ ok: false, error: { code: 'keys-unreadable', message: 'X' } });
  expect(parseKeyRow('密码1234')).toMatchObject({ ok: false, error: { code: 'keys-unreadable', message: '密' } });
  expect(written('')).toBe('keys-empty');
  expect(written(' ,,')).toBe('keys-empty');
  expect(written('1'.repeat(65))).toBe('keys-too-many');
});

it('sends only keys of a telephone, whatever is pasted', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const row = parseKeyRow(text);
      if (row.ok)
        for (const step of row.steps) expect(step.type === 'pause' || /^[0-9*#A-D]$/.test(step.key)).toBe(true);
    }),
  );
});
