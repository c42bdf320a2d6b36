import { describe, expect, it } from 'vitest';
import { timelineGeometry, timelineLengthMs } from './timeline-geometry';

describe('timeline geometry', () => {
  it('places speech in percent of the call', () => {
    const { speech } = timelineGeometry([{ type: 'speech', atMs: 2000, endMs: 5000, leg: 'customer' }], 10_000);
    expect(speech).toEqual([{ leg: 'customer', leftPercent: 20, widthPercent: 30 }]);
  });

  it('grows with a mark after the end and never divides by zero', () => {
    expect(timelineLengthMs([{ type: 'note', atMs: 12_000, text: '' }], 10_000)).toBe(12_000);
    expect(timelineGeometry([], 0).ticks).toEqual([{ atMs: 0, leftPercent: 0 }]);
  });

  it('hatches from held to active again, and an open hold to the end', () => {
    const { holds } = timelineGeometry(
      [
        { type: 'phase', atMs: 1000, phase: 'held' },
        { type: 'phase', atMs: 3000, phase: 'active' },
        { type: 'phase', atMs: 8000, phase: 'held' },
      ],
      10_000,
    );
    expect(holds).toEqual([
      { leftPercent: 10, widthPercent: 20 },
      { leftPercent: 80, widthPercent: 20 },
    ]);
  });

  it('keeps one flag a showing, with its last state', () => {
    const card = { type: 'card', cueId: 'price', title: 'Price' } as const;
    const { cards } = timelineGeometry(
      [
        { ...card, atMs: 1000, state: 'hearing' },
        { ...card, atMs: 1500, state: 'confirmed' },
        { ...card, atMs: 4000, state: 'used' },
        { ...card, atMs: 9000, state: 'hearing' },
      ],
      10_000,
    );
    expect(cards.map(({ leftPercent, state }) => ({ leftPercent, state }))).toEqual([
      { leftPercent: 10, state: 'used' },
      { leftPercent: 90, state: 'hearing' },
    ]);
  });

  it('puts flags that would overlap into rows', () => {
    const at = (atMs: number, cueId: string) =>
      ({ type: 'card', atMs, cueId, title: cueId, state: 'confirmed' }) as const;
    const { cards } = timelineGeometry([at(1000, 'a'), at(2000, 'b'), at(6000, 'c')], 10_000);
    expect(cards.map((card) => card.row)).toEqual([0, 1, 0]);
  });

  it('keeps a speck of speech at the very end visible and inside', () => {
    const { speech } = timelineGeometry([{ type: 'speech', atMs: 9_999, endMs: 10_000, leg: 'agent' }], 10_000);
    expect(speech[0]?.widthPercent).toBeGreaterThan(0.1);
    expect((speech[0]?.leftPercent ?? 0) + (speech[0]?.widthPercent ?? 0)).toBeLessThanOrEqual(100);
  });

  it('has few ticks however long the call', () => {
    for (const callMs of [3000, 61_000, 754_000, 7_200_000, 90_000_000]) {
      expect(timelineGeometry([], callMs).ticks.length).toBeLessThanOrEqual(9);
    }
  });
});
