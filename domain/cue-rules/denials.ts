import type { Leg } from '../../contracts/audio';
import type { CueCondition } from '../../contracts/cue-rules';
import type { Cue } from '../../contracts/cues';
import { saidIn } from './evaluate';

/** An intent that was named and denied (我不是要投诉), in one utterance. Times: of the utterance, ms on its leg's clock. */
export interface Denial {
  readonly intentId: string;
  readonly leg: Leg;
  readonly startMs: number;
  readonly endMs: number;
  /** What was denied. */
  readonly words: string;
  /** The utterance without what was denied in it. */
  readonly otherwise: string;
}

/** An ear's end of a word may lie behind the end of its utterance. */
const LATE_MS = 500;

/** Once told, an utterance is told again with the lines after it. */
export function withDenial(known: readonly Denial[], denial: Denial): readonly Denial[] {
  const { intentId, leg, startMs } = denial;
  const told = known.some((one) => one.intentId === intentId && one.leg === leg && one.startMs === startMs);
  return told ? known : [...known, denial];
}

/**
 * Whether a keyword brings this card up no more: it was heard where an intent that the card is tied to was denied, and
 * is not said beside that in the same utterance (我不是要投诉，我是要举报).
 */
export function isDenied(
  denials: readonly Denial[],
  cue: Cue,
  keyword: { leg: Leg; endMs: number; words: string },
): boolean {
  const tied = intentsOf(cue);
  return denials.some(
    ({ intentId, leg, startMs, endMs, otherwise }) =>
      tied.has(intentId) &&
      leg === keyword.leg &&
      startMs <= keyword.endMs &&
      keyword.endMs <= endMs + LATE_MS &&
      !saidIn(otherwise, keyword.words),
  );
}

/**
 * Whether more is done by this card than showing it, so that what it rests on must be past denying: it goes into the
 * record, or what is meant may take it back. The sentence is heard to its end first.
 */
export function waitsForTheSentence(cue: Cue): boolean {
  return cue.action === 'opt-out' || intentsOf(cue).size > 0;
}

const tiedIntents = new WeakMap<Cue, ReadonlySet<string>>();

/** The intents that bring a card up. */
export function intentsOf(cue: Cue): ReadonlySet<string> {
  const known = tiedIntents.get(cue) ?? new Set(cue.when ? intentsIn(cue.when) : []);
  tiedIntents.set(cue, known);
  return known;
}

function intentsIn(condition: CueCondition): string[] {
  if ('intent' in condition) return [condition.intent];
  if ('any' in condition) return condition.any.flatMap(intentsIn);
  if ('all' in condition) return condition.all.flatMap(intentsIn);
  return [];
}
