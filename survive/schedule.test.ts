import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { scheduleOf } from './schedule';

const repository = path.resolve(import.meta.dirname, '..');

async function printed(...options: string[]): Promise<string> {
  const args = ['--import', 'tsx', 'survive/main.ts', '--schedule', ...options];
  return (await promisify(execFile)(process.execPath, args, { cwd: repository })).stdout;
}

describe('what chance decides in a run', () => {
  it('is the same for the same seed, and another for another', () => {
    const [lost, ...others] = scheduleOf({ seed: 7, kills: 30 });
    expect(scheduleOf({ seed: 7, kills: 30 })).toEqual([lost, ...others]);
    const another = scheduleOf({ seed: 8, kills: 30 });
    expect(another).toHaveLength(others.length + 1);
    expect(another[0]).not.toBe(lost);
    expect(another.filter((line) => others.includes(line)).length).toBeLessThan(others.length / 2);
  });

  it('is printed alike by two runs of one seed', { timeout: 5 * 60_000 }, async () => {
    const [first, second] = await Promise.all([1, 2].map(() => printed('--seed', '7', '--kills', '6')));
    expect(first).toMatch(/^seed 7\npackets: .*\nmessage [\s\S]*\nkill 6: [\w-]+, \d+ ms after\n$/);
    expect(second).toBe(first);
  });
});
