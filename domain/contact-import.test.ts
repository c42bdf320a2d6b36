import fc from 'fast-check';
import { expect, it } from 'vitest';
import { importContacts } from './contact-import';

it('reads a spreadsheet with a head, in any order and either language', () => {
  const text = '\ufeff公司,姓名,手机,备注\r\n蓝鲸,张三,138 0013 8000;8001,"下午, 别太早"\r\n,李四,13900139000,\r\n\r\n';
  expect(importContacts(text, 'CN')).toEqual({
    contacts: [
      { name: '张三', numbers: ['138 0013 8000', '8001'], company: '蓝鲸', note: '下午, 别太早' },
      { name: '李四', numbers: ['13900139000'], company: '', note: '' },
    ],
    troubles: [],
  });
  expect(importContacts('Name\tPhone\nAnna\t+442079460018', 'CN').contacts[0]?.name).toBe('Anna');
});

it('reads one without a head as name, number, company, note', () => {
  expect(importContacts('张三,8001,蓝鲸,VIP', 'CN').contacts).toEqual([
    { name: '张三', numbers: ['8001'], company: '蓝鲸', note: 'VIP' },
  ]);
});

it('names each line that gives no contact, and takes the rest', () => {
  const text = 'name,phone\n张三,8001\n,8002\n王五,\n赵六,not a number\n"two\nlines",8003\n孙七,8004\n"open,8005';
  const { contacts, troubles } = importContacts(text, 'CN');
  expect(contacts.map(({ name }) => name)).toEqual(['张三', 'two\nlines', '孙七']);
  expect(troubles.sort((a, b) => a.line - b.line)).toEqual([
    { line: 3, code: 'import-no-name', text: '8002' },
    { line: 4, code: 'import-no-number', text: '王五' },
    { line: 5, code: 'import-number-unreadable', text: 'not a number' },
    { line: 9, code: 'import-quote-open', text: 'open,8005' },
  ]);
});

it('reads vCards of each version', () => {
  const text = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'N:张;三;;;',
    'ORG:蓝鲸保险;电销部',
    'item1.TEL;TYPE=CELL:+86 138',
    '  0013 8000',
    'END:VCARD',
    'BEGIN:VCARD',
    'VERSION:4.0',
    'FN:Anna Smith',
    'TEL;VALUE=uri:tel:+44-20-7946-0018',
    'NOTE:calls\\, often',
    'END:VCARD',
    'BEGIN:VCARD',
    'VERSION:2.1',
    'FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E6=9D=8E=E5=9B=',
    '=9B',
    'END:VCARD',
  ].join('\r\n');
  expect(importContacts(text, 'CN')).toEqual({
    contacts: [
      { name: '张三', numbers: ['+86 138 0013 8000'], company: '蓝鲸保险 电销部', note: '' },
      { name: 'Anna Smith', numbers: ['+44-20-7946-0018'], company: '', note: 'calls, often' },
    ],
    troubles: [{ line: 14, code: 'import-no-number', text: '李四' }],
  });
});

it('throws at no file whatever', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      importContacts(text, 'CN');
      importContacts(`BEGIN:VCARD\n${text}\nEND:VCARD`, 'CN');
    }),
  );
});
