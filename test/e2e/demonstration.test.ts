import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EmbeddedPostgres } from '../../server/embedded-postgres';
import { earsMissing } from '../support/models-missing';

const repository = path.resolve(import.meta.dirname, '../..');
const RUN_LIMIT_MS = 15 * 60_000;

const reportSchema = z.object({
  ok: z.boolean(),
  steps: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      ms: z.number(),
      evidence: z.string(),
      screenshot: z.string().nullable(),
    }),
  ),
});

interface Stored {
  desk_id: string;
  number: number;
  previous_hash: string;
  hash: string;
  body: string;
}

/** JSON with sorted keys, written anew here: the product's own code must not prove itself. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${sorted(member)}`).join(',')}}`;
}

// One run for all: it takes about two minutes.
describe.skipIf(earsMissing)(`the demonstration${earsMissing ? ` (${earsMissing})` : ''}`, () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let database: pg.Client;
  let exitCode: unknown;
  let output = '';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-demonstration-'));
    await chmod(folder, 0o711);
    postgres = await EmbeddedPostgres.start(folder);
    database = new pg.Client({ connectionString: postgres.url });
    await database.connect();
    const args = ['--report', path.join(folder, 'report'), '--database-url', postgres.url];
    const child = spawn(process.execPath, ['--import', 'tsx', 'build/demo/run.ts', ...args], {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    [exitCode] = (await once(child, 'close')) as unknown[];
  }, RUN_LIMIT_MS);

  afterAll(async () => {
    await database?.end();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const rows = async <Row extends pg.QueryResultRow>(sql: string) => (await database.query<Row>(sql)).rows;

  it('ends with exit code 0 and a report in which every step held, with a picture of each scene', async () => {
    const report = reportSchema.parse(JSON.parse(await readFile(path.join(folder, 'report', 'report.json'), 'utf8')));
    expect(report.steps.filter(({ ok }) => !ok)).toEqual([]);
    expect({ exitCode, ok: report.ok }, output).toEqual({ exitCode: 0, ok: true });
    expect(report.steps.length).toBeGreaterThanOrEqual(14);
    const pictures = report.steps.flatMap(({ screenshot }) => (screenshot === null ? [] : [screenshot]));
    expect(pictures.length).toBeGreaterThanOrEqual(12);
    for (const picture of pictures)
      expect((await stat(path.join(folder, 'report', picture))).size).toBeGreaterThan(5_000);
    expect(await readFile(path.join(folder, 'report', 'index.html'), 'utf8')).toContain(pictures[0]);
  });

  it('leaves six records in PostgreSQL, each once, and nothing on the way there', async () => {
    expect(await rows('SELECT count(*)::int AS all, count(DISTINCT record_id)::int AS calls FROM records')).toEqual([
      { all: 6, calls: 6 },
    ]);
    expect(await rows('SELECT DISTINCT number FROM records ORDER BY number')).toHaveLength(6);
    expect(await rows('SELECT min(number) AS first, max(number) AS last FROM records')).toEqual([
      { first: 1, last: 6 },
    ]);
    expect(await rows('SELECT id FROM ingest_queue UNION ALL SELECT id FROM dead_letters')).toEqual([]);
  });

  it('leaves a chain that holds when every hash is computed again from the stored text', async () => {
    const links = await rows<Stored>(
      'SELECT desk_id, number, previous_hash, hash, body::text AS body FROM records ORDER BY number',
    );
    let previous = '0'.repeat(64);
    for (const { desk_id, number, previous_hash, hash, body } of links) {
      expect(previous_hash).toBe(previous);
      const text = `${desk_id}\n${number}\n${previous_hash}\n${sorted(JSON.parse(body))}`;
      expect(hash).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      previous = hash;
    }
    expect(links).toHaveLength(6);
  });

  it('tells of each call what happened: who, which way, how it ended', async () => {
    const calls = await rows(
      `SELECT number, direction, body->>'remoteNumber' AS remote, body->>'cause' AS cause, talk_ms > 0 AS talked
       FROM records ORDER BY number`,
    );
    expect(calls).toMatchObject([
      { number: 1, direction: 'outbound', remote: '8001', cause: 'agent-hangup', talked: true },
      { number: 2, direction: 'outbound', remote: '8002', talked: true },
      { number: 3, direction: 'outbound', remote: '8010', cause: 'agent-hangup', talked: true },
      { number: 4, direction: 'inbound', remote: '8001', cause: 'agent-hangup', talked: true },
      { number: 5, direction: 'inbound', remote: '8001', cause: 'declined-by-agent', talked: false },
      { number: 6, direction: 'outbound', remote: '8003', cause: 'agent-hangup', talked: true },
    ]);
  });

  it('keeps the opt-out as a row of its own, of the second call, and hears English in the third', async () => {
    const optOuts = await rows(
      `SELECT opt_outs.remote_number, records.number, opt_outs.phrase <> '' AS heard
       FROM opt_outs JOIN records USING (record_id)`,
    );
    expect(optOuts).toEqual([{ remote_number: '8002', number: 2, heard: true }]);
    const [english] = await rows<{ timeline: { type: string; title?: string }[] }>(
      `SELECT body->'timeline' AS timeline FROM records WHERE number = 3`,
    );
    expect(english?.timeline).toContainEqual(
      expect.objectContaining({ type: 'card', title: 'Asks for a lower price' }),
    );
  });
});
