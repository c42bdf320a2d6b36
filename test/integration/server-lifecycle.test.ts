import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordsPageSchema } from '../../contracts/server-api';
import { startServer, type RunningServer } from '../../server/server';
import { callRecord, chain, eventually, getAs, startTestServer, TestDesk, TestMonitor } from './server-fixtures';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sidetone-lifecycle-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const listen = { host: '127.0.0.1', port: 0 };
const readyLine = z.object({
  event: z.literal('ready'),
  url: z.string(),
  enrolmentToken: z.string(),
  supervisorToken: z.string(),
});

/** The server as a process of its own, the way `npm run server` starts it. */
class ServerProcess {
  readonly lines: unknown[] = [];
  readonly exited: Promise<number | null>;
  #waiting: (() => void)[] = [];

  constructor(args: string[]) {
    this.child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.exited = new Promise((resolve) => this.child.once('exit', resolve));
    const output = createInterface({ input: this.child.stdout ?? process.stdin });
    output.on('line', (line) => {
      this.lines.push(JSON.parse(line));
      for (const check of this.#waiting.splice(0)) check();
    });
    cleanUps.push(async () => {
      this.child.kill('SIGTERM');
      await this.exited;
    });
  }
  readonly child: ChildProcess;

  async ready(): Promise<z.infer<typeof readyLine>> {
    for (;;) {
      const found = this.lines.map((line) => readyLine.safeParse(line)).find((result) => result.success);
      if (found) return found.data;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

async function postmasterPid(folder: string): Promise<number> {
  return Number((await readFile(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
const gone = (pid: number) => eventually(async () => (isAlive(pid) ? null : true));

async function storedNumbers(server: Pick<RunningServer, 'url' | 'tokens'>, deskId: string): Promise<number[]> {
  const response = await getAs(server.url, `/v1/records?deskId=${deskId}&limit=500`, server.tokens.supervisorToken);
  if (response.status !== 200) return [];
  const { records } = recordsPageSchema.parse(await response.json());
  return records.map((each) => each.number).sort((a, b) => a - b);
}

describe('PostgreSQL killed', () => {
  it('loses and doubles no acknowledged record, answers 503 meanwhile, and goes on by itself', async () => {
    const { server, dispose } = await startTestServer();
    cleanUps.push(dispose);
    const desk = await TestDesk.enrol(server, 'desk-1');
    const monitor = await TestMonitor.connect(server.url, server.tokens.supervisorToken ?? '');
    const links = chain(
      'desk-1',
      Array.from({ length: 120 }, () => callRecord()),
    );
    const acknowledged = new Set<number>();
    const refusals: unknown[] = [];
    const pids = new Set<number | undefined>();

    for (const [index, link] of links.entries()) {
      if (index === 30 || index === 70) {
        const pid = server.postgresPid();
        pids.add(pid);
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
      }
      await eventually(async () => {
        const response = await desk.post([link]);
        if (response.status !== 200) {
          refusals.push({ status: response.status, body: await response.json() });
          return null;
        }
        acknowledged.add(link.number);
        return true;
      });
    }
    expect(pids.size).toBe(2);
    expect(refusals.length).toBeGreaterThan(0);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ status: 503, body: { error: { retryable: true } } });
    }
    expect(acknowledged.size).toBe(120);
    await eventually(async () => ((await storedNumbers(server, 'desk-1')).length >= 120 ? true : null));
    expect(await storedNumbers(server, 'desk-1')).toEqual(links.map(({ number }) => number));
    expect(await desk.chain()).toMatchObject({ records: 120, whole: true });
    await monitor.until(
      (message) =>
        (message.type === 'record' && message.today.calls === 120) ||
        (message.type === 'snapshot' && message.today.calls === 120),
    );
    monitor.close();
  });
});

describe('start and stop', () => {
  it('leaves no process after SIGTERM, and finds its data and tokens again', async () => {
    const folder = await temporaryFolder();
    const first = new ServerProcess(['--embedded', folder, '--listen', '127.0.0.1:0']);
    const before = await first.ready();
    const desk = await TestDesk.enrol({ url: before.url, tokens: before }, 'd');
    await desk.send(chain('d', [callRecord(), callRecord()]));
    const pid = await postmasterPid(folder);
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    expect(isAlive(pid)).toBe(false);
    expect((await stat(join(folder, 'tokens.json'))).mode & 0o777).toBe(0o600);

    const second = await startServer({ database: { embedded: folder }, listen });
    cleanUps.push(() => second.stop());
    expect(second.tokens).toEqual({ enrolmentToken: before.enrolmentToken, supervisorToken: before.supervisorToken });
    await eventually(async () => ((await storedNumbers(second, 'd')).length === 2 ? true : null));
    expect((await getAs(second.url, '/v1/customers', desk.token)).status).toBe(200);
  });

  it('stops when its standard input closes, if told to', async () => {
    const folder = await temporaryFolder();
    const server = new ServerProcess(['--embedded', folder, '--listen', '127.0.0.1:0', '--exit-with-stdin']);
    await server.ready();
    const pid = await postmasterPid(folder);
    server.child.stdin?.end();
    expect(await server.exited).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  it('leaves no PostgreSQL behind when it is killed, and starts again on the same data', async () => {
    const folder = await temporaryFolder();
    const first = new ServerProcess(['--embedded', folder, '--listen', '127.0.0.1:0']);
    await first.ready();
    const pid = await postmasterPid(folder);
    first.child.kill('SIGKILL');
    await first.exited;
    // At once, while the old PostgreSQL may still be going down.
    const second = await startServer({ database: { embedded: folder }, listen });
    cleanUps.push(() => second.stop());
    await gone(pid);
    expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
  });

  it('takes another port when the wanted one is in use', async () => {
    const occupant = createServer();
    await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
    cleanUps.push(() => new Promise((resolve) => occupant.close(resolve)));
    const address = occupant.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { server, dispose } = await startTestServer({ listen: { host: '127.0.0.1', port } });
    cleanUps.push(dispose);
    expect(new URL(server.url).port).not.toBe(String(port));
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  it('refuses a data folder on which another server runs, and leaves that one alone', async () => {
    const { server, folder, dispose } = await startTestServer();
    cleanUps.push(dispose);
    await expect(startServer({ database: { embedded: folder }, listen })).rejects.toMatchObject({
      code: 'data-in-use',
    });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  it('removes a postmaster.pid whose number belongs to another program by now', async () => {
    const { server, folder, dispose } = await startTestServer();
    cleanUps.push(dispose);
    await server.stop();
    const file = join(folder, 'postgres', 'cluster', 'postmaster.pid');
    await writeFile(file, `${process.pid}\n${folder}\n0\n1\n`);
    const again = await startServer({ database: { embedded: folder }, listen });
    cleanUps.push(() => again.stop());
    expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
  });

  it('serves two servers from one database: a record sent to one reaches the monitor of the other once', async () => {
    const { server, dispose } = await startTestServer();
    cleanUps.push(dispose);
    const database = { url: server.databaseUrl };
    const other = await startServer({ database, listen });
    cleanUps.push(() => other.stop());
    expect(other.tokens).toEqual({ enrolmentToken: null, supervisorToken: null });
    const monitor = await TestMonitor.connect(other.url, server.tokens.supervisorToken ?? '');
    const desk = await TestDesk.enrol(server, 'd');
    await desk.send(chain('d', [callRecord(), callRecord()]));
    await monitor.until(
      (message) => message.type === 'record' && message.today.calls === 2 && message.item.number === 2,
    );
    expect(await storedNumbers(server, 'd')).toEqual([1, 2]);
    monitor.close();
  });

  it('says so when its data folder is a file', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(startServer({ database: { embedded: file }, listen })).rejects.toMatchObject({
      code: 'data-folder-unusable',
      message: expect.stringContaining(file) as unknown,
    });
  });

  it('says in a sentence what is wrong when the database is not there', async () => {
    const database = { url: 'postgresql://nobody@127.0.0.1:1/none' };
    await expect(startServer({ database, listen })).rejects.toMatchObject({
      code: 'database-unavailable',
      retryable: true,
    });
  });
});

describe.skipIf(process.getuid?.() !== 0)('as root (skipped for other users, who need none of this)', () => {
  it('keeps the database where PostgreSQL can reach it when the data folder lies in a private home', async () => {
    // mkdtemp makes folders that only their owner may enter.
    const home = await temporaryFolder();
    const folder = join(home, 'data');
    const server = await startServer({ database: { embedded: folder }, listen });
    const elsewhere = (await readFile(join(folder, 'postgres-folder.txt'), 'utf8')).trim();
    cleanUps.push(() => rm(elsewhere, { recursive: true, force: true }));
    cleanUps.push(() => server.stop());
    const desk = await TestDesk.enrol(server, 'd');
    await desk.send(chain('d', [callRecord()]));
    await server.stop();
    const again = await startServer({ database: { embedded: folder }, listen });
    cleanUps.push(() => again.stop());
    await eventually(async () => ((await storedNumbers(again, 'd')).length === 1 ? true : null));
    expect((await stat(home)).mode & 0o777).toBe(0o700);
  });
});
