import type { PracticeCustomer } from '../contracts/practice';
import { replacesIn, type Replaces } from './replaces';
import { headerValues, parseNameAddress, userOfUri, type SipRequest } from './sip-message';

/** What a REFER asks for (RFC 3515): a number to call, or a dialog of the agent's to take the place in (RFC 3891). */
export interface Referral {
  readonly user: string;
  readonly replaces: Replaces | null;
}

/** null: more than one Refer-To, none, or one that cannot be read; it is answered 400. */
export function referralIn(request: SipRequest): Referral | null {
  const [value, ...more] = headerValues(request, 'Refer-To');
  const uri = parseNameAddress(value ?? '')?.uri;
  if (uri === undefined || more.length > 0) return null;
  const [address = '', headers = ''] = uri.split('?');
  const user = userOfUri(address) ?? '';
  const escaped = /(?:^|&)replaces=([^&]*)/i.exec(headers)?.[1];
  if (escaped === undefined) return user === '' ? null : { user, replaces: null };
  try {
    const replaces = replacesIn({ ...request, headers: [['Replaces', decodeURIComponent(escaped)]] });
    return typeof replaces === 'string' ? null : { user, replaces };
  } catch {
    return null;
  }
}

const NO_ANSWER_MS = 30_000;
const DECLINE_AFTER_MS = 1_000;

/** How a practice customer takes a call that is given to it: the last status, and how long it rings before. */
export function referralOutcome(customer: PracticeCustomer | undefined): { status: number; ringMs: number } {
  switch (customer?.onInvite.type) {
    case undefined:
    case 'unallocated':
      return { status: 404, ringMs: 0 };
    case 'busy':
      return { status: 486, ringMs: 0 };
    case 'congestion':
      return { status: 503, ringMs: 0 };
    case 'decline':
      return { status: 603, ringMs: DECLINE_AFTER_MS };
    case 'no-answer':
      return { status: 480, ringMs: NO_ANSWER_MS };
    case 'answer':
    case 'voicemail':
      return { status: 200, ringMs: customer.onInvite.ringMs };
    case 'echo':
      return { status: 200, ringMs: 0 };
  }
}

const reasons: Record<number, string> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  404: 'Not Found',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  503: 'Service Unavailable',
  603: 'Decline',
};

/** The body of a NOTIFY (RFC 3420). */
export function sipfragOf(status: number): string {
  return `SIP/2.0 ${String(status)} ${reasons[status] ?? 'Unknown'}\r\n`;
}
