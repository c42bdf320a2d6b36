import { describe, expect, it } from 'vitest';
import { NOT_PAUSED, pauseReason, stepPause, type PauseEvent } from './recording-pause';

function play(events: PauseEvent[]) {
  let pause = NOT_PAUSED;
  const drops: (number | null)[] = [];
  for (const event of events) {
    const step = stepPause(pause, event);
    pause = step.pause;
    drops.push(step.dropFromMs);
  }
  return { reason: pauseReason(pause), drops };
}
const digits = (startMs: number, endMs: number, count: number, leg: 'agent' | 'customer' = 'customer') =>
  ({ type: 'digits', leg, startMs, endMs, count }) as const;

describe('what is left out of a recording', () => {
  it('is silent from a key on, and a little before, until no key came for eight seconds', () => {
    const key = { type: 'key', atMs: 10_000 } as const;
    expect(play([key])).toEqual({ reason: 'for-card', drops: [9_500] });
    expect(play([key, { type: 'clock', atMs: 17_999 }]).reason).toBe('for-card');
    expect(play([key, { type: 'clock', atMs: 18_000 }]).reason).toBeNull();
    expect(play([key, { type: 'key', atMs: 15_000 }, { type: 'clock', atMs: 20_000 }]).reason).toBe('for-card');
  });

  it('drops a card number said in groups from its first group on', () => {
    const said = [digits(1_000, 3_000, 4), digits(4_000, 6_000, 4)];
    expect(play(said)).toEqual({ reason: 'for-card', drops: [null, 500] });
    expect(play([digits(20_000, 26_000, 16)])).toEqual({ reason: 'for-card', drops: [19_500] });
  });

  it('leaves a year, a price, and digits that are far apart or of different people', () => {
    expect(play([digits(0, 900, 4)]).reason).toBeNull();
    expect(play([digits(0, 900, 4), digits(40_000, 41_000, 4)]).reason).toBeNull();
    expect(play([digits(0, 900, 4, 'agent'), digits(1_000, 2_000, 4)]).reason).toBeNull();
  });

  it('does as the hand says, whatever it hears', () => {
    const by = (paused: boolean) => ({ type: 'by-hand', paused }) as const;
    expect(play([by(true), { type: 'clock', atMs: 99_000 }]).reason).toBe('by-hand');
    expect(play([{ type: 'key', atMs: 1 }, by(false)]).reason).toBeNull();
    expect(play([by(true), { type: 'key', atMs: 1 }, by(false)]).reason).toBeNull();
  });
});
