import type { Language } from '../../contracts/cues';
import { LEARNING_DAYS, type CardLearningAnswer, type ScriptSums } from '../../contracts/server-api';
import type { Database } from '../store/database';

type CardSum = CardLearningAnswer['cards'][number];
type DeskSum = CardSum & { deskId: string };

/** More cards than any book has: a desk that invents ids fills no other desk's memory, nor the server's. */
const MOST_CARDS = 2_000;
const MOST_ROWS = 200_000;

/** From the oldest day that counts to tomorrow: a clock that runs ahead a little is no reason to forget its calls. */
const RECENT = `day > (now() AT TIME ZONE 'UTC')::date - ${LEARNING_DAYS}
  AND day <= (now() AT TIME ZONE 'UTC')::date + 1`;

/**
 * What desks did with their cards. Desks that ask while their team is being summed up share the sum: a floor that signs
 * on at nine asks a handful of times.
 */
export class CardSums {
  readonly #database: Pick<Database, 'query'>;
  readonly #running = new Map<string, Promise<DeskSum[]>>();

  constructor(database: Pick<Database, 'query'>) {
    this.#database = database;
  }

  /** Of the desks of a team, all desks' where `team` is empty; those of `ownDeskId` left out. The most marked first. */
  async ofOthers(team: string, ownDeskId: string): Promise<CardLearningAnswer> {
    const sums = new Map<string, CardSum>();
    for (const { deskId, cueId, language, used, dismissed } of await this.#byDesk(team)) {
      if (deskId === ownDeskId) continue;
      const key = `${language} ${cueId}`;
      const before = sums.get(key) ?? { used: 0, dismissed: 0 };
      sums.set(key, { cueId, language, used: before.used + used, dismissed: before.dismissed + dismissed });
    }
    const marks = ({ used, dismissed }: CardSum) => used + dismissed;
    return { cards: [...sums.values()].sort((a, b) => marks(b) - marks(a)).slice(0, MOST_CARDS) };
  }

  #byDesk(team: string): Promise<DeskSum[]> {
    const running = this.#running.get(team);
    if (running) return running;
    const asked = this.#database
      .query<DeskSum>(
        `SELECT desk_id AS "deskId", cue_id AS "cueId", language, sum(used)::int AS used, sum(dismissed)::int AS dismissed
         FROM card_days WHERE ${RECENT} AND ($1 = '' OR team = $1)
         GROUP BY desk_id, cue_id, language ORDER BY sum(used) + sum(dismissed) DESC LIMIT ${MOST_ROWS}`,
        [team],
      )
      .finally(() => this.#running.delete(team));
    this.#running.set(team, asked);
    return asked;
  }
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
