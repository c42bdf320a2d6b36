import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deadLettersSchema, type DeadLetter } from '../../contracts/server-api';
import { startServer, type RunningServer } from '../../server/server';
import { callRecord, chain, eventually, getAs, openSocket, startTestServer, TestDesk } from './server-fixtures';

const repository = path.resolve(import.meta.dirname, '../..');
let server: RunningServer;
let dispose: () => Promise<void>;
/** A connection of our own: what the server says of itself is not taken for granted. */
let database: pg.Client;
beforeAll(async () => {
  ({ server, dispose } = await startTestServer());
  database = new pg.Client({ connectionString: server.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await dispose();
});

const supervisor = () => server.tokens.supervisorToken ?? '';

async function countOf(sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await database.query<{ count: string }>(sql, values);
  return Number(rows[0]?.count);
}

const metric = async (name: string) => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
};

async function deadLetters(): Promise<DeadLetter[]> {
  const response = await getAs(server.url, '/v1/dead-letters', supervisor());
  return deadLettersSchema.parse(await response.json()).deadLetters;
}

/** `npm run server -- …` to its end. */
async function command(...args: string[]): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...args], { cwd: repository });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, errors };
}

describe('dead letters', () => {
  it('are kept with the reason, and stored once by a replay when the cause is gone', async () => {
    const desk = await TestDesk.enrol(server, 'desk-poison');
    // A rule of the database that this record breaks, as a half-done migration would.
    await database.query('ALTER TABLE records ADD CONSTRAINT odd CHECK (talk_ms <> 4711)');
    const poison = callRecord({ talkMs: 4711, optOut: { cueId: 'stop', phrase: '不要再打', atMs: 1 } });
    await desk.send(chain(desk.deskId, [callRecord(), poison, callRecord()]));
    const [letter] = await eventually(async () => {
      const letters = await deadLetters();
      return letters.length > 0 ? letters : null;
    });
    expect(letter).toMatchObject({ deskId: 'desk-poison', number: 2, attempts: 5, reason: 'SQLSTATE 23514' });
    expect(await countOf('SELECT count(*) FROM records WHERE desk_id = $1', ['desk-poison'])).toBe(2);

    const list = await command('dead-letters', 'list', '--server', server.url, '--supervisor-token', supervisor());
    expect({ ...list, output: JSON.parse(list.output) as unknown }).toEqual({ code: 0, output: letter, errors: '' });
    expect(list.output).not.toContain(poison.remoteNumber);

    await database.query('ALTER TABLE records DROP CONSTRAINT odd');
    const id = String(letter?.id);
    const replay = await command(
      'dead-letters',
      'replay',
      id,
      '--server',
      server.url,
      '--supervisor-token',
      supervisor(),
    );
    expect(replay).toEqual({ code: 0, output: '{"replayed":1}\n', errors: '' });
    await eventually(async () =>
      (await countOf('SELECT count(*) FROM records WHERE record_id = $1', [poison.recordId])) === 1 ? true : null,
    );
    expect(await countOf('SELECT count(*) FROM opt_outs WHERE record_id = $1', [poison.recordId])).toBe(1);
    expect(await deadLetters()).toEqual([]);
  });

  it('come back under a new id when the cause is not gone; replaying all takes each', async () => {
    const desk = await TestDesk.enrol(server, 'desk-still-poison');
    const poison = () => callRecord({ startedAt: '0000-01-01T00:00:00Z' });
    await desk.send(chain(desk.deskId, [poison(), poison()]));
    const before = await eventually(async () => ((await deadLetters()).length === 2 ? deadLetters() : null));
    const replay = await command(
      'dead-letters',
      'replay',
      'all',
      '--server',
      server.url,
      '--supervisor-token',
      supervisor(),
    );
    expect(replay.output).toBe('{"replayed":2}\n');
    const after = await eventually(async () => ((await deadLetters()).length === 2 ? deadLetters() : null));
    expect(after.map(({ number }) => number)).toEqual([1, 2]);
    expect(after.some(({ id }) => before.some((earlier) => earlier.id === id))).toBe(false);
    expect(await metric('sidetone_dead_letters')).toBe(2);
    await database.query('DELETE FROM dead_letters');
  });

  it('are for supervisors only, and an unknown one is said to be so', async () => {
    const desk = await TestDesk.enrol(server, 'desk-curious');
    expect((await desk.get('/v1/dead-letters')).status).toBe(403);
    const token = supervisor();
    const unknown = await command(
      'dead-letters',
      'replay',
      '999999',
      '--server',
      server.url,
      '--supervisor-token',
      token,
    );
    expect(unknown).toMatchObject({ code: 1, errors: 'There is no dead letter 999999.\n' });
    const forbidden = await command('dead-letters', 'list', '--server', server.url, '--supervisor-token', desk.token);
    expect(forbidden).toMatchObject({ code: 1, errors: expect.stringContaining('Only a supervisor') as unknown });
    const wrong = await command('dead-letters', 'burn');
    expect(wrong).toMatchObject({ code: 2, errors: expect.stringContaining('dead-letters list') as unknown });
  });
});

