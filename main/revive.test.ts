import { beforeEach, describe, expect, it } from 'vitest';
import { revive, type Contents } from './revive';

let reloads: number;
let nowMs: number;
let die: (reason: string) => void;

beforeEach(() => {
  reloads = 0;
  nowMs = 0;
  const contents: Contents = {
    on: (_event, listener) => (die = (reason) => listener(null, { reason })),
    reload: () => (reloads += 1),
  };
  revive(contents, () => nowMs);
});

describe('a window whose process dies', () => {
  it.each(['crashed', 'killed', 'oom'])('is loaded again after "%s"', (reason) => {
    die(reason);
    expect(reloads).toBe(1);
  });

  it('is left alone when it went as it should', () => {
    die('clean-exit');
    expect(reloads).toBe(0);
  });

  it('is given up when it dies a fourth time within a minute, and is loaded again later', () => {
    for (let count = 0; count < 5; count += 1) die('crashed');
    expect(reloads).toBe(3);
    nowMs = 61_000;
    die('crashed');
    expect(reloads).toBe(4);
  });
});
