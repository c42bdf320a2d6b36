import type { CallCause } from '../contracts/calls';

/** What the SIP engine says about an end. */
export interface SipEnd {
  /** Final response code, where there was one. */
  sipCode: number | null;
  /** JsSIP's cause string (JsSIP.C.causes); null where another engine has none. */
  engineCause: string | null;
  /** Who ended it: our side, the other side, or the engine itself. */
  originator: 'local' | 'remote' | 'system';
  /** The call had been answered. */
  answered: boolean;
  /** Value of the Reason header (RFC 3326), where there was one. */
  reasonHeader?: string | null;
}

const BY_ENGINE_CAUSE = new Map<string, CallCause>(
  Object.entries({
    'Connection Error': 'network',
    'Request Timeout': 'network',
    'Dialog Error': 'network',
    'No ACK': 'network',
    Busy: 'busy',
    Rejected: 'rejected',
    'Not Found': 'not-found',
    'Address Incomplete': 'not-found',
    Unavailable: 'unavailable',
    Redirected: 'unavailable',
    'No Answer': 'no-answer',
    Expires: 'no-answer',
    'Incompatible SDP': 'no-common-codec',
    'Missing SDP': 'no-common-codec',
    'Bad Media Description': 'no-common-codec',
    'User Denied Media Access': 'microphone',
    'RTP Timeout': 'media-failure',
    'WebRTC Error': 'media-failure',
  } as const),
);

const BY_SIP_CODE: Record<number, CallCause> = {
  403: 'rejected',
  404: 'not-found',
  408: 'no-answer',
  410: 'not-found',
  415: 'no-common-codec',
  480: 'no-answer',
  484: 'not-found',
  485: 'not-found',
  486: 'busy',
  487: 'cancelled',
  488: 'no-common-codec',
  600: 'busy',
  603: 'rejected',
  604: 'not-found',
  606: 'no-common-codec',
  607: 'rejected',
  608: 'rejected',
};

/**
 * The end of a call in the words that records and screen share. The code says more than JsSIP's string, which folds
 * several codes into one ("Unavailable" is 480, 410, 408 and 430); without a code, or with one that names no cause,
 * the string decides. Codes: RFC 3261 section 21, RFC 8197 (607), RFC 8688 (608).
 */
export function callCauseOf(end: SipEnd): CallCause {
  if (!end.answered && answeredElsewhere(end.reasonHeader ?? null)) return 'answered-elsewhere';
  if (end.engineCause === 'Terminated') return end.originator === 'remote' ? 'customer-hangup' : 'agent-hangup';
  if (end.engineCause === 'Canceled') return 'cancelled';
  const byEngine = end.engineCause === null ? undefined : BY_ENGINE_CAUSE.get(end.engineCause);
  // A timeout of ours is the network's silence, not the callee's: JsSIP then makes up the code 408.
  if (end.originator === 'system' && byEngine !== undefined) return byEngine;
  if (end.sipCode !== null) {
    const byCode = causeOfSipCode(end.sipCode);
    if (byCode !== 'other') return byCode;
  }
  if (byEngine !== undefined) return byEngine;
  if (end.answered) return end.originator === 'remote' ? 'customer-hangup' : 'other';
  return 'other';
}

/** The cause a final SIP response alone tells; `other` for one that tells none. */
export function causeOfSipCode(sipCode: number): CallCause {
  const known = BY_SIP_CODE[sipCode];
  if (known !== undefined) return known;
  if (sipCode >= 500 && sipCode <= 599) return 'unavailable';
  return 'other';
}

/**
 * RFC 3326 in a CANCEL to the other forks: `SIP;cause=200;text="Call completed elsewhere"`, or ISDN's word for it,
 * `Q.850;cause=26` (non-selected user clearing). A message may carry several reasons.
 */
function answeredElsewhere(reasonHeader: string | null): boolean {
  if (reasonHeader === null) return false;
  return (
    /\bSIP\s*;[^,]*\bcause\s*=\s*200\b/i.test(reasonHeader) ||
    /\bQ\.850\s*;[^,]*\bcause\s*=\s*26\b/i.test(reasonHeader) ||
    /completed elsewhere/i.test(reasonHeader)
  );
}
