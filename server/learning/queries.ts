import type { Language } from '../../contracts/cues';
import { LEARNING_DAYS, type CardLearningAnswer, type ScriptSums } from '../../contracts/server-api';
import type { Database } from '../store/database';

/** More cards than any book has: a desk that invents ids fills no other desk's memory. */
const MOST_CARDS = 2_000;

/** From the oldest day that counts to tomorrow: a clock that runs ahead a little is no reason to forget its calls. */
const RECENT = `day > (now() AT TIME ZONE 'UTC')::date - ${LEARNING_DAYS}
  AND day <= (now() AT TIME ZONE 'UTC')::date + 1`;

/** What the desks of a team did with each card, all desks' where `team` is empty; those of `ownDeskId` left out. */
export async function cardLearning(
  database: Database,
  { team, ownDeskId }: { team: string; ownDeskId: string },
): Promise<CardLearningAnswer> {
  const cards = await database.query<CardLearningAnswer['cards'][number]>(
    `SELECT cue_id AS "cueId", language, sum(used)::int AS used, sum(dismissed)::int AS dismissed
     FROM card_days WHERE ${RECENT} AND ($1 = '' OR team = $1) AND desk_id <> $2
     GROUP BY cue_id, language ORDER BY sum(used) + sum(dismissed) DESC, cue_id, language LIMIT ${MOST_CARDS}`,
    [team, ownDeskId],
  );
  return { cards };
}

/** How the calls of all desks ended with each version of the script, of one language or of all. */
export async function scriptSums(database: Database, language: Language | null): Promise<ScriptSums[]> {
  return database.query<ScriptSums>(
    `SELECT language, script_id AS id, nullif(wording, '') AS wording, (array_agg(label ORDER BY day DESC))[1] AS label,
       sum(calls)::int AS calls, sum(good)::int AS good, sum(sales)::int AS sales
     FROM script_days WHERE ${RECENT} AND ($1::text IS NULL OR language = $1)
     GROUP BY language, script_id, wording ORDER BY language, script_id, max(day) DESC, wording`,
    [language],
  );
}
