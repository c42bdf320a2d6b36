import { expect, it } from 'vitest';
import { indexPeople, sameNumber, searchPeople, type Person } from './contact-search';

const person = (name: string, numbers: string[], company = '', note = ''): Person => ({
  id: name,
  name,
  numbers,
  company,
  note,
});
const people = [
  person('张三', ['+86 138-0013-8000'], '蓝鲸保险'),
  person('章子仪', ['010 8888 1234']),
  person('李四', ['8001', '13900139000'], '', '下午打'),
  person('Anna Smith', ['+44 20 7946 0018'], 'Acme'),
  person('吕布', ['8002']),
];
const index = indexPeople(people);
const found = (text: string, limit = 10) => searchPeople(index, text, limit).map(({ name }) => name);

it.each([
  ['张', ['张三']],
  ['zs', ['张三']],
  ['zhangs', ['张三']],
  ["zhang'san", ['张三']],
  ['z', ['张三', '章子仪']],
  ['as', ['Anna Smith']],
  ['smith', ['Anna Smith']],
  ['13800138', ['张三']],
  ['8000', ['张三']],
  ['8001', ['李四', '张三']],
  ['８８８８', ['章子仪']],
  ['蓝鲸', ['张三']],
  ['下午', ['李四']],
  ['lvbu', ['吕布']],
  ['nobody', []],
])('finds by %s', (text, names) => {
  if (text === '8001') expect(found(text)[0]).toBe('李四');
  else expect(found(text)).toEqual(names);
});

it('finds everybody by nothing, and never more than asked for', () => {
  expect(found('')).toEqual(people.map(({ name }) => name));
  expect(found('', 2)).toHaveLength(2);
  expect(found('8', 2)).toHaveLength(2);
});

it('finds the last of ten thousand', () => {
  const many = Array.from({ length: 10_000 }, (_, at) =>
    person(`客户${String(at)}`, [`139${String(at).padStart(8, '0')}`]),
  );
  const all = indexPeople(many);
  expect(searchPeople(all, '13900009999', 50).map(({ name }) => name)).toEqual(['客户9999']);
  expect(searchPeople(all, 'kh9999', 50).map(({ name }) => name)).toEqual(['客户9999']);
  expect(searchPeople(all, 'kh', 50)).toHaveLength(50);
});

it('knows a number again however it is written, and no extension by the end of another', () => {
  expect(sameNumber('+86 138-0013-8000', '13800138000')).toBe(true);
  expect(sameNumber('8001', '8001')).toBe(true);
  expect(sameNumber('8001', '13800138001')).toBe(false);
  expect(sameNumber('', '')).toBe(false);
});
