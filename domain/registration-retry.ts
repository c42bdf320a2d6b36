/** A registration that the registrar refused, or did not answer. */
export interface RegistrationRefusal {
  /** null: no answer came. */
  statusCode: number | null;
  /** The Retry-After header, where there was one. */
  retryAfterSeconds: number | null;
  /** Refusals in a row, this one included. */
  refusals: number;
}

const MAX_RETRY_AFTER_SECONDS = 3_600;
/** A refused name or password: the person must act, and a registrar may lock out who knocks often. */
const IDENTITY = { codes: [401, 403, 404, 407], baseMs: 30_000, maxMs: 1_800_000 };
/** A registrar in trouble. */
const PASSING = { baseMs: 5_000, maxMs: 120_000 };

/**
 * How long to wait before asking the registrar again, in ms: what it asked for (RFC 3261 section 20.33), else twice as
 * long after every refusal, from half to all of it by chance, so that a floor of desks does not ask at once (RFC 5626
 * section 4.5).
 *
 * @param random 0-1
 */
export function registrationRetryMs(refusal: RegistrationRefusal, random: number): number {
  const { statusCode, retryAfterSeconds, refusals } = refusal;
  if (retryAfterSeconds !== null) {
    // Never sooner than asked for; a tenth later at most.
    return Math.round(Math.min(retryAfterSeconds, MAX_RETRY_AFTER_SECONDS) * 1000 * (1 + random / 10));
  }
  const { baseMs, maxMs } = statusCode !== null && IDENTITY.codes.includes(statusCode) ? IDENTITY : PASSING;
  return Math.round(Math.min(maxMs, baseMs * 2 ** Math.max(0, refusals - 1)) * (0.5 + random / 2));
}
