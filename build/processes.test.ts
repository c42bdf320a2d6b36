import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { repositoryFolder } from './folders.mjs';
import { ProcessGroup, parseEvent, startUntilReady } from './processes.mjs';

let group: ProcessGroup;
beforeEach(() => {
  group = new ProcessGroup();
});
afterEach(async () => {
  await group.stopAll();
});

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A child that ignores everything but SIGKILL, and a grandchild of its group; tells both process ids. */
const stubborn = `
  const grandchild = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
  process.on('SIGTERM', () => 0);
  setInterval(() => 0, 1000);
  console.log(JSON.stringify({ event: 'ready', pids: [process.pid, grandchild.pid] }));`;

describe('startUntilReady', () => {
  it('answers with the ready line', async () => {
    const script = `console.log('noise'); console.log('{"event":"ready","url":"http://127.0.0.1:1"}'); process.stdin.resume()`;
    const { ready } = await startUntilReady(group, 'server', process.execPath, ['-e', script]);
    expect(ready.url).toBe('http://127.0.0.1:1');
  });

  it('tells what a program said that ended before it was ready', async () => {
    const script = `console.error('the disk is full'); process.exitCode = 1`;
    await expect(startUntilReady(group, 'server', process.execPath, ['-e', script])).rejects.toThrow(
      'The server ended before it was ready. the disk is full',
    );
  });

  it('tells of a program that cannot be started', async () => {
    await expect(startUntilReady(group, 'server', '/nowhere/program', [])).rejects.toThrow('ENOENT');
  });
});

describe.skipIf(process.platform === 'win32')('no process is left behind', () => {
  it('when a child and its own child do not listen to a stop', async () => {
    const { managed, ready } = await startUntilReady(group, 'stubborn', process.execPath, ['-e', stubborn]);
    await group.stop(managed, { graceMs: 100 });
    expect((ready.pids as number[]).filter(lives)).toEqual([]);
  });

  it('when the starter is killed', async () => {
    const module = pathToFileURL(path.join(repositoryFolder, 'build', 'processes.mjs')).href;
    const starter = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { ProcessGroup } from ${JSON.stringify(module)};
       new ProcessGroup().start('child', process.execPath, ['-e', ${JSON.stringify(stubborn)}], { onLine: console.log });`,
    ]);
    const line = await new Promise<string>((resolve) =>
      createInterface({ input: starter.stdout }).once('line', resolve),
    );
    const pids = parseEvent(line)?.pids as number[];
    expect(pids.filter(lives)).toEqual(pids);
    starter.kill('SIGKILL');
    await vi.waitFor(() => expect(pids.filter(lives)).toEqual([]), { timeout: 30_000, interval: 100 });
  });
});
