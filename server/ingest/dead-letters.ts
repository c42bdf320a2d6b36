import type { DeadLetter } from '../../contracts/server-api';
import type { Database } from '../store/database';
import { QUEUED_CHANNEL } from './ingest';

/** What could not be stored, oldest first. */
export async function listDeadLetters(database: Database): Promise<DeadLetter[]> {
  const rows = await database.query<
    Omit<DeadLetter, 'id' | 'receivedAt' | 'buriedAt'> & { id: string; receivedAt: Date; buriedAt: Date }
  >(
    `SELECT id, desk_id AS "deskId", number, attempts, last_error AS reason, received_at AS "receivedAt",
       buried_at AS "buriedAt"
     FROM dead_letters ORDER BY id`,
  );
  return rows.map((row) => ({
    ...row,
    id: Number(row.id),
    receivedAt: row.receivedAt.toISOString(),
    buriedAt: row.buriedAt.toISOString(),
  }));
}

/** Puts one dead letter, or all of them, back into the queue and wakes every worker. Answers how many. */
export async function replayDeadLetters(database: Database, id: number | null): Promise<number> {
  return database.transaction(async (client) => {
    const { rowCount } = await client.query(
      `WITH risen AS (DELETE FROM dead_letters WHERE $1::bigint IS NULL OR id = $1 RETURNING *)
       INSERT INTO ingest_queue (desk_id, number, previous_hash, hash, body, received_at)
       SELECT desk_id, number, previous_hash, hash, body, received_at FROM risen ORDER BY id`,
      [id],
    );
    await client.query(`SELECT pg_notify($1, '')`, [QUEUED_CHANNEL]);
    return rowCount ?? 0;
  });
}
