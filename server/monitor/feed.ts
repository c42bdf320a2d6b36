import type { z } from 'zod';
import { callRecordSchema } from '../../contracts/records';
import type { RecordFeedItem, todayCountsSchema } from '../../contracts/server-api';
import type { Database } from '../store/database';

export type TodayCounts = z.infer<typeof todayCountsSchema>;

interface FeedRow {
  desk_id: string;
  number: number;
  body: unknown;
}

/** The newest records as feed lines, newest first. */
export async function newestFeed(database: Database, limit: number): Promise<RecordFeedItem[]> {
  const rows = await database.query<FeedRow>(
    'SELECT desk_id, number, body FROM records ORDER BY started_at DESC, record_id DESC LIMIT $1',
    [limit],
  );
  return rows.map(toFeedItem);
}

/** Feed lines of these records, oldest first. */
export async function feedOf(database: Database, recordIds: string[]): Promise<RecordFeedItem[]> {
  const rows = await database.query<FeedRow>(
    'SELECT desk_id, number, body FROM records WHERE record_id = ANY($1::uuid[]) ORDER BY started_at, record_id',
    [recordIds],
  );
  return rows.map(toFeedItem);
}

/** Counts of the real calls that began since midnight of the server's own time zone. */
export async function todayCounts(database: Database, now: Date = new Date()): Promise<TodayCounts> {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const [row] = await database.query<{
    calls: number;
    answered: number;
    outbound: number;
    outboundAnswered: number;
    talkMs: number;
    optOuts: number;
  }>(
    `SELECT count(*)::int AS calls,
       count(answered_at)::int AS answered,
       (count(*) FILTER (WHERE direction = 'outbound'))::int AS outbound,
       (count(answered_at) FILTER (WHERE direction = 'outbound'))::int AS "outboundAnswered",
       coalesce(sum(talk_ms), 0) AS "talkMs",
       count(opt_outs.record_id)::int AS "optOuts"
     FROM records LEFT JOIN opt_outs USING (record_id) WHERE started_at >= $1 AND NOT practice`,
    [midnight],
  );
  if (!row) return { calls: 0, answered: 0, answerRate: null, talkMs: 0, optOuts: 0 };
  const { calls, answered, outbound, outboundAnswered, talkMs, optOuts } = row;
  return { calls, answered, answerRate: outbound === 0 ? null : outboundAnswered / outbound, talkMs, optOuts };
}

/** `13800138000` → `138****8000`; short numbers (extensions) keep their last digit only. */
export function maskNumber(number: string): string {
  if (number.length >= 8) return `${number.slice(0, -8)}****${number.slice(-4)}`;
  return `${'*'.repeat(Math.max(0, number.length - 1))}${number.slice(-1)}`;
}

function toFeedItem(row: FeedRow): RecordFeedItem {
  const record = callRecordSchema.parse(row.body);
  const cues = record.timeline.flatMap((entry) =>
    entry.type === 'card' && entry.state !== 'withdrawn' ? [entry.title] : [],
  );
  return {
    recordId: record.recordId,
    deskId: row.desk_id,
    number: row.number,
    direction: record.direction,
    maskedNumber: maskNumber(record.remoteNumber),
    customerName: record.customerName,
    startedAt: record.startedAt,
    talkMs: record.talkMs,
    cause: record.cause,
    disposition: record.disposition,
    cues: [...new Set(cues)],
    ...(record.practice ? { practice: true } : {}),
  };
}
