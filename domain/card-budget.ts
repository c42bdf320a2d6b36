import type { ShownCard, Withheld } from '../contracts/cues';

/** What became of a card's showings in one context: by one agent, or by a whole team. */
export interface CardCounts {
  used: number;
  dismissed: number;
}

/** A share with the interval that holds it with 95 %. */
export interface Estimate {
  mean: number;
  low: number;
  high: number;
}

export interface BudgetOptions {
  /** Cards that may lead in any 60 s; urgent ones do not ask. */
  cardsPerMinute: number;
  /** Share of calls in which a card is withheld so that its worth can be measured; 0: none. */
  holdOutShare: number;
}

export interface BudgetState {
  /** When cards were put before the agent, ms of the call's audio. */
  readonly shownAtMs: readonly number[];
}

const MINUTE_MS = 60_000;
/** Beta(2, 2): one use and one dismissal in mind before the first is seen, so that one click proves nothing. */
const PRIOR = { used: 2, dismissed: 2 };
/** What the team has learnt counts as at most so many showings of one's own. */
const TEAM_WEIGHT = 8;
/** Shown less: when even the upper end of what it may be worth is below this. */
export const SELDOM_SHARE = 0.3;
/** 1 and 2 are urgent. */
const URGENT = 2;
const Z_95 = 1.959964;

/**
 * How often an agent who is shown this card uses it: the posterior of a Beta distribution whose prior leans on the team
 * (Gelman et al., Bayesian Data Analysis, section 2.4), with a normal interval cut to [0, 1].
 */
export function usefulness(own: CardCounts, team: CardCounts = { used: 0, dismissed: 0 }): Estimate {
  const teamTotal = team.used + team.dismissed;
  const weight = teamTotal === 0 ? 0 : teamShowings(team) / teamTotal;
  const a = PRIOR.used + own.used + team.used * weight;
  const b = PRIOR.dismissed + own.dismissed + team.dismissed * weight;
  const mean = a / (a + b);
  const half = Z_95 * Math.sqrt((mean * (1 - mean)) / (a + b + 1));
  return { mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half) };
}

/** For how many showings of one's own the team's stand. */
export function teamShowings({ used, dismissed }: CardCounts): number {
  return Math.min(used + dismissed, TEAM_WEIGHT);
}

/**
 * Whether a card that has just popped is put before the agent. Urgent cards, opt-outs and calls for the supervisor
 * always are, and use up none of the budget.
 *
 * @param chance of this card in this call, in [0, 1): see {@link holdOutChance}
 */
export function admit(
  state: BudgetState,
  card: Pick<ShownCard, 'priority' | 'action' | 'heardAtMs'>,
  worth: Estimate,
  chance: number,
  { cardsPerMinute, holdOutShare }: BudgetOptions,
): { state: BudgetState; withheld: Withheld | null } {
  if (isUrgent(card)) return { state, withheld: null };
  if (chance < holdOutShare) return { state, withheld: 'held-out' };
  if (isSeldomUsed(worth)) return { state, withheld: 'seldom-used' };
  const recent = state.shownAtMs.filter((atMs) => card.heardAtMs - atMs < MINUTE_MS);
  if (recent.length >= cardsPerMinute) return { state: { shownAtMs: recent }, withheld: 'budget' };
  return { state: { shownAtMs: [...recent, card.heardAtMs] }, withheld: null };
}

/** Whether the agent has waved it away so often that it is held back, unless it is urgent. */
export function isSeldomUsed({ high }: Estimate): boolean {
  return high < SELDOM_SHARE;
}

export function isUrgent({ priority, action }: Pick<ShownCard, 'priority' | 'action'>): boolean {
  return priority <= URGENT || action === 'opt-out' || action === 'alert-supervisor';
}

/** Whether chance held a card out of a call; undefined where nothing is drawn. */
export function trialOf(
  card: Pick<ShownCard, 'priority' | 'action'>,
  withheld: Withheld | null,
  { holdOutShare }: Pick<BudgetOptions, 'holdOutShare'>,
): ShownCard['trial'] {
  if (holdOutShare === 0 || isUrgent(card)) return undefined;
  return withheld === 'held-out' ? 'held-out' : 'offered';
}

/** The same number in [0, 1) for a card in a call whenever it is asked for, and evenly spread. */
export function holdOutChance(callId: string, cueId: string): number {
  const hash = fnv1a(`${callId} ${cueId}`);
  // The low bits of FNV-1a are mixed better than the high ones: both are folded together.
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** FNV-1a over code points, 32 bits unsigned. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/**
 * How much more often calls end well with the card than without: the difference of two shares and its 95 % interval
 * (Newcombe 1998, method 10: from the Wilson intervals of both). Null until both sides have a call.
 */
export function lift(
  shown: { good: number; calls: number },
  heldOut: { good: number; calls: number },
): Estimate | null {
  if (shown.calls === 0 || heldOut.calls === 0) return null;
  const [a, b] = [wilson(shown.good, shown.calls), wilson(heldOut.good, heldOut.calls)];
  const [p, q] = [shown.good / shown.calls, heldOut.good / heldOut.calls];
  return {
    mean: p - q,
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
  };
}

/** The 95 % interval of a share (Wilson 1927). @param calls at least 1 */
export function wilson(good: number, calls: number): { low: number; high: number } {
  const p = good / calls;
  const z2 = Z_95 ** 2;
  const middle = p + z2 / (2 * calls);
  const half = Z_95 * Math.sqrt((p * (1 - p)) / calls + z2 / (4 * calls ** 2));
  return { low: (middle - half) / (1 + z2 / calls), high: (middle + half) / (1 + z2 / calls) };
}
