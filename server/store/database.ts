import pg from 'pg';
import { SidetoneError } from '../../contracts/errors';

/** By this name a starting server tells whether another one is at work on the same embedded data. */
export const APPLICATION_NAME = 'sidetone-server';

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 20_000;

/** The pool and the one way to run a transaction. Failures of PostgreSQL come out as SidetoneError, see {@link toDatabaseError}. */
export class Database {
  readonly #pool: pg.Pool;

  constructor(
    readonly url: string,
    options: { maxConnections?: number } = {},
  ) {
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: APPLICATION_NAME,
      max: options.maxConnections ?? 10,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // A connection whose peer vanished without a word must not hold a request for ever.
      query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
      keepAlive: true,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.#pool.on('error', () => undefined);
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    try {
      return (await this.#pool.query<Row>(text, values)).rows;
    } catch (error) {
      throw toDatabaseError(error);
    }
  }

  /**
   * Runs `work` in a transaction whose COMMIT returns only after it is on disk, whatever the server's default is.
   * When this rejects with `database-unavailable` the outcome may be unknown: callers must be idempotent.
   */
  async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | undefined;
    let broken: Error | undefined;
    const noticeLoss = (error: Error) => {
      broken = error;
    };
    try {
      client = await this.#pool.connect();
      client.on('error', noticeLoss);
      await client.query('BEGIN; SET LOCAL synchronous_commit TO on');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      try {
        await client?.query('ROLLBACK');
      } catch (rollbackError) {
        broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
      }
      throw toDatabaseError(error);
    } finally {
      client?.off('error', noticeLoss);
      client?.release(broken);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

/** PostgreSQL's text cannot hold NUL; the record's own body keeps it. */
export const withoutNul = (text: string): string => text.replaceAll('\0', '\uFFFD');

const GONE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOENT',
]);
const GONE_MESSAGE =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Query read timeout|Cannot use a pool after calling end/;
/** SQLSTATE classes in which trying again later helps: connection, resources, operator intervention, system error. */
const GONE_CLASSES = new Set(['08', '53', '57', '58']);
/** What is wrong in the database's address, by SQLSTATE. */
const REFUSED = new Map([
  ['28P01', 'user or password is wrong. Correct the database URL.'],
  ['28000', 'this user may not connect from here. Correct the database URL or pg_hba.conf.'],
  ['3D000', 'there is no database of this name. Create it, or correct the database URL.'],
]);
/** Serialization failure and deadlock: the transaction was undone, the same request may be sent again. */
const RETRY_STATES = new Set(['40001', '40P01']);

/**
 * `database-unavailable` (retryable) when PostgreSQL is away, full or being stopped, `database-busy` (retryable) after a
 * deadlock, `database-refused` for a wrong user, password or name; anything else is returned unchanged. Messages carry no SQL and no values.
 */
export function toDatabaseError(error: unknown): unknown {
  if (error instanceof SidetoneError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (RETRY_STATES.has(code)) {
    return new SidetoneError('database-busy', 'The database was busy. Send the same request again.', {
      retryable: true,
      cause: error,
    });
  }
  if (code === '53100') {
    return new SidetoneError('disk-full', "The database's disk is full. Make room, then the desks send again.", {
      retryable: true,
      cause: error,
    });
  }
  const refused = REFUSED.get(code);
  if (refused !== undefined) {
    return new SidetoneError('database-refused', `The database refused the connection: ${refused}`, { cause: error });
  }
  const isSqlState = /^[0-9A-Z]{5}$/.test(code) && !GONE_CODES.has(code);
  const gone =
    GONE_CODES.has(code) ||
    (isSqlState && GONE_CLASSES.has(code.slice(0, 2))) ||
    GONE_MESSAGE.test(error.message) ||
    (error instanceof AggregateError && error.errors.length > 0);
  if (!gone) return error;
  return new SidetoneError('database-unavailable', 'The database does not answer. Trying again later will help.', {
    retryable: true,
    cause: error,
  });
}
