import { headerValue, headerValues, parseParameters, type SipRequest } from './sip-message';

/** The dialog that an INVITE asks to take the place of (RFC 3891 section 6.1). */
export interface Replaces {
  readonly callId: string;
  /** As the receiver of the INVITE sees them: `toTag` is its own, `fromTag` the other end's. */
  readonly toTag: string;
  readonly fromTag: string;
  readonly earlyOnly: boolean;
}

/** `none`: no such header. `malformed`: more than one, or one without both tags; it is answered 400. */
export function replacesIn(request: SipRequest): Replaces | 'none' | 'malformed' {
  const [value, ...more] = headerValues(request, 'Replaces');
  if (value === undefined) return 'none';
  const callId = value.split(';')[0]?.trim() ?? '';
  const parameters = parseParameters(value.slice(value.indexOf(';')));
  const toTag = parameters.get('to-tag') ?? '';
  const fromTag = parameters.get('from-tag') ?? '';
  if (more.length > 0 || callId === '' || toTag === '' || fromTag === '') return 'malformed';
  return { callId, toTag, fromTag, earlyOnly: parameters.has('early-only') };
}

/** Option tags that `Require` names and this exchange does not know (RFC 3261 section 8.2.2.3): answered 420. */
export function unsupportedOptions(request: SipRequest): string[] {
  const required = (headerValue(request, 'Require') ?? '').split(',').map((tag) => tag.trim().toLowerCase());
  return required.filter((tag) => tag !== '' && tag !== 'replaces');
}
