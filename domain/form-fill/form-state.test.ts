import { expect, it } from 'vitest';
import type { FieldValue, Form } from '../../contracts/forms';
import { formSchema } from '../../contracts/forms';
import { emptyForm, missingFields, reduceForm, type FormState } from './form-state';
import type { FieldProposal } from './propose-fields';

const label = { zh: '年龄', en: 'Age' };
const form: Form = formSchema.parse({
  ...{ id: 'x', name: 'x', version: 1, language: 'zh' },
  fields: [{ key: 'age', type: 'age', label, required: true, asks: ['您多大'] }],
});
const age = (value: number): FieldValue => ({ type: 'age', value });
const heard = (value: number | undefined, atMs: number): FieldProposal => ({
  ...{ key: 'age', source: { words: String(value), leg: 'customer', startMs: atMs, endMs: atMs + 500 } },
  ...(value === undefined
    ? { troubles: [{ code: 'invalid-range' as const, params: { said: '250' } }] }
    : { value: age(value), troubles: [] }),
});
const propose = (state: FormState, ...proposals: FieldProposal[]) => reduceForm(state, { type: 'propose', proposals });
const key = 'age';

it('proposes, and the agent confirms', () => {
  const proposed = propose(emptyForm(form), heard(35, 1_000));
  expect(proposed).toMatchObject([{ status: 'proposed', value: age(35) }]);
  expect(missingFields(form, proposed)).toEqual(['age']);
  const confirmed = reduceForm(proposed, { type: 'confirm', key });
  expect(confirmed).toMatchObject([{ status: 'confirmed', value: age(35), source: { startMs: 1_000 } }]);
  expect(missingFields(form, confirmed)).toEqual([]);
});

it('is the same object where nothing changes', () => {
  const proposed = propose(emptyForm(form), heard(35, 1_000));
  expect(propose(proposed, heard(35, 1_000))).toBe(proposed);
  expect(reduceForm(emptyForm(form), { type: 'confirm', key: 'nothing' })).toEqual(emptyForm(form));
});

it('never overwrites a confirmed value: a contradiction asks', () => {
  const confirmed = reduceForm(propose(emptyForm(form), heard(35, 1_000)), { type: 'confirm', key });
  expect(propose(confirmed, heard(35, 9_000))).toBe(confirmed);
  const asks = propose(confirmed, heard(36, 9_000));
  expect(asks).toMatchObject([
    { status: 'confirmed', value: age(35), challenger: { value: age(36) }, troubles: [{ code: 'contradictory' }] },
  ]);
  expect(propose(asks, heard(36, 9_000))).toBe(asks);
  const kept = reduceForm(asks, { type: 'reject', key });
  expect(kept).toMatchObject([{ status: 'confirmed', value: age(35), troubles: [] }]);
  expect(propose(kept, heard(36, 9_000))).toBe(kept);
  expect(propose(kept, heard(37, 20_000))).toMatchObject([{ challenger: { value: age(37) } }]);
  expect(reduceForm(asks, { type: 'confirm', key })).toMatchObject([{ status: 'confirmed', value: age(36) }]);
});

it('does not propose again what the agent rejected, but what is said later', () => {
  const rejected = reduceForm(propose(emptyForm(form), heard(35, 1_000)), { type: 'reject', key });
  expect(rejected).toMatchObject([{ status: 'empty' }]);
  expect(propose(rejected, heard(35, 1_000))).toBe(rejected);
  expect(propose(rejected, heard(36, 5_000))).toMatchObject([{ status: 'proposed', value: age(36) }]);
});

it("takes the agent's own value, and clears", () => {
  const edited = reduceForm(propose(emptyForm(form), heard(35, 1_000)), { type: 'edit', key, value: age(40) });
  expect(edited).toMatchObject([{ status: 'confirmed', value: age(40) }]);
  expect(propose(edited, heard(35, 1_000))).toBe(edited);
  expect(propose(edited, heard(35, 9_000))).toMatchObject([{ value: age(40), challenger: { value: age(35) } }]);
  const cleared = reduceForm(edited, { type: 'clear', key, atMs: 10_000 });
  expect(cleared).toMatchObject([{ status: 'empty' }]);
  expect(propose(cleared, heard(35, 9_000))).toBe(cleared);
});

it('does not confirm what cannot be', () => {
  const asking = propose(emptyForm(form), heard(undefined, 1_000));
  expect(asking).toMatchObject([{ status: 'asking', troubles: [{ code: 'invalid-range' }] }]);
  expect(reduceForm(asking, { type: 'confirm', key })).toBe(asking);
});
