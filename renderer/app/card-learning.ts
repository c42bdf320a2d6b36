import { z } from 'zod';
import type { CardCounts } from '../../domain/card-budget';

const KEY = 'sidetone-card-counts';
const countsSchema = z.record(
  z.string(),
  z.object({ used: z.number().int().nonnegative(), dismissed: z.number().int().nonnegative() }),
);
/** Old evidence fades: beyond this many showings of a card the counts are halved. */
const HALVE_AFTER = 200;

/**
 * What this agent did with each card so far, kept on the desk. Two numbers a card and nothing of any call: it needs no
 * encryption, and a lost file costs only the learning.
 */
export class CardLearning {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
    this.#storage = storage;
  }

  counts(cueId: string): CardCounts {
    return this.#all()[cueId] ?? { used: 0, dismissed: 0 };
  }

  note(cueId: string, mark: 'used' | 'dismissed'): void {
    const before = this.counts(cueId);
    const next = { ...before, [mark]: before[mark] + 1 };
    const tooMany = next.used + next.dismissed > HALVE_AFTER;
    const kept = tooMany ? { used: Math.floor(next.used / 2), dismissed: Math.floor(next.dismissed / 2) } : next;
    this.#storage.setItem(KEY, JSON.stringify({ ...this.#all(), [cueId]: kept }));
  }

  reset(): void {
    this.#storage.removeItem(KEY);
  }

  #all(): Record<string, CardCounts> {
    try {
      return countsSchema.parse(JSON.parse(this.#storage.getItem(KEY) ?? '{}'));
    } catch {
      return {};
    }
  }
}
