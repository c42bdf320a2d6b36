import type { z } from 'zod';
import { GENESIS_HASH } from '../../contracts/records';
import type { ChainReport, optOutsSchema } from '../../contracts/server-api';
import type { Database } from '../store/database';

/** How whole the chain of a desk is, by what was acknowledged (stored or still queued). */
export async function chainReport(database: Database, deskId: string): Promise<ChainReport> {
  const [summary] = await database.query<{ records: number; highestNumber: number; lastHash: string | null }>(
    `SELECT count(*)::int AS records, coalesce(max(number), 0) AS "highestNumber",
       (array_agg(hash ORDER BY number DESC))[1] AS "lastHash"
     FROM chain_links WHERE desk_id = $1`,
    [deskId],
  );
  const gaps = await database.query<{ from: number; to: number }>(
    `SELECT before + 1 AS "from", number - 1 AS "to"
     FROM (SELECT number, lag(number, 1, 0) OVER (ORDER BY number) AS before FROM chain_links WHERE desk_id = $1) AS links
     WHERE number > before + 1 ORDER BY number`,
    [deskId],
  );
  const broken = await database.query<{ number: number }>(
    `SELECT link.number FROM chain_links link
     LEFT JOIN chain_links before ON before.desk_id = link.desk_id AND before.number = link.number - 1
     WHERE link.desk_id = $1
       AND link.previous_hash <> CASE WHEN link.number = 1 THEN $2 ELSE before.hash END
     ORDER BY link.number`,
    [deskId, GENESIS_HASH],
  );
  return {
    deskId,
    records: summary?.records ?? 0,
    highestNumber: summary?.highestNumber ?? 0,
    gaps,
    broken: broken.map((row) => row.number),
    whole: gaps.length === 0 && broken.length === 0,
    lastHash: summary?.lastHash ?? null,
  };
}

export interface RecordsQuery {
  deskId: string | null;
  limit: number;
  /** Only records older than this: a recordId of an earlier page, or an ISO time. */
  before: { recordId: string } | { time: string } | null;
}

/**
 * One page of records, newest first, as JSON text of the contract's recordsPageSchema. The text is put together in the
 * database from the stored bodies, so that a reader can verify each hash.
 */
export async function recordsPageJson(database: Database, { deskId, limit, before }: RecordsQuery): Promise<string> {
  const rows = await database.query<{ item: string }>(
    `SELECT json_build_object('deskId', desk_id, 'number', number, 'previousHash', previous_hash, 'hash', hash,
       'record', body)::text AS item
     FROM records
     WHERE ($1::text IS NULL OR desk_id = $1)
       AND ($3::timestamptz IS NULL OR started_at < $3)
       AND ($4::uuid IS NULL OR (started_at, record_id) < (SELECT started_at, record_id FROM records WHERE record_id = $4))
     ORDER BY started_at DESC, record_id DESC LIMIT $2`,
    [
      deskId,
      limit,
      before && 'time' in before ? before.time : null,
      before && 'recordId' in before ? before.recordId : null,
    ],
  );
  return `{"records":[${rows.map((row) => row.item).join(',')}]}`;
}

type OptOut = z.infer<typeof optOutsSchema>['optOuts'][number];

/** Every confirmed opt-out, newest first. */
export async function listOptOuts(database: Database): Promise<OptOut[]> {
  const rows = await database.query<Omit<OptOut, 'at'> & { at: Date }>(
    `SELECT remote_number AS number, record_id AS "recordId", desk_id AS "deskId", phrase, said_at AS at
     FROM opt_outs ORDER BY said_at DESC, record_id DESC`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
