import type { FieldState, FieldValue } from '../../contracts/forms';
import type { CueCondition } from '../../contracts/cue-rules';

/** What a field of the call's form holds, as rules ask for it. */
export interface FormFact {
  readonly key: string;
  /** An option by its value, yes and no in these words, a date as `2026-12-02`. */
  readonly value: string | number;
  /** The agent has confirmed it. */
  readonly certain: boolean;
}

export type FormCondition = Extract<CueCondition, { form: object }>;

/** The fields that hold something valid. */
export function formFacts(fields: readonly Pick<FieldState, 'key' | 'status' | 'value'>[]): FormFact[] {
  return fields.flatMap(({ key, status, value }) =>
    value === undefined || (status !== 'proposed' && status !== 'confirmed')
      ? []
      : [{ key, value: asked(value), certain: status === 'confirmed' }],
  );
}

function asked({ value }: FieldValue): string | number {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
}

/** Whether the field holds what is asked for; without a comparison, whether it holds anything. */
export function formHolds({ form }: FormCondition, facts: readonly FormFact[]): 'no' | 'heard' | 'certain' {
  const fact = facts.find(({ key }) => key === form.key);
  if (!fact) return 'no';
  const { is, atLeast, below } = form;
  const holds =
    (is === undefined || String(fact.value) === is) &&
    (atLeast === undefined || (typeof fact.value === 'number' && fact.value >= atLeast)) &&
    (below === undefined || (typeof fact.value === 'number' && fact.value < below));
  return holds ? (fact.certain ? 'certain' : 'heard') : 'no';
}
