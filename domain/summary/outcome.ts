import type { CallCause, Disposition } from '../../contracts/calls';
import type { FoundIntent, IntentBook } from '../../contracts/intents';

/** What decided a call: the disposition, and the words that support it. */
export interface Decision {
  readonly disposition: Disposition;
  readonly by: FoundIntent;
}

/** These decide a call whatever else is said in it; the first that was found does. */
const FIRST: readonly Disposition[] = ['opt-out', 'complaint', 'wrong-number'];

/**
 * How an answered call ended, by what stands of its intents in the order of time.
 *
 * ```
 *   opt-out, complaint, wrong-number: at once, and for good
 *   sale ──later refusal──► not-interested        callback ──later sale, refusal──► that
 *   not-interested ──later interest, callback, sale──► that      interested ──anything later──► that
 * ```
 */
export function decide(standing: readonly FoundIntent[], book: IntentBook): Decision | null {
  const dispositions = new Map(book.intents.map((intent) => [intent.id, intent.disposition]));
  const decisive = standing.flatMap((by) => {
    const disposition = dispositions.get(by.id);
    return disposition ? [{ disposition, by }] : [];
  });
  for (const disposition of FIRST) {
    const first = decisive.find((decision) => decision.disposition === disposition);
    if (first) return first;
  }
  return decisive.reduce<Decision | null>(
    (now, next) => (replaces(next.disposition, now?.disposition) ? next : now),
    null,
  );
}

function replaces(next: Disposition, now: Disposition | undefined): boolean {
  switch (next) {
    case 'callback':
      return now !== 'sale';
    case 'interested':
      return now === undefined || now === 'not-interested';
    default:
      return next !== now;
  }
}

/** The draft for a call that nobody spoke in; null where the agent must say. */
export function unansweredDisposition(cause: CallCause): Disposition | null {
  switch (cause) {
    case 'busy':
    case 'no-answer':
    case 'rejected':
    case 'unavailable':
    case 'missed':
    case 'cancelled':
      return 'no-answer';
    case 'not-found':
      return 'wrong-number';
    default:
      return null;
  }
}
