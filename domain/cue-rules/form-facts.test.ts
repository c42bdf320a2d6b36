import { describe, expect, it } from 'vitest';
import { cueConditionSchema, type CueCondition } from '../../contracts/cue-rules';
import type { FieldState } from '../../contracts/forms';
import { nextLineId, type ScriptLine } from '../script-graph';
import { evaluate } from './evaluate';
import { noteFact, startFacts } from './facts';
import { formFacts } from './form-facts';

const fields: FieldState[] = [
  { key: 'age', status: 'confirmed', value: { type: 'age', value: 40 }, troubles: [] },
  { key: 'budget', status: 'proposed', value: { type: 'amount', value: 5_000 }, troubles: [] },
  { key: 'insured', status: 'confirmed', value: { type: 'yes-no', value: false }, troubles: [] },
  { key: 'product', status: 'confirmed', value: { type: 'choice', value: 'gold' }, troubles: [] },
  { key: 'name', status: 'empty', troubles: [] },
  { key: 'date', status: 'asking', value: { type: 'date', value: '2026-12-02' }, troubles: [] },
];
const facts = noteFact(startFacts(), { type: 'form', fields: formFacts(fields) });

describe('a condition on a field of the form', () => {
  it.each<[CueCondition, 'no' | 'heard' | 'certain']>([
    [{ form: { key: 'age' } }, 'certain'],
    [{ form: { key: 'age', atLeast: 40 } }, 'certain'],
    [{ form: { key: 'age', atLeast: 18, below: 40 } }, 'no'],
    [{ form: { key: 'age', is: '40' } }, 'certain'],
    [{ form: { key: 'budget', atLeast: 5_000 } }, 'heard'],
    [{ form: { key: 'budget', below: 5_000 } }, 'no'],
    [{ form: { key: 'insured', is: 'no' } }, 'certain'],
    [{ form: { key: 'insured', is: 'yes' } }, 'no'],
    [{ form: { key: 'product', is: 'gold' } }, 'certain'],
    [{ form: { key: 'product', atLeast: 1 } }, 'no'],
    [{ form: { key: 'name' } }, 'no'],
    [{ form: { key: 'date' } }, 'no'],
    [{ form: { key: 'elsewhere' } }, 'no'],
    [{ not: { form: { key: 'name' } } }, 'certain'],
    [{ all: [{ form: { key: 'age' } }, { form: { key: 'budget' } }] }, 'heard'],
  ])('%j: %s', (condition, truth) => {
    expect(cueConditionSchema.parse(condition)).toEqual(condition);
    expect(evaluate(condition, facts)).toEqual({ truth, evidence: null });
  });

  it('asks for a value or for bounds, and for some field', () => {
    expect(cueConditionSchema.safeParse({ form: { key: 'age', is: '40', below: 50 } }).success).toBe(false);
    expect(cueConditionSchema.safeParse({ form: { key: '' } }).success).toBe(false);
  });

  it('takes the script along a branch once the agent has confirmed the value', () => {
    const script: ScriptLine[] = [
      {
        ...{ id: 'ask', title: '', line: '', mustSay: [], last: false },
        next: [{ to: 'rich', when: { form: { key: 'budget', atLeast: 5_000 } } }],
      },
      { id: 'plain', title: '', line: '', mustSay: [], next: [], last: true },
      { id: 'rich', title: '', line: '', mustSay: [], next: [], last: true },
    ];
    expect(nextLineId(script, 'ask', facts)).toBe('plain');
    const confirmed = fields.map((field): FieldState => ({ ...field, status: 'confirmed' }));
    const later = noteFact(facts, { type: 'form', fields: formFacts(confirmed) });
    expect(nextLineId(script, 'ask', later)).toBe('rich');
  });
});
