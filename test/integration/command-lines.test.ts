import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = path.resolve(import.meta.dirname, '../..');

const programs: Record<string, string[]> = {
  'npm start': ['build/start.mjs'],
  'npm run server': ['--import', 'tsx', 'server/main.ts'],
  'npm run practice': ['--import', 'tsx', 'practice/main.ts'],
  'npm run analyze': ['--import', 'tsx', 'main/copilot/analyze.ts'],
  'npm run models': ['--import', 'tsx', 'models/main.ts'],
};

function run(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...(programs[program] ?? []), ...args], {
    cwd: repository,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe.each(Object.keys(programs))('%s', (program) => {
  it('answers an option it does not know with that option, its usage, and exit code 2', () => {
    const { status, stderr } = run(program, '--colour');
    expect(status).toBe(2);
    expect(stderr).toContain('--colour');
    expect(stderr).toContain(`${program} -- `.replace('models -- ', 'models [-- '));
    expect(stderr).not.toMatch(/\n +at /);
  });

  it('tells its usage when asked', () => {
    const { status, stdout } = run(program, '--help');
    expect(status).toBe(0);
    expect(stdout).toContain(program);
  });
});

describe('npm start', () => {
  it.each([
    [['--config', '/nowhere.json'], '/nowhere.json cannot be read'],
    [['--config'], 'argument missing'],
    [['--demo', '--config', 'x'], 'leave out --config'],
    [['stray'], 'stray'],
  ])('refuses %j with a sentence and exit code 2', (args, sentence) => {
    const { status, stderr } = run('npm start', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });
});
