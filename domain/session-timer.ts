/** Who keeps a session alive by refreshing it (RFC 4028 section 2). */
export type Refresher = 'us' | 'them';

/** What we ask for (RFC 4028 section 4 recommends half an hour). */
export const SESSION_EXPIRES_SECONDS = 1_800;

/** After a refresh that could not be sent or was refused for a passing reason. */
export const REFRESH_RETRY_MS = 10_000;

/**
 * When to refresh a session, in ms from its last refresh (RFC 4028 section 10): half way through where it is our task;
 * where it is the other side's, at the moment at which the standard would have us hang up because nothing came. Asking
 * costs one message and tells a dead dialog from a forgotten duty: a live call is not ended for the latter.
 */
export function refreshAfterMs(expiresSeconds: number, refresher: Refresher): number {
  if (refresher === 'us') return expiresSeconds * 500;
  return (expiresSeconds - Math.min(32, expiresSeconds / 3)) * 1000;
}

/**
 * What to ask for after 422 (RFC 4028 section 6).
 *
 * @param minSeconds the Min-SE header of the refusal
 * @returns null when the refusal names nothing larger than what was asked for: asking again would not help.
 */
export function raisedExpiresSeconds(askedSeconds: number, minSeconds: string | undefined): number | null {
  const wanted = Number.parseInt(minSeconds ?? '', 10);
  return Number.isFinite(wanted) && wanted > askedSeconds ? wanted : null;
}
