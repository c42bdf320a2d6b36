import type { FieldState, FieldTrouble, FieldValue, Form } from '../../contracts/forms';
import { sameValue } from './field-values';
import type { FieldProposal } from './propose-fields';

/** The fields in the order of the form. */
export type FormState = FieldState[];

export type FormEvent =
  /** What the call says by now: all proposals of {@link proposeFields}, at any time and as often as one likes. */
  | { type: 'propose'; proposals: Iterable<FieldProposal> }
  /** The agent presses Enter: takes the proposed value, or the challenger of a confirmed one. */
  | { type: 'confirm'; key: string }
  /** The agent's own value; it is confirmed with that. */
  | { type: 'edit'; key: string; value: FieldValue }
  /** The proposal (or the challenger) is wrong. */
  | { type: 'reject'; key: string }
  /** Empties the field whatever it holds; what is said later may fill it again. */
  | { type: 'clear'; key: string; atMs: number };

export function emptyForm(form: Form): FormState {
  return form.fields.map((field) => ({ key: field.key, status: 'empty', troubles: [] }));
}

/** Required fields that nobody has confirmed. */
export function missingFields(form: Form, state: FormState): string[] {
  const confirmed = new Set(state.filter((field) => field.status === 'confirmed').map((field) => field.key));
  return form.fields.filter((field) => field.required && !confirmed.has(field.key)).map((field) => field.key);
}

/** The next state; the same object where nothing changes. A confirmed value changes only by the agent's hand. */
export function reduceForm(state: FormState, event: FormEvent): FormState {
  const proposals =
    event.type === 'propose' ? new Map([...event.proposals].map((each) => [each.key, each])) : undefined;
  const next = state.map((field) => {
    if (event.type !== 'propose') return field.key === event.key ? byAgent(field, event) : field;
    const proposal = proposals?.get(field.key);
    return proposal === undefined ? field : propose(field, proposal);
  });
  return next.some((field, index) => field !== state[index]) ? next : state;
}

function propose(field: FieldState, proposal: FieldProposal): FieldState {
  const { value, source, troubles } = proposal;
  if (field.refused !== undefined && source.startMs <= field.refused.heardUntilMs) return field;
  if (field.status === 'confirmed') {
    if (value === undefined || field.value === undefined || sameValue(field.value, value)) return field;
    // Said before the confirmation: the agent knew it.
    if (field.source !== undefined && source.endMs <= field.source.endMs) return field;
    if (field.challenger !== undefined && sameValue(field.challenger.value, value)) return field;
    const before = field.source?.words ?? String(field.value.value);
    const contradiction: FieldTrouble = { code: 'contradictory', params: { before, after: source.words } };
    return { ...field, challenger: { value, source }, troubles: [contradiction] };
  }
  const status = value === undefined ? 'asking' : 'proposed';
  const next = written({ ...field, status, source, troubles, value });
  return JSON.stringify(next) === JSON.stringify(written(field)) ? field : next;
}

function byAgent(field: FieldState, event: Exclude<FormEvent, { type: 'propose' }>): FieldState {
  const { key } = field;
  switch (event.type) {
    case 'confirm': {
      const taken = field.challenger ?? (field.status === 'proposed' ? field : undefined);
      if (taken?.value === undefined) return field;
      const source = taken.source === undefined ? {} : { source: taken.source };
      return { key, status: 'confirmed', value: taken.value, ...source, troubles: [] };
    }
    case 'edit': {
      // What was said until now is behind the agent.
      const heardUntilMs = field.challenger?.source.startMs ?? field.source?.startMs ?? field.refused?.heardUntilMs;
      const refused = heardUntilMs === undefined ? {} : { refused: { heardUntilMs } };
      return { key, status: 'confirmed', value: event.value, troubles: [], ...refused };
    }
    case 'reject': {
      if (field.challenger !== undefined) {
        const { challenger, ...kept } = field;
        return { ...kept, troubles: [], refused: { heardUntilMs: challenger.source.startMs } };
      }
      if (field.status === 'empty' || field.status === 'confirmed' || field.source === undefined) return field;
      return { key, status: 'empty', troubles: [], refused: { heardUntilMs: field.source.startMs } };
    }
    case 'clear':
      return { key, status: 'empty', troubles: [], refused: { heardUntilMs: event.atMs } };
  }
}

/** Always in one order, so that two states can be compared by their text. */
function written(field: Omit<FieldState, 'value'> & { value?: FieldValue | undefined }): FieldState {
  const { key, status, source, troubles, value, refused } = field;
  return {
    ...{ key, status, troubles },
    ...(source === undefined ? {} : { source }),
    ...(value === undefined ? {} : { value }),
    ...(refused === undefined ? {} : { refused }),
  };
}
