import { createHash } from 'node:crypto';
import { SidetoneError, parseOrThrow, toFailure, type Failure } from '../../contracts/errors';
import { chainedRecordSchema, type ChainedRecord } from '../../contracts/records';
import { chainHash } from '../../domain/chain';

/** A link that may be stored: checked, and with the record's text as the desk sent it. */
export interface VerifiedLink {
  link: ChainedRecord;
  /** JSON of the record with every key the desk sent, also those this version does not know: the hash covers them. */
  body: string;
}
export type Verification = { ok: true; verified: VerifiedLink } | { ok: false; number: number | null; error: Failure };

export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Checks one item of a batch: shape (`invalid-record`), that it is the sender's own (`foreign-desk`), and that its hash is
 * the hash of its content (`hash-mismatch`). None of these is retryable: the same bytes would be refused again.
 */
export function verifyLink(input: unknown, deskId: string): Verification {
  try {
    const link = parseOrThrow(chainedRecordSchema, input, 'invalid-record', 'The record');
    if (link.deskId !== deskId) {
      throw new SidetoneError('foreign-desk', 'A desk may only send its own records: deskId is of another desk.');
    }
    if (link.number > MAX_NUMBER) throw new SidetoneError('invalid-record', `number: at most ${MAX_NUMBER}`);
    const record = rawRecord(input);
    if (chainHash({ ...link, record }, sha256Hex) !== link.hash) {
      throw new SidetoneError(
        'hash-mismatch',
        'The hash is not the hash of this record: it was changed after it was made.',
      );
    }
    return { ok: true, verified: { link, body: JSON.stringify(record) } };
  } catch (error) {
    return { ok: false, number: numberOf(input), error: refusal(error) };
  }
}

/** PostgreSQL's integer. */
const MAX_NUMBER = 2_147_483_647;

function rawRecord(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'record' in input ? input.record : undefined;
}

function numberOf(input: unknown): number | null {
  if (typeof input !== 'object' || input === null || !('number' in input)) return null;
  return typeof input.number === 'number' && Number.isFinite(input.number) ? input.number : null;
}

function refusal(error: unknown): Failure {
  if (error instanceof SidetoneError) return toFailure(error);
  // Nesting deep enough to exhaust the stack ends here.
  return { code: 'invalid-record', message: 'The record could not be read.', retryable: false };
}
