import type { IngestResponse } from '../../contracts/server-api';
import type { Database } from '../store/database';
import { verifyLink, type VerifiedLink } from './verify';

type IngestResult = IngestResponse['results'][number];

/** PostgreSQL channel that wakes the workers of every server on this database. */
export const QUEUED_CHANNEL = 'sidetone_queued';

/**
 * Takes in a batch of one desk: each valid link that is new goes into the chain ledger and the queue, in one transaction
 * that is on disk when this returns. Safe to repeat. Results are in the order of `inputs`.
 * Throws `database-unavailable` (retryable); then nothing may be taken as stored.
 */
export async function ingestBatch(database: Database, deskId: string, inputs: unknown[]): Promise<IngestResult[]> {
  const checks = inputs.map((input) => verifyLink(input, deskId));
  // By number, so that two batches that overlap take their row locks in the same order and cannot deadlock.
  const candidates = checks
    .flatMap((check) => (check.ok ? [check.verified] : []))
    .sort((a, b) => a.link.number - b.link.number);
  const outcome = await insertNew(database, deskId, firstOfEach(candidates));

  const counted = new Set<string>();
  return checks.map((check): IngestResult => {
    if (!check.ok) return { status: 'refused', number: check.number, error: check.error };
    const { link } = check.verified;
    const key = linkKey(link);
    if (outcome.inserted.has(key) && !counted.has(key)) {
      counted.add(key);
      return { status: 'stored', number: link.number };
    }
    if (outcome.inserted.has(key) || outcome.known.has(key)) return { status: 'duplicate', number: link.number };
    return {
      status: 'refused',
      number: link.number,
      error: {
        code: 'record-changed',
        message: 'Another record with this number or recordId is stored already. The stored one stays as it is.',
        retryable: false,
      },
    };
  });
}

interface LinkIdentity {
  number: number;
  recordId: string;
  hash: string;
}

function linkKey(link: VerifiedLink['link']): string {
  return identityKey({ number: link.number, recordId: link.record.recordId, hash: link.hash });
}

function identityKey({ number, recordId, hash }: LinkIdentity): string {
  return `${number} ${recordId.toLowerCase()} ${hash}`;
}

function firstOfEach(links: VerifiedLink[]): VerifiedLink[] {
  return [...new Map(links.toReversed().map((each) => [linkKey(each.link), each])).values()].reverse();
}

const INSERT_SQL = `
  WITH input AS (
    SELECT * FROM unnest($2::int[], $3::uuid[], $4::text[], $5::text[], $6::text[])
      AS t(number, record_id, previous_hash, hash, body)
  ), inserted AS (
    INSERT INTO chain_links (desk_id, number, record_id, previous_hash, hash)
    SELECT $1, number, record_id, previous_hash, hash FROM input
    ON CONFLICT DO NOTHING
    RETURNING number, record_id, hash
  ), queued AS (
    INSERT INTO ingest_queue (desk_id, number, previous_hash, hash, body)
    SELECT $1, i.number, i.previous_hash, i.hash, i.body::json
    FROM input i JOIN inserted USING (number, record_id, hash)
    ORDER BY i.number
  )
  SELECT number, record_id AS "recordId", hash FROM inserted`;

const KNOWN_SQL = `
  SELECT number, record_id AS "recordId", hash FROM chain_links
  WHERE desk_id = $1 AND number = ANY($2::int[])`;

async function insertNew(
  database: Database,
  deskId: string,
  links: VerifiedLink[],
): Promise<{ inserted: Set<string>; known: Set<string> }> {
  if (links.length === 0) return { inserted: new Set(), known: new Set() };
  const numbers = links.map(({ link }) => link.number);
  return database.transaction(async (client) => {
    const { rows } = await client.query<LinkIdentity>(INSERT_SQL, [
      deskId,
      numbers,
      links.map(({ link }) => link.record.recordId),
      links.map(({ link }) => link.previousHash),
      links.map(({ link }) => link.hash),
      links.map(({ body }) => body),
    ]);
    const inserted = new Set(rows.map(identityKey));
    if (rows.length > 0) await client.query(`SELECT pg_notify($1, '')`, [QUEUED_CHANNEL]);
    if (rows.length === links.length) return { inserted, known: new Set<string>() };
    const known = await client.query<LinkIdentity>(KNOWN_SQL, [deskId, numbers]);
    return { inserted, known: new Set(known.rows.map(identityKey)) };
  });
}
