import type pg from 'pg';
import { z } from 'zod';
import { callRecordSchema, type CallRecord } from '../../contracts/records';
import { addToSums } from '../learning/day-sums';
import { withoutNul, type Database } from '../store/database';

/** Channel that tells every server which records became visible; payload: JSON array of record ids. */
export const STORED_CHANNEL = 'sidetone_stored';

const BATCH = 100;
const MAX_ATTEMPTS = 5;
/** Wait before the next attempt: doubles from here (seconds). */
const FIRST_RETRY_SECONDS = 0.25;

interface QueueRow {
  id: string;
  desk_id: string;
  number: number;
  previous_hash: string;
  hash: string;
  body: string;
  attempts: number;
}

export interface DrainResult {
  stored: number;
  failed: number;
  buried: number;
}

const CLAIM_SQL = `
  SELECT id, desk_id, number, previous_hash, hash, body::text AS body, attempts FROM ingest_queue
  WHERE next_attempt_at <= now() ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`;

/**
 * Moves up to a batch of due messages from the queue to the store, in one transaction; when the batch fails for a reason
 * of its content, once more message by message, so that one poison message harms only itself.
 */
export async function drainOnce(database: Database): Promise<DrainResult> {
  try {
    return await database.transaction(async (client) => {
      const rows = await claim(client, BATCH);
      await store(client, rows);
      return { stored: rows.length, failed: 0, buried: 0 };
    });
  } catch (error) {
    if (isRetryable(error)) throw error;
  }
  const total: DrainResult = { stored: 0, failed: 0, buried: 0 };
  for (let index = 0; index < BATCH; index += 1) {
    const one = await drainSingle(database);
    if (one === null) break;
    total.stored += one.stored;
    total.failed += one.failed;
    total.buried += one.buried;
  }
  return total;
}

async function drainSingle(database: Database): Promise<DrainResult | null> {
  return database.transaction(async (client) => {
    const [row] = await claim(client, 1);
    if (!row) return null;
    await client.query('SAVEPOINT attempt');
    try {
      await store(client, [row]);
      return { stored: 1, failed: 0, buried: 0 };
    } catch (error) {
      await client.query('ROLLBACK TO SAVEPOINT attempt');
      const reason = describe(error);
      const attempts = row.attempts + 1;
      if (attempts >= MAX_ATTEMPTS) {
        await bury(client, row, attempts, reason);
        return { stored: 0, failed: 0, buried: 1 };
      }
      await client.query(
        `UPDATE ingest_queue SET attempts = $2, last_error = $3, next_attempt_at = now() + make_interval(secs => $4)
         WHERE id = $1`,
        [row.id, attempts, reason, FIRST_RETRY_SECONDS * 2 ** row.attempts],
      );
      return { stored: 0, failed: 1, buried: 0 };
    }
  });
}

async function claim(client: pg.PoolClient, limit: number): Promise<QueueRow[]> {
  return (await client.query<QueueRow>(CLAIM_SQL, [limit])).rows;
}

interface Parsed {
  row: QueueRow;
  record: CallRecord;
}

/** Records, their opt-outs and what they add to the sums together: never one without the others. Then tells every server. */
async function store(client: pg.PoolClient, rows: QueueRow[]): Promise<void> {
  if (rows.length === 0) return;
  const parsed: Parsed[] = rows.map((row) => ({ row, record: callRecordSchema.parse(JSON.parse(row.body)) }));
  const { rows: inserted } = await client.query<{ recordId: string }>(INSERT_SQL, [
    parsed.map(({ record }) => record.recordId),
    parsed.map(({ row }) => row.desk_id),
    parsed.map(({ row }) => row.number),
    parsed.map(({ row }) => row.previous_hash),
    parsed.map(({ row }) => row.hash),
    parsed.map(({ row }) => row.body),
    parsed.map(({ record }) => record.direction),
    parsed.map(({ record }) => record.startedAt),
    parsed.map(({ record }) => record.answeredAt),
    parsed.map(({ record }) => record.talkMs),
    parsed.map(({ record }) => record.practice !== undefined),
  ]);
  for (const { row, record } of parsed) {
    // Nobody has to be spared a practice customer's number.
    if (record.optOut && !record.practice) await storeOptOut(client, row.desk_id, record, record.optOut);
  }
  // A record that is stored already has been counted.
  const fresh = new Set(inserted.map(({ recordId }) => recordId));
  await addToSums(
    client,
    parsed
      .filter(({ record }) => fresh.has(record.recordId.toLowerCase()))
      .map(({ row, record }) => ({ deskId: row.desk_id, record })),
  );
  await client.query('DELETE FROM ingest_queue WHERE id = ANY($1::bigint[])', [rows.map((row) => row.id)]);
  const recordIds = parsed.map(({ record }) => record.recordId);
  await client.query('SELECT pg_notify($1, $2)', [STORED_CHANNEL, JSON.stringify(recordIds)]);
}

const INSERT_SQL = `
  INSERT INTO records
    (record_id, desk_id, number, previous_hash, hash, body, direction, started_at, answered_at, talk_ms, practice)
  SELECT record_id, desk_id, number, previous_hash, hash, body::json, direction, started_at, answered_at, talk_ms, practice
  FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::timestamptz[], $9::timestamptz[], $10::float8[], $11::boolean[])
    AS t(record_id, desk_id, number, previous_hash, hash, body, direction, started_at, answered_at, talk_ms, practice)
  ON CONFLICT DO NOTHING RETURNING record_id AS "recordId"`;

async function storeOptOut(
  client: pg.PoolClient,
  deskId: string,
  record: CallRecord,
  optOut: NonNullable<CallRecord['optOut']>,
): Promise<void> {
  await client.query(
    `INSERT INTO opt_outs (record_id, desk_id, remote_number, cue_id, phrase, said_at)
     VALUES ($1, $2, $3, $4, $5, $6::timestamptz + make_interval(secs => $7)) ON CONFLICT DO NOTHING`,
    [
      record.recordId,
      deskId,
      withoutNul(record.remoteNumber),
      withoutNul(optOut.cueId),
      withoutNul(optOut.phrase),
      record.startedAt,
      optOut.atMs / 1000,
    ],
  );
}

async function bury(client: pg.PoolClient, row: QueueRow, attempts: number, reason: string): Promise<void> {
  await client.query(
    `WITH gone AS (DELETE FROM ingest_queue WHERE id = $1 RETURNING *)
     INSERT INTO dead_letters (id, desk_id, number, previous_hash, hash, body, attempts, last_error, received_at)
     SELECT id, desk_id, number, previous_hash, hash, body, $2, $3, received_at FROM gone`,
    [row.id, attempts, reason],
  );
}

function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'retryable' in error && error.retryable === true;
}

/** Why a message could not be stored, without its values: SQLSTATE or the kind of error. */
function describe(error: unknown): string {
  if (error instanceof z.ZodError) return `invalid: ${error.issues.map((issue) => issue.path.join('.')).join(', ')}`;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return `SQLSTATE ${error.code}`;
  return error instanceof Error ? error.name : 'unknown';
}

export interface QueueDepth {
  waiting: number;
  dead: number;
}

export async function queueDepth(database: Database): Promise<QueueDepth> {
  const [row] = await database.query<QueueDepth>(
    `SELECT (SELECT count(*) FROM ingest_queue)::int AS waiting, (SELECT count(*) FROM dead_letters)::int AS dead`,
  );
  return row ?? { waiting: 0, dead: 0 };
}
