/** How a subscription to a mailbox ended (RFC 6665): refused by a response, or over by a NOTIFY. */
export interface MailboxRefusal {
  /** The final response; null where none came, or where a NOTIFY ended it. */
  statusCode: number | null;
  /** The `reason` of the Subscription-State of the last NOTIFY; null where there is none. */
  reason: string | null;
  /** What the PBX asked to wait; null where it asked nothing. */
  retryAfterSeconds: number | null;
  /** Ends in a row, this one included. */
  failures: number;
}

/**
 * Asking again would be answered the same: no such event package (489, 405, 501), no such mailbox or none for us (403,
 * 404, 410), a wrong password (401, 407), a request it cannot read (400, 415, 420, 421, 422).
 */
const FOR_GOOD = [400, 401, 403, 404, 405, 406, 407, 410, 415, 416, 420, 421, 422, 485, 489, 501, 604];
const GONE_FOR_GOOD = ['rejected', 'noresource', 'invariant'];
const AT_ONCE = ['deactivated', 'timeout'];
const MAX_RETRY_AFTER_SECONDS = 3_600;
const BASE_MS = 30_000;
const MAX_MS = 1_800_000;
/** Also what is asked again at once waits so long: a PBX that ends each subscription at once is no storm. */
const SOON_MS = 1_000;

/**
 * How long to wait before the mailbox is asked for again, in ms; null: not before the next registration over a new
 * connection. `deactivated` and `timeout` ask for a new subscription at once (RFC 6665 section 4.1.3), the first time;
 * everything else twice as long after every failure, from half to all of it by chance.
 *
 * @param random 0-1
 */
export function mailboxRetryMs(refusal: MailboxRefusal, random: number): number | null {
  const { statusCode, reason, retryAfterSeconds, failures } = refusal;
  if (reason !== null && GONE_FOR_GOOD.includes(reason)) return null;
  if (statusCode !== null && FOR_GOOD.includes(statusCode)) return null;
  if (retryAfterSeconds !== null) {
    return Math.round(Math.min(retryAfterSeconds, MAX_RETRY_AFTER_SECONDS) * 1000 * (1 + random / 10));
  }
  // 481: the PBX has lost the subscription, not the mailbox.
  const lost = statusCode === 481 || (reason !== null && AT_ONCE.includes(reason));
  if (lost && failures === 1) return SOON_MS;
  return Math.round(Math.min(MAX_MS, BASE_MS * 2 ** Math.max(0, failures - 1)) * (0.5 + random / 2));
}

/** Whose mailbox is asked for; null: nobody's. */
export function mailboxTarget(setting: string | undefined, ownAddress: string): string | null {
  if (setting === 'off') return null;
  return setting === undefined || setting === 'auto' ? ownAddress : setting;
}
