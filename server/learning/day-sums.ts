import type pg from 'pg';
import type { CallRecord } from '../../contracts/records';
import { cardMarks } from '../../domain/card-marks';
import { scriptTally } from '../../domain/script-outcomes';
import { withoutNul } from '../store/database';

interface StoredRecord {
  deskId: string;
  record: CallRecord;
}

/**
 * Adds what the agents did with their cards, and how calls with a version of a script ended, to the sums of their days.
 * Adding twice counts twice: only for records that have just been stored, in the transaction that stores them.
 */
export async function addToSums(client: pg.PoolClient, stored: readonly StoredRecord[]): Promise<void> {
  const marks = stored.flatMap(({ deskId, record }) =>
    [...cardMarks(record)].map(([cueId, { used, dismissed }]) => [
      ...[record.startedAt, withoutNul(record.team ?? ''), deskId, record.language, cueId],
      ...[used, dismissed],
    ]),
  );
  const tallies = stored.flatMap(({ record }) => {
    const tally = scriptTally(record);
    if (!tally) return [];
    const { id, wording, label, calls, good, sales } = tally;
    return [[record.startedAt, record.language, id, wording ?? '', withoutNul(label), calls, good, sales]];
  });
  if (marks.length > 0) await client.query(CARDS_SQL, columns(marks));
  if (tallies.length > 0) await client.query(SCRIPTS_SQL, columns(tallies));
}

function columns(rows: readonly (string | number)[][]): (string | number | undefined)[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));
}

const DAY = `(started_at AT TIME ZONE 'UTC')::date`;

// In the order of the keys, so that two workers take their row locks in the same order and cannot deadlock.
const CARDS_SQL = `
  INSERT INTO card_days AS known (day, team, desk_id, language, cue_id, used, dismissed)
  SELECT ${DAY}, team, desk_id, language, cue_id, sum(used), sum(dismissed)
  FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[])
    AS t(started_at, team, desk_id, language, cue_id, used, dismissed)
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (day, team, desk_id, language, cue_id)
  DO UPDATE SET used = known.used + excluded.used, dismissed = known.dismissed + excluded.dismissed`;

const SCRIPTS_SQL = `
  INSERT INTO script_days AS known (day, language, script_id, wording, label, calls, good, sales)
  SELECT ${DAY}, language, script_id, wording, (array_agg(label ORDER BY started_at DESC))[1],
    sum(calls), sum(good), sum(sales)
  FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[])
    AS t(started_at, language, script_id, wording, label, calls, good, sales)
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT (day, language, script_id, wording)
  DO UPDATE SET label = excluded.label, calls = known.calls + excluded.calls, good = known.good + excluded.good,
    sales = known.sales + excluded.sales`;
