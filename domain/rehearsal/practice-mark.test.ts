import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { callRecordSchema, practiceMarkSchema, type CallRecord } from '../../contracts/records';
import { practiceCustomerSchema } from '../../contracts/practice';
import { cueBookSchema } from '../../contracts/cues';
import enBook from '../cue-books/en.json';
import zhBook from '../cue-books/zh.json';
import { rehearsal } from '../testing/rehearsals';
import { practiceMark } from './practice-mark';

const books = { zh: cueBookSchema.parse(zhBook), en: cueBookSchema.parse(enBook) };
const folder = new URL('../../practice/customers/', import.meta.url);
const customers = readdirSync(folder).map((file) =>
  practiceCustomerSchema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
);

it('finds a card of the book that comes with Sidetone for every word that a story brings up', () => {
  const stories = customers.filter(({ expectedCues }) => expectedCues.length > 0);
  expect(stories.length).toBeGreaterThan(10);
  for (const customer of stories)
    for (const { phrase, cueId } of practiceMark(customer, books[customer.language]).expected)
      expect(cueId, `${customer.customerId}: ${phrase}`).not.toBeNull();
});

it('keeps the words of a story for which the book has no card, and knows no story of a stranger', () => {
  expect(practiceMark({ expectedCues: ['天气'] }, books.zh)).toEqual({ expected: [{ phrase: '天气', cueId: null }] });
  expect(practiceMark(null, books.zh)).toEqual({ expected: [] });
});

it('never makes a record that cannot be kept, whatever the list of customers says', () => {
  const expectedCues = ['', '贵'.repeat(101), ...Array.from({ length: 80 }, (_, index) => `贵${String(index)}`)];
  const mark = practiceMark({ expectedCues }, books.zh);
  expect(mark.expected).toHaveLength(50);
  expect(practiceMarkSchema.parse(mark)).toEqual(mark);
});

it('is kept in the record; a record from before it is read as it was', () => {
  const record = rehearsal({ endsAt: 30, spoken: [] });
  expect(callRecordSchema.parse(record)).toEqual(record);
  const old: CallRecord = { ...record };
  delete old.practice;
  expect(callRecordSchema.parse(old)).toEqual(old);
});
