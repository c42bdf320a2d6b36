import type { CueCondition } from '../../contracts/cue-rules';
import { partsOf } from './explain';

export const conditionKinds = [
  ...([
    'heard',
    'intent',
    'emotion',
    'price',
    'silence',
    'share-above',
    'share-below',
    'stage',
    'customer',
    'form',
  ] as const),
  ...(['all', 'any', 'not', 'within'] as const),
] as const;
export type ConditionKind = (typeof conditionKinds)[number];

export function kindOf(condition: CueCondition): ConditionKind {
  if ('heard' in condition) return 'heard';
  if ('intent' in condition) return 'intent';
  if ('emotion' in condition) return 'emotion';
  if ('price' in condition) return 'price';
  if ('silenceSeconds' in condition) return 'silence';
  if ('agentShareAbove' in condition) return 'share-above';
  if ('agentShareBelow' in condition) return 'share-below';
  if ('stage' in condition) return 'stage';
  if ('customer' in condition) return 'customer';
  if ('form' in condition) return 'form';
  if ('withinSeconds' in condition) return 'within';
  if ('all' in condition) return 'all';
  return 'any' in condition ? 'any' : 'not';
}

/** The condition as one of another kind: what it is made of stays, and what joins others takes it in. */
export function turnedInto(kind: ConditionKind, before: CueCondition): CueCondition {
  const inside = partsOf(before).length > 0 ? [...partsOf(before)] : [before];
  switch (kind) {
    case 'all':
      return { all: inside };
    case 'any':
      return { any: inside };
    case 'within':
      return { withinSeconds: 30, all: inside };
    case 'not':
      return { not: inside.length === 1 && inside[0] ? inside[0] : before };
    default:
      return blank[kind];
  }
}

const blank: Record<Exclude<ConditionKind, 'all' | 'any' | 'within' | 'not'>, CueCondition> = {
  heard: { heard: [], leg: 'customer' },
  intent: { intent: '' },
  emotion: { emotion: 'angry', leg: 'customer' },
  price: { price: 'customer' },
  silence: { silenceSeconds: 8 },
  'share-above': { agentShareAbove: 0.7 },
  'share-below': { agentShareBelow: 0.3 },
  stage: { stage: '' },
  customer: { customer: { label: '', is: '' } },
  form: { form: { key: '' } },
};
