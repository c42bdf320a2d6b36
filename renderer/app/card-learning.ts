import { z } from 'zod';
import type { ShownCard } from '../../contracts/cues';
import { isUrgent, type CardCounts } from '../../domain/card-budget';
import type { LearntCard } from '../ui/model';

const KEY = 'sidetone-card-counts';
const countsSchema = z.record(
  z.string(),
  z.object({
    used: z.number().int().nonnegative(),
    dismissed: z.number().int().nonnegative(),
    /** What it was called when it was last marked; absent where only its counts are known. */
    title: z.string().optional(),
    urgent: z.boolean().optional(),
  }),
);
/** Old evidence fades: beyond this many showings of a card the counts are halved. */
const HALVE_AFTER = 200;

/**
 * What this agent did with each card so far, kept on the desk. Two numbers and the title of a card and nothing of any call: it needs no
 * encryption, and a lost file costs only the learning.
 */
export class CardLearning {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
    this.#storage = storage;
  }

  counts(cueId: string): CardCounts {
    const { used, dismissed } = this.#all()[cueId] ?? { used: 0, dismissed: 0 };
    return { used, dismissed };
  }

  /** Every card that was marked, the most often marked first. */
  learnt(): Omit<LearntCard, 'team'>[] {
    return Object.entries(this.#all())
      .map(([cueId, { used, dismissed, title = cueId, urgent = false }]) => ({ cueId, used, dismissed, title, urgent }))
      .sort((a, b) => b.used + b.dismissed - (a.used + a.dismissed));
  }

  note(card: Pick<ShownCard, 'cueId' | 'title' | 'priority' | 'action'>, mark: 'used' | 'dismissed'): void {
    const { cueId, title } = card;
    const before = this.counts(cueId);
    const next = { ...before, [mark]: before[mark] + 1 };
    const tooMany = next.used + next.dismissed > HALVE_AFTER;
    const kept = tooMany ? { used: Math.floor(next.used / 2), dismissed: Math.floor(next.dismissed / 2) } : next;
    const known = { ...kept, title, urgent: isUrgent(card) };
    this.#storage.setItem(KEY, JSON.stringify({ ...this.#all(), [cueId]: known }));
  }

  /** Forgets one card, or all. */
  reset(cueId?: string): void {
    const rest = Object.entries(this.#all()).filter(([id]) => cueId !== undefined && id !== cueId);
    if (rest.length === 0) this.#storage.removeItem(KEY);
    else this.#storage.setItem(KEY, JSON.stringify(Object.fromEntries(rest)));
  }

  #all(): z.infer<typeof countsSchema> {
    try {
      return countsSchema.parse(JSON.parse(this.#storage.getItem(KEY) ?? '{}'));
    } catch {
      return {};
    }
  }
}
