import type { Title } from '../../contracts/intents';
import type { CallRecord } from '../../contracts/records';
import { localMoment } from '../review/review-call';
import { expectedCards } from './cards';
import { isRehearsal, storyOf, type RehearsalRecord } from './practice-mark';

/** The mean of so many is compared with the mean of as many before. */
const TREND_OVER = 3;

/** One figure over the rehearsals, 0 to 100. */
export interface Measure {
  readonly best: number;
  readonly last: number;
  /** The newest against those before, in points; null with fewer than two. */
  readonly trend: number | null;
}

export interface ItemProgress extends Measure {
  readonly itemId: string;
  readonly title: Title;
}

/** What was practised on one day. */
export interface PracticeDay {
  /** Local, 2026-11-28. */
  readonly day: string;
  readonly rehearsals: number;
  /** Of the totals of that day; null where none was scored. */
  readonly best: number | null;
  readonly mean: number | null;
}

export interface StoryProgress {
  readonly story: string;
  /** As the newest record names the customer. */
  readonly customerName: string | null;
  readonly rehearsals: number;
  readonly days: number;
  readonly total: Measure | null;
}

export interface Progress {
  readonly rehearsals: number;
  /** Oldest first: only those that were practised on. */
  readonly days: readonly PracticeDay[];
  /** Null where nothing was scored. */
  readonly total: Measure | null;
  /** The items of the form, those that applied at least once, the weakest of late first. */
  readonly items: readonly ItemProgress[];
  /** Of the expected cards that came, how many were used, in per cent. */
  readonly cards: Measure | null;
  readonly stories: readonly StoryProgress[];
}

export interface ProgressOf {
  /** An extension; every agent of the desk where it is left out. */
  readonly agent?: string | undefined;
  /** A customer's story; all where it is left out. */
  readonly story?: string | undefined;
}

/** The extensions that have rehearsed, in the order of their names. */
export function rehearsingAgents(records: readonly CallRecord[]): string[] {
  return [...new Set(records.filter(isRehearsal).map(({ agentExtension }) => agentExtension))].sort();
}

/** Progress over days, of kept records and nothing else; their order makes no difference. */
export function progressOf(records: readonly CallRecord[], { agent, story }: ProgressOf = {}): Progress {
  const own = records
    .filter(isRehearsal)
    .filter(({ agentExtension }) => agent === undefined || agentExtension === agent)
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const chosen = own.filter((record) => story === undefined || storyOf(record) === story);
  return {
    rehearsals: chosen.length,
    days: daysOf(chosen),
    total: measure(chosen.map(totalOf)),
    items: itemsOf(chosen),
    cards: measure(chosen.map(cardsUsed)),
    // The stories stay to choose from, whichever is chosen.
    stories: storiesOf(own),
  };
}

function totalOf({ review }: CallRecord): number | null {
  return review?.score.total ?? null;
}

function dayOf({ startedAt }: CallRecord): string {
  return localMoment(new Date(startedAt)).slice(0, 10);
}

/** Oldest first; what is not known counts for nothing. */
function measure(values: readonly (number | null)[]): Measure | null {
  const known = values.filter((value) => value !== null);
  const last = known.at(-1);
  if (last === undefined) return null;
  const over = Math.min(TREND_OVER, Math.floor(known.length / 2));
  const newest = mean(known.slice(-over));
  const before = mean(known.slice(-2 * over, -over));
  return { best: Math.max(...known), last, trend: over === 0 ? null : toTenth(newest - before) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function toTenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function groups<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const value of values) found.set(keyOf(value), [...(found.get(keyOf(value)) ?? []), value]);
  return found;
}

function daysOf(records: readonly RehearsalRecord[]): PracticeDay[] {
  return [...groups(records, dayOf)].map(([day, ofDay]) => {
    const totals = ofDay.map(totalOf).filter((total) => total !== null);
    const scored = totals.length > 0;
    return {
      day,
      rehearsals: ofDay.length,
      best: scored ? Math.max(...totals) : null,
      mean: scored ? toTenth(mean(totals)) : null,
    };
  });
}

function itemsOf(records: readonly RehearsalRecord[]): ItemProgress[] {
  const judged = records
    .flatMap(({ review }) => review?.score.items ?? [])
    .filter(({ outcome }) => outcome !== 'not-applicable');
  return [...groups(judged, ({ itemId }) => itemId)]
    .flatMap(([itemId, items]) => {
      const [newest, shares] = [items.at(-1), items.map(({ outcome }) => (outcome === 'met' ? 100 : 0))];
      const measured = measure(shares);
      return newest && measured ? [{ itemId, title: newest.title, ...measured }] : [];
    })
    .sort((a, b) => a.last - b.last || (a.trend ?? 0) - (b.trend ?? 0) || a.itemId.localeCompare(b.itemId));
}

function cardsUsed(record: RehearsalRecord): number | null {
  const cards = expectedCards(record);
  const came = cards.filter(({ outcome }) => outcome !== 'did-not-come' && outcome !== 'withdrawn');
  if (came.length === 0) return null;
  return Math.round((came.filter(({ outcome }) => outcome === 'used').length / came.length) * 100);
}

function storiesOf(records: readonly RehearsalRecord[]): StoryProgress[] {
  return [...groups(records, storyOf)]
    .map(([story, calls]) => ({
      story,
      customerName: calls.at(-1)?.customerName ?? null,
      rehearsals: calls.length,
      days: daysOf(calls).length,
      total: measure(calls.map(totalOf)),
    }))
    .sort((a, b) => b.rehearsals - a.rehearsals || a.story.localeCompare(b.story));
}
