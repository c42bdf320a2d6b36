import { expect, it } from 'vitest';
import type { FormField } from '../../contracts/forms';
import { builtInFields } from '../review/built-in';
import { isTrouble, typedValue } from './typed-value';

const context = { callAt: '2026-11-28T10:00', country: 'CN' };
const field = (key: string): FormField => {
  const found = builtInFields('zh').fields.find((each) => each.key === key);
  if (!found) throw new Error(`no field ${key}`);
  return found;
};

it.each([
  ['name', ' 李晓梅 ', { type: 'name', value: '李晓梅' }],
  ['address', '上海市静安区南京西路1号', { type: 'address', value: '上海市静安区南京西路1号' }],
  ['age', '35', { type: 'age', value: 35 }],
  ['amount', '3,980', { type: 'amount', value: 3980 }],
  ['amount', '¥3,980', { type: 'amount', value: 3980, currency: 'CNY' }],
  ['amount', '三千九百八', { type: 'amount', value: 3980 }],
  ['callback-date', '2026-12-01 15:00', { type: 'date', value: '2026-12-01T15:00' }],
  ['callback-date', '明天下午三点', { type: 'date', value: '2026-11-29T15:00' }],
  ['phone', '13800138000', { type: 'phone', value: '+8613800138000' }],
  ['phone', '+8613800138000', { type: 'phone', value: '+8613800138000' }],
  ['plan', '标准版', { type: 'choice', value: 'standard' }],
  ['satisfaction', '8', { type: 'scale', value: 8 }],
  ['consent', '是', { type: 'yes-no', value: true }],
  ['consent', '否', { type: 'yes-no', value: false }],
  ['consent', 'No', { type: 'yes-no', value: false }],
])('reads what is typed into %s: %s', (key, text, value) => {
  expect(typedValue(field(key), text, context)).toEqual(value);
});

it('says why a value cannot be', () => {
  const age = typedValue(field('age'), '200', context);
  expect(age).toMatchObject({ code: 'invalid-range', params: { min: 18, max: 100 } });
  expect(age && isTrouble(age)).toBe(true);
  expect(typedValue(field('phone'), '12345', context)).toMatchObject({ code: 'invalid-phone' });
  expect(typedValue(field('callback-date'), '2026-11-01', context)).toMatchObject({ code: 'invalid-past' });
});

it('takes nothing from words that say nothing of the field', () => {
  expect(typedValue(field('plan'), '铂金版', context)).toBeNull();
  expect(typedValue(field('age'), '  ', context)).toBeNull();
});
