import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HeldKey } from './held-key';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watched(): { key: HeldKey; said: string[] } {
  const said: string[] = [];
  return { key: new HeldKey({ pressed: () => said.push('pressed'), released: () => said.push('released') }), said };
}

it('takes a key held down for one press, and tells when its repetitions end', () => {
  const { key, said } = watched();
  key.down();
  vi.advanceTimersByTime(660);
  for (let repeat = 0; repeat < 20; repeat += 1) {
    key.down();
    vi.advanceTimersByTime(40);
  }
  expect(said).toEqual(['pressed']);
  vi.advanceTimersByTime(500);
  expect(said).toEqual(['pressed', 'released']);
});

it('tells no end of a key that was only pressed, and takes the next for another', () => {
  const { key, said } = watched();
  key.down();
  vi.advanceTimersByTime(2_000);
  expect(said).toEqual(['pressed']);
  key.down();
  expect(said).toEqual(['pressed', 'pressed']);
});