describe('the queue gauge', () => {
  it('counts what waits while no worker can store', async () => {
    const desk = await TestDesk.enrol(server, 'desk-waiting');
    await database.query('BEGIN; LOCK TABLE records IN ACCESS EXCLUSIVE MODE');
    try {
      await desk.send(chain(desk.deskId, [callRecord(), callRecord(), callRecord()]));
      expect(await metric('sidetone_queue_depth')).toBe(3);
    } finally {
      await database.query('ROLLBACK');
    }
    await eventually(async () => ((await metric('sidetone_queue_depth')) === 0 ? true : null));
  });
});

describe('roles', () => {
  it('let a desk watch the floor only if it enrolled with the supervisor token', async () => {
    const agent = await TestDesk.enrol(server, 'desk-agent');
    const tokens = { ...server.tokens, enrolmentToken: supervisor() };
    const chief = await TestDesk.enrol({ url: server.url, tokens }, 'desk-chief');
    const refused = await openSocket(`${server.url}/v1/monitor-socket?token=${agent.token}`);
    const [code] = (await once(refused, 'close')) as [number];
    expect(code).toBe(4403);
    const watching = await openSocket(`${server.url}/v1/monitor-socket?token=${chief.token}`);
    const [message] = (await once(watching, 'message')) as [Buffer];
    expect(JSON.parse(message.toString())).toMatchObject({ type: 'snapshot' });
    watching.close();
    expect((await chief.get(`/v1/desks/${agent.deskId}/chain`)).status).toBe(200);
    expect((await agent.get(`/v1/desks/${chief.deskId}/chain`)).status).toBe(403);
  });

  it('cannot be had by guessing: wrong tokens close the door for a while', async () => {
    const { server: other, dispose: end } = await startTestServer();
    const enrol = (enrolmentToken: string | null) =>
      fetch(`${other.url}/v1/devices/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ enrolmentToken, deskId: 'guesser', name: '' }),
      });
    for (let guess = 0; guess < 10; guess += 1) expect((await enrol(`guess-${guess}`)).status).toBe(401);
    const answer = await enrol(other.tokens.enrolmentToken);
    expect(answer.status).toBe(429);
    expect(await answer.json()).toMatchObject({ error: { code: 'too-many-attempts', retryable: true } });
    await end();
  });
});

describe('every answer', () => {
  it('tells a browser not to guess, frame or keep it', async () => {
    const { headers } = await getAs(server.url, '/v1/customers', supervisor());
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('to a body that is too large or not JSON says what is wrong', async () => {
    const post = (body: string) =>
      fetch(`${server.url}/v1/devices/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
    const large = await post(JSON.stringify({ enrolmentToken: 'x'.repeat(2 * 1024 * 1024) }));
    expect(large.status).toBe(413);
    expect(await large.json()).toMatchObject({ error: { code: 'body-too-large', retryable: false } });
    const broken = await post('{"enrolmentToken":');
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject({ error: { code: 'invalid-request', retryable: false } });
  });
});

describe('a server alone, on a PostgreSQL of its own administrator', () => {
  it('takes in a record, answers what is under way when it is stopped, and leaves the database running', async () => {
    const alone = spawn(
      process.execPath,
      ['--import', 'tsx', 'server/main.ts', '--database-url', server.databaseUrl, '--listen', '127.0.0.1:0'],
      { cwd: repository, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const exited = once(alone, 'exit');
    const lines: string[] = [];
    const url = await new Promise<string>((resolve) => {
      alone.stdout.on('data', (chunk: Buffer) => {
        lines.push(chunk.toString());
        const ready = /"event":"ready","url":"([^"]+)"/.exec(lines.join(''))?.[1];
        if (ready) resolve(ready);
      });
    });
    const desk = await TestDesk.enrol({ url, tokens: server.tokens }, 'desk-alone');
    const [first, second] = chain(desk.deskId, [callRecord(), callRecord()]);
    expect(await desk.send([first])).toEqual([{ status: 'stored', number: 1 }]);

    await database.query('BEGIN; LOCK TABLE chain_links IN ACCESS EXCLUSIVE MODE');
    const underWay = desk.send([second]);
    await eventually(async () =>
      (await countOf(`SELECT count(*) FROM pg_locks WHERE relation = 'chain_links'::regclass AND NOT granted`)) > 0
        ? true
        : null,
    );
    alone.kill('SIGTERM');
    await eventually(() =>
      fetch(`${url}/healthz`).then(
        () => null,
        () => true as const,
      ),
    );
    await database.query('ROLLBACK');
    expect(await underWay).toEqual([{ status: 'stored', number: 2 }]);
    expect(await exited).toEqual([0, null]);
    await eventually(async () =>
      (await countOf('SELECT count(*) FROM records WHERE desk_id = $1', ['desk-alone'])) === 2 ? true : null,
    );
  });

  it('says which part of its database address is wrong without printing the password', async () => {
    const url = new URL(server.databaseUrl);
    url.password = 'wrong-password';
    await expect(
      startServer({ database: { url: url.href }, listen: { host: '127.0.0.1', port: 0 } }),
    ).rejects.toMatchObject({
      code: 'database-refused',
      message: expect.not.stringContaining('wrong-password') as unknown,
    });
  });
});
