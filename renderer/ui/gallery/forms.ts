import type { Language } from '../../../contracts/cues';
import type { FieldState } from '../../../contracts/forms';
import { emptyForm } from '../../../domain/form-fill/form-state';
import { builtInFields } from '../../../domain/review/built-in';
import type { FormView } from '../model';

/** A form in which every state of a field is to be seen. */
export function filledForm(language: Language): FormView {
  const zh = language === 'zh';
  const form = builtInFields(language);
  const said = (words: string, atMs: number): FieldState['source'] => ({
    words,
    leg: 'customer',
    startMs: atMs,
    endMs: atMs + 2_000,
  });
  const known: Record<string, Omit<FieldState, 'key'>> = {
    name: {
      status: 'confirmed',
      value: { type: 'name', value: zh ? '李晓梅' : 'Mary Lee' },
      source: said(zh ? '我叫李晓梅' : 'my name is Mary Lee', 22_000),
      troubles: [],
    },
    age: {
      status: 'asking',
      source: said(zh ? '我今年二百岁' : 'two hundred', 31_000),
      troubles: [{ code: 'invalid-range', params: { said: zh ? '二百岁' : 'two hundred', min: 18, max: 100 } }],
    },
    amount: {
      status: 'proposed',
      value: { type: 'amount', value: 3980, currency: 'CNY' },
      source: said(zh ? '三千九百八' : 'three thousand nine hundred eighty', 64_000),
      troubles: [],
    },
    'callback-date': {
      status: 'proposed',
      value: { type: 'date', value: '2026-12-01T15:00' },
      source: said(zh ? '下周二下午三点' : 'next Tuesday at 3 pm', 112_000),
      troubles: [],
    },
    plan: { status: 'confirmed', value: { type: 'choice', value: 'standard' }, troubles: [] },
  };
  return {
    recordId: 'r',
    form,
    fields: emptyForm(form).map((field) => ({ ...field, ...known[field.key] })),
    answeredAtMs: 0,
    callAt: '2026-11-28T10:00',
    country: 'CN',
  };
}
