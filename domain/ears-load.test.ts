import { describe, expect, it } from 'vitest';
import { BEHIND_MS, CALM_FOR_MS, FULL_WORK, PATIENCE_MS, reduceEarsLoad, type EarsLoad } from './ears-load';

const after = (load: EarsLoad, lagMs: number, atMs: number) => reduceEarsLoad(load, { lagMs, atMs });
const behind = BEHIND_MS + 100;

/** Behind from 0 on, for so many times the patience. */
function behindFor(patiences: number): EarsLoad {
  return Array.from({ length: patiences + 1 }, (_, index) => index * PATIENCE_MS).reduce(
    (load, atMs) => after(load, behind, atMs),
    FULL_WORK,
  );
}

describe('what the ears still do', () => {
  it('gives up recognition first, then keywords, and the voice detector never', () => {
    expect([1, 2, 3, 4].map((patiences) => behindFor(patiences).work)).toEqual(['keywords', 'voice', 'voice', 'voice']);
  });

  it('gives up nothing for a hiccup, or for one that comes again after it was caught up with', () => {
    const hiccup = after(after(FULL_WORK, behind, 0), behind, PATIENCE_MS - 1);
    expect(hiccup.work).toBe('everything');
    const again = after(after(hiccup, 0, PATIENCE_MS), behind, PATIENCE_MS + 1);
    expect(after(again, behind, 2 * PATIENCE_MS).work).toBe('everything');
  });

  it('takes them up again one by one, each after a while of calm', () => {
    const calm = after(behindFor(2), 0, 10_000);
    expect(calm.work).toBe('voice');
    const keywords = after(calm, 0, 10_000 + CALM_FOR_MS);
    expect(keywords.work).toBe('keywords');
    expect(after(keywords, 0, 9_999 + 2 * CALM_FOR_MS).work).toBe('keywords');
    expect(after(keywords, 0, 10_000 + 2 * CALM_FOR_MS).work).toBe('everything');
  });

  it('begins to wait anew when more is waiting in between', () => {
    const disturbed = after(after(behindFor(1), 0, 10_000), BEHIND_MS / 2, 12_000);
    expect(after(after(disturbed, 0, 13_000), 0, 10_000 + CALM_FOR_MS).work).toBe('keywords');
    expect(after(after(disturbed, 0, 13_000), 0, 13_000 + CALM_FOR_MS).work).toBe('everything');
  });
});
