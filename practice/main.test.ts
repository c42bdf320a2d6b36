import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { PRACTICE_DOMAIN } from './pbx';
import { SipAgent } from './testing/sip-agent';

const program = join(dirname(fileURLToPath(import.meta.url)), 'main.ts');
let child: ChildProcess | null = null;

afterEach(() => {
  child?.kill('SIGKILL');
});

interface Running {
  process: ChildProcess;
  line: (event: string) => Promise<Record<string, unknown>>;
}

function run(...args: string[]): Running {
  const started = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child = started;
  const seen: Array<Record<string, unknown>> = [];
  const lines = createInterface({ input: started.stdout });
  lines.on('line', (line) => seen.push(JSON.parse(line) as Record<string, unknown>));
  return {
    process: started,
    async line(event) {
      for (;;) {
        const found = seen.find((line) => line['event'] === event);
        if (found) return found;
        await once(lines, 'line');
      }
    },
  };
}

describe('the practice PBX as a program', () => {
  it('says when it is ready, rings an agent on command, and stops when its input ends', async () => {
    const running = run('--port', '0', '--exit-with-stdin');
    const ready = await running.line('ready');
    expect(ready['domain']).toBe(PRACTICE_DOMAIN);
    const agent = await SipAgent.connect(String(ready['webSocketUrl']), '1002', 'practice-1002', PRACTICE_DOMAIN);
    await agent.register();
    expect(await running.line('registered')).toMatchObject({ extension: '1002' });
    running.process.stdin?.write('{"command":"ring-agent","customerId":"zhang-price"}\n');
    agent.reply(await agent.request('INVITE'), 603);
    expect(await running.line('call-ended')).toMatchObject({ cause: 'agent-refused' });
    running.process.stdin?.write('{"command":"dance"}\n');
    expect(await running.line('command-failed')).toMatchObject({ error: { code: 'practice-command-invalid' } });
    running.process.stdin?.end();
    const [code] = await once(running.process, 'exit');
    expect(code).toBe(0);
    await agent.close();
  });

  it('stops at SIGTERM', async () => {
    const running = run();
    await running.line('ready');
    running.process.kill('SIGTERM');
    expect(await once(running.process, 'exit')).toEqual([0, null]);
  });

  it.each([['--port', 'x'], ['--dance'], ['stray']])('refuses %s with exit code 2', async (...args) => {
    const refused = run(...args);
    const ended = once(refused.process, 'exit');
    expect(await refused.line('failed')).toMatchObject({ error: { code: 'practice-option-invalid' } });
    expect(await ended).toEqual([2, null]);
  });

  it('names the line of a story that is wrong', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sidetone-customers-'));
    const story = await readFile(join(dirname(program), 'customers', '8001-zhang-price.json'), 'utf8');
    await writeFile(join(folder, 'zhang.json'), story.replace('"ringMs": 1500', '"ringMs": "soon"'));
    const line = story.split('\n').findIndex((text) => text.includes('"ringMs"')) + 1;
    const refused = run('--customers', folder);
    const ended = once(refused.process, 'exit');
    expect(await refused.line('failed')).toMatchObject({
      error: {
        code: 'practice-customer-invalid',
        message: expect.stringContaining(`zhang.json:${line}:`) as unknown,
      },
    });
    expect(await ended).toEqual([1, null]);
    await rm(folder, { recursive: true });
  });
});
