import type { Title } from '../../contracts/intents';
import type { QualityReason, QualityScore, ScoredItem } from '../../contracts/quality-form';
import type { TranscriptLine } from '../../contracts/transcript';
import type { Turn } from '../conversation/measure';
import { findIntents, standing } from '../intents/find-intents';
import { builtInReview } from '../review/built-in';
import type { ExpectedCard } from './cards';
import { lineAt, type HeardCall } from './heard';
import type { Need } from './needs';
import type { RehearsalRecord } from './practice-mark';

/** The customer waits no longer than this for the beginning of an answer. */
export const SLOW_ANSWER_MS = 3000;
/** Who talks for longer than this without letting the customer in is not listened to. */
export const LONG_TURN_MS = 40_000;

/** What to do better, by which rule. */
export type AdviceRule =
  | { rule: 'item'; itemId: string; title: Title; reason: QualityReason; fails: boolean }
  | { rule: 'no-answer'; phrases: readonly string[] }
  | { rule: 'slow-answer'; phrases: readonly string[]; waitMs: number }
  | { rule: 'card-unused' | 'card-dismissed'; title: string; phrase: string }
  | { rule: 'long-turn'; lengthMs: number };

/** One thing to do better, at its place in the call. */
export type Advice = AdviceRule & {
  /** ms since the call began. */
  readonly atMs: number;
  /** What was said there; null where nothing of the call is known in words. */
  readonly line: TranscriptLine | null;
};

const rank = (advice: AdviceRule): number => {
  if (advice.rule === 'item') return advice.fails ? 0 : 2;
  return { 'no-answer': 1, 'card-unused': 3, 'card-dismissed': 3, 'slow-answer': 4, 'long-turn': 5 }[advice.rule];
};

export interface AdviceFacts {
  readonly record: RehearsalRecord;
  readonly heard: HeardCall;
  readonly cards: readonly ExpectedCard[];
  readonly needs: readonly Need[];
  readonly score: QualityScore | null;
}

/** What to do better next time: the gravest first, within a kind in the order of the call. */
export function adviceFor({ record, heard, cards, needs, score }: AdviceFacts): Advice[] {
  const at = (rule: AdviceRule, atMs: number): Advice => ({ ...rule, atMs, line: lineAt(heard.lines, atMs) });
  const items = (score?.items ?? [])
    .filter(({ outcome }) => outcome === 'not-met')
    .map((item) => {
      const { itemId, title, reason, fails } = item;
      return at({ rule: 'item', itemId, title, reason, fails }, placeOf(item, record, heard));
    });
  const waits = needs.flatMap(({ phrases, waitMs, atMs }) => {
    if (waitMs === null) return [at({ rule: 'no-answer', phrases }, atMs)];
    return waitMs > SLOW_ANSWER_MS ? [at({ rule: 'slow-answer', phrases, waitMs }, atMs)] : [];
  });
  const turn = longestTurn(heard, 'agent');
  const long =
    turn && turn.spokenMs > LONG_TURN_MS ? [at({ rule: 'long-turn', lengthMs: turn.spokenMs }, turn.startMs)] : [];
  return [...items, ...waits, ...left(cards, at), ...long].sort((a, b) => rank(a) - rank(b) || a.atMs - b.atMs);
}

function left(cards: readonly ExpectedCard[], at: (rule: AdviceRule, atMs: number) => Advice): Advice[] {
  const seen = new Set<string | null>();
  return cards.flatMap(({ cueId, outcome, title, phrase, atMs }) => {
    if ((outcome !== 'unused' && outcome !== 'dismissed') || seen.has(cueId)) return [];
    seen.add(cueId);
    const rule = outcome === 'unused' ? ('card-unused' as const) : ('card-dismissed' as const);
    return [at({ rule, title: title ?? '', phrase }, atMs ?? 0)];
  });
}

/** Where an item that was not met belongs in the call. */
function placeOf(item: ScoredItem, record: RehearsalRecord, heard: HeardCall): number {
  const [evidence] = item.evidence;
  if (evidence) return evidence.atMs;
  const { connected, figures } = heard;
  switch (item.type) {
    case 'closing':
      return figures.turns.findLast(({ leg }) => leg === 'agent')?.startMs ?? connected.endMs;
    case 'talk-ratio': {
      const tooMuch = (figures.talkRatio ?? 0) > 0.5 ? 'agent' : 'customer';
      return longestTurn(heard, tooMuch)?.startMs ?? connected.startMs;
    }
    default:
      return occasionOf(item, record, heard) ?? connected.startMs;
  }
}

/** When the customer gave the occasion for an item; null for one that is always due. */
function occasionOf({ itemId }: ScoredItem, { language }: RehearsalRecord, { lines }: HeardCall): number | null {
  const { form, intents } = builtInReview(language);
  const wanted = form.items.find(({ id }) => id === itemId)?.ifIntent;
  if (!wanted) return null;
  return standing(findIntents(lines, intents)).find(({ id }) => wanted.includes(id))?.atMs ?? null;
}

function longestTurn({ figures }: HeardCall, leg: Turn['leg']): Turn | null {
  return figures.turns
    .filter((turn) => turn.leg === leg)
    .reduce<Turn | null>((longest, turn) => (turn.spokenMs > (longest?.spokenMs ?? 0) ? turn : longest), null);
}
