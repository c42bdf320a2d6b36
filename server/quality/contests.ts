import type pg from 'pg';
import {
  recordContestsSchema,
  type ContestRequest,
  type OpenContest,
  type RecordContests,
} from '../../contracts/contests';
import { SidetoneError } from '../../contracts/errors';
import { contestEntrySchema, qualityScoreSchema, type QualityScore } from '../../contracts/quality-form';
import { contest, contestState, decide, withHistory } from '../../domain/quality/contest';
import type { Database } from '../store/database';

/** Whose record it is. @throws SidetoneError `record-not-stored` (retryable): it may still be on its way. */
export async function deskOfRecord(database: Database, recordId: string): Promise<string> {
  const [row] = await database.query<{ deskId: string }>(
    'SELECT desk_id AS "deskId" FROM records WHERE record_id = $1',
    [recordId],
  );
  if (row) return row.deskId;
  throw new SidetoneError('record-not-stored', 'This record is not stored here, or not yet.', { retryable: true });
}

const HISTORY = `SELECT coalesce(json_agg(json_build_object('itemId', item_id, 'history', history) ORDER BY item_id), '[]') AS items
  FROM (SELECT item_id, json_agg(entry ORDER BY position) AS history FROM score_contests WHERE record_id = $1 GROUP BY item_id) AS each`;

export async function contestsOf(database: Database, recordId: string): Promise<RecordContests> {
  const [row] = await database.query<{ items: unknown }>(HISTORY, [recordId]);
  return recordContestsSchema.parse({ items: row?.items ?? [] });
}

/** The agent's word against an item. @throws SidetoneError `contest-not-possible` as domain/quality/contest says. */
export function addContest(
  database: Database,
  recordId: string,
  { itemId, comment, at }: ContestRequest,
  by: string,
): Promise<RecordContests> {
  return change(database, recordId, itemId, (score) => {
    const known = score.items.find((item) => item.itemId === itemId)?.history ?? [];
    // Sent again, for the answer was lost.
    if (known.some((entry) => entry.type === 'contested' && entry.at === at && entry.by === by)) return score;
    return contest(score, itemId, comment, { by, at });
  });
}

/** The supervisor's word on an open contest. @throws SidetoneError as {@link addContest}. */
export function addDecision(
  database: Database,
  recordId: string,
  itemId: string,
  verdict: { accepted: boolean; comment: string | null },
  by: string,
): Promise<RecordContests> {
  return change(database, recordId, itemId, (score) =>
    decide(score, itemId, verdict, { by, at: new Date().toISOString() }),
  );
}

/** One at a time for a record: two supervisors cannot decide the same contest. */
async function change(
  database: Database,
  recordId: string,
  itemId: string,
  next: (score: QualityScore) => QualityScore,
): Promise<RecordContests> {
  await database.transaction(async (client) => {
    const score = await lockedScore(client, recordId);
    const before = score.items.find((item) => item.itemId === itemId)?.history.length ?? 0;
    const history = next(score).items.find((item) => item.itemId === itemId)?.history ?? [];
    for (const [offset, entry] of history.slice(before).entries()) {
      await client.query('INSERT INTO score_contests (record_id, item_id, position, entry) VALUES ($1, $2, $3, $4)', [
        recordId,
        itemId,
        before + offset,
        JSON.stringify(contestEntrySchema.parse(entry)),
      ]);
    }
  });
  return contestsOf(database, recordId);
}

async function lockedScore(client: pg.PoolClient, recordId: string): Promise<QualityScore> {
  const { rows } = await client.query<{ score: unknown }>(
    `SELECT body->'review'->'score' AS score FROM records WHERE record_id = $1 FOR UPDATE`,
    [recordId],
  );
  const score = qualityScoreSchema.safeParse(rows[0]?.score);
  if (!score.success) throw new SidetoneError('contest-not-possible', 'This call has no score.');
  const history = await client.query<{ items: unknown }>(HISTORY, [recordId]);
  const { items } = recordContestsSchema.parse({ items: history.rows[0]?.items ?? [] });
  return withHistory(score.data, items);
}

/** Contests that wait for a decision, the longest waiting first. */
export async function openContests(database: Database): Promise<OpenContest[]> {
  const rows = await database.query<{
    recordId: string;
    agentExtension: string;
    customerName: string | null;
    startedAt: string;
    score: unknown;
    items: unknown;
  }>(
    `SELECT record_id AS "recordId", body->>'agentExtension' AS "agentExtension", body->>'customerName' AS "customerName",
       body->>'startedAt' AS "startedAt", body->'review'->'score' AS score,
       (SELECT json_agg(json_build_object('itemId', item_id, 'history', history))
        FROM (SELECT item_id, json_agg(entry ORDER BY position) AS history FROM score_contests
              WHERE record_id = records.record_id GROUP BY item_id) AS each) AS items
     FROM records
     WHERE record_id IN (
       SELECT record_id FROM (
         SELECT DISTINCT ON (record_id, item_id) record_id, entry->>'type' AS type FROM score_contests
         ORDER BY record_id, item_id, position DESC) AS last
       WHERE type = 'contested')
     LIMIT 200`,
  );
  return rows
    .flatMap(({ score, items, ...call }) => {
      const parsed = qualityScoreSchema.safeParse(score);
      if (!parsed.success) return [];
      const whole = withHistory(parsed.data, recordContestsSchema.parse({ items }).items);
      return whole.items.filter((item) => contestState(item) === 'open').map((item) => ({ ...call, item }));
    })
    .sort((a, b) => (a.item.history.at(-1)?.at ?? '').localeCompare(b.item.history.at(-1)?.at ?? ''));
}
