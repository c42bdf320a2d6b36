import type { QualityScore } from '../../contracts/quality-form';
import type { TimeSpan } from '../conversation/spans';
import { adviceFor, type Advice } from './advice';
import { expectedCards, otherCardCount, type ExpectedCard } from './cards';
import { heardIn } from './heard';
import { needsIn, type Need } from './needs';
import type { RehearsalRecord } from './practice-mark';

/** How a rehearsal went, made of its record alone. */
export interface RehearsalReport {
  /** As the record keeps it, by the form of real calls; null where nothing was written down of the call. */
  readonly score: QualityScore | null;
  /** Whether the ears heard words at all; else nothing is known of the cards. */
  readonly inWords: boolean;
  readonly cards: readonly ExpectedCard[];
  readonly otherCards: number;
  readonly needs: readonly Need[];
  /** The agent's share of what was spoken, 0 to 1; null when nobody was heard. */
  readonly talkRatio: number | null;
  readonly deadAir: readonly TimeSpan[];
  /** How often the agent cut in. */
  readonly interruptions: number;
  readonly advice: readonly Advice[];
}

export function rehearsalReport(record: RehearsalRecord): RehearsalReport {
  const heard = heardIn(record);
  const cards = expectedCards(record);
  const needs = needsIn(record, cards, heard);
  const score = record.review?.score ?? null;
  const { talkRatio, deadAir, interruptions } = heard.figures;
  return {
    score,
    inWords: heard.inWords,
    cards,
    otherCards: otherCardCount(record),
    needs,
    talkRatio,
    deadAir: talkRatio === null ? [] : deadAir,
    interruptions: interruptions.filter(({ by }) => by === 'agent').length,
    advice: adviceFor({ record, heard, cards, needs, score }),
  };
}
