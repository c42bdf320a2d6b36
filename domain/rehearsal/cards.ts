import type { RehearsalRecord } from './practice-mark';

/** What became of a card that the customer's words should have brought up. */
export type CardOutcome = 'used' | 'dismissed' | 'unused' | 'withdrawn' | 'did-not-come';

export interface ExpectedCard {
  readonly phrase: string;
  readonly cueId: string | null;
  /** As it stood on the card; null where none came. */
  readonly title: string | null;
  readonly outcome: CardOutcome;
  /** When it came, ms since the call began; null where it did not. */
  readonly atMs: number | null;
}

/** Each expected card, in the order of the story. */
export function expectedCards({ practice, timeline }: RehearsalRecord): ExpectedCard[] {
  const shown = timeline.flatMap((entry) => (entry.type === 'card' ? [entry] : []));
  return practice.expected.map(({ phrase, cueId }) => {
    const entries = shown.filter((entry) => entry.cueId === cueId);
    const [first] = entries;
    if (!first) return { phrase, cueId, title: null, outcome: 'did-not-come', atMs: null };
    // A card that came twice and was used once was used.
    const states = entries.map(({ state }) => state);
    const outcome: CardOutcome = states.includes('used')
      ? 'used'
      : states.includes('dismissed')
        ? 'dismissed'
        : states.at(-1) === 'withdrawn'
          ? 'withdrawn'
          : 'unused';
    return { phrase, cueId, title: first.title, outcome, atMs: first.atMs };
  });
}

/** How many cards came that the story does not ask for, those that were taken back left out. */
export function otherCardCount({ practice, timeline }: RehearsalRecord): number {
  const expected = new Set<string | null>(practice.expected.map(({ cueId }) => cueId));
  const last = new Map(
    timeline.flatMap((entry) => (entry.type === 'card' ? [[entry.cueId, entry.state] as const] : [])),
  );
  return [...last].filter(([cueId, state]) => state !== 'withdrawn' && !expected.has(cueId)).length;
}
