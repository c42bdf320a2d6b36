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

it.each([60, 300, 700, 1_000])('obeys a second press %i ms after the first', (pauseMs) => {
  const { key, said } = watched();
  key.down();
  vi.advanceTimersByTime(pauseMs);
  key.down();
  vi.advanceTimersByTime(450);
  expect(said).toEqual(['pressed', 'pressed']);
  vi.advanceTimersByTime(5_000);
  key.down();
  expect(said).toEqual(['pressed', 'pressed', 'pressed']);
});

it('obeys a second press, and takes it for held when it is', () => {
  const { key, said } = watched();
  key.down();
  vi.advanceTimersByTime(500);
  key.down();
  vi.advanceTimersByTime(660);
  for (let repeat = 0; repeat < 5; repeat += 1) {
    key.down();
    vi.advanceTimersByTime(40);
  }
  expect(said).toEqual(['pressed', 'pressed']);
  vi.advanceTimersByTime(500);
  expect(said).toEqual(['pressed', 'pressed', 'released']);
});

it('obeys at once a press after another key: that one ended all repetitions', () => {
  const { key, said } = watched();
  key.down();
  vi.advanceTimersByTime(100);
  key.otherKeyDown();
  vi.advanceTimersByTime(100);
  key.down();
  expect(said).toEqual(['pressed', 'pressed']);
});

it('loses no second press that another key follows at once', () => {
  const { key, said } = watched();
  key.down();
  vi.advanceTimersByTime(300);
  key.down();
  vi.advanceTimersByTime(100);
  key.otherKeyDown();
  expect(said).toEqual(['pressed', 'pressed']);
});
