import { expect, it } from 'vitest';
import type { FieldState, OpenForm } from '../../contracts/forms';
import { filledFormSchema } from '../../contracts/forms';
import { callRecordSchema } from '../../contracts/records';
import { addToDraft, interruptedRecord, recordOf, startDraft } from '../record-builder';
import { builtInFields } from '../review/built-in';
import { formInRecord } from './form-record';
import { emptyForm } from './form-state';

const source = (words: string) => ({ words, leg: 'customer' as const, startMs: 9_000, endMs: 10_000 });
const open = (known: Record<string, Omit<FieldState, 'key' | 'troubles'>>): OpenForm => {
  const form = builtInFields('zh');
  return { form, fields: emptyForm(form).map((field) => ({ ...field, ...known[field.key] })) };
};
const filled = open({
  name: { status: 'confirmed', value: { type: 'name', value: '李晓梅' }, source: source('我叫李晓梅') },
  phone: { status: 'confirmed', value: { type: 'phone', value: '+8613800138000' }, source: source('13800138000') },
  address: { status: 'confirmed', value: { type: 'address', value: '南京西路1号' } },
  amount: { status: 'confirmed', value: { type: 'amount', value: 3980 }, source: source('李晓梅说三千九百八') },
  plan: { status: 'confirmed', value: { type: 'choice', value: 'standard' } },
  age: { status: 'proposed', value: { type: 'age', value: 35 }, source: source('35') },
});
const start = {
  recordId: '01939a5e-7b00-7000-8000-000000000001',
  direction: 'outbound' as const,
  remoteNumber: '8001',
  agentExtension: '1001',
  language: 'zh' as const,
  wallTimeMs: 0,
  monotonicMs: 0,
  customerName: '李晓梅',
};

it('puts into the record what was confirmed, and nothing that must not leave the desk', () => {
  const record = recordOf(addToDraft(startDraft(start), { type: 'form', form: filled }, 1_000), 2_000);
  expect(record.form?.fields).toEqual([
    expect.objectContaining({ key: 'name', value: null, withheld: 'name', source: source('[name]') }),
    expect.objectContaining({
      key: 'amount',
      value: { type: 'amount', value: 3980 },
      source: source('[name]说三千九百八'),
    }),
    expect.objectContaining({ key: 'phone', value: null, withheld: 'phone-number', source: source('[phone-number]') }),
    expect.objectContaining({ key: 'plan', value: { type: 'choice', value: 'standard' }, source: null }),
    expect.objectContaining({ key: 'address', value: null, withheld: 'address', source: null }),
  ]);
  expect(record.form?.fields[3]?.option).toEqual({ zh: '标准版', en: 'Standard' });
  expect(JSON.stringify(record.form)).not.toMatch(/李晓梅|13800138000|南京西路/);
  expect(filledFormSchema.parse(record.form)).toEqual(record.form);
});

it('survives a crash with what was confirmed until then', () => {
  const draft = addToDraft(startDraft(start), { type: 'form', form: filled }, 1_000);
  expect(interruptedRecord(draft).form?.fields).toHaveLength(5);
});

it('leaves no form in a record of which nothing was confirmed, and reads a record without one', () => {
  const nothing = open({ age: { status: 'proposed', value: { type: 'age', value: 35 } } });
  expect(formInRecord(nothing, (words) => words)).toBeNull();
  const record = recordOf(addToDraft(startDraft(start), { type: 'form', form: nothing }, 1_000), 2_000);
  expect('form' in record).toBe(false);
  expect(callRecordSchema.parse(record)).toEqual(record);
});
