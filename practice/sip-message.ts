import { SidetoneError } from '../contracts/errors';

/** Header fields in the order they stand in the message; names in their long form, as written otherwise. */
export type SipHeaders = ReadonlyArray<readonly [name: string, value: string]>;

export interface SipRequest {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
  readonly headers: SipHeaders;
  readonly body: string;
}

export interface SipResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: SipHeaders;
  readonly body: string;
}

export type SipMessage = SipRequest | SipResponse;

/** RFC 3261 section 7.3.3. */
const COMPACT_FORMS: ReadonlyMap<string, string> = new Map([
  ['c', 'Content-Type'],
  ['e', 'Content-Encoding'],
  ['f', 'From'],
  ['i', 'Call-ID'],
  ['k', 'Supported'],
  ['l', 'Content-Length'],
  ['m', 'Contact'],
  ['o', 'Event'],
  ['r', 'Refer-To'],
  ['s', 'Subject'],
  ['t', 'To'],
  ['u', 'Allow-Events'],
  ['v', 'Via'],
]);

const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

function malformed(why: string): SidetoneError {
  return new SidetoneError('sip-malformed', `Not a SIP message: ${why}.`);
}

/**
 * Parses one SIP message (RFC 3261 section 7), the payload of one WebSocket message (RFC 7118 section 5).
 * Folded header lines are unfolded, compact names are spelled out, the body is cut to Content-Length (octets).
 * @throws SidetoneError `sip-malformed`; its message never quotes the input.
 */
export function parseSipMessage(text: string): SipMessage {
  const headEnd = /\r?\n\r?\n/.exec(text);
  const head = headEnd ? text.slice(0, headEnd.index) : text;
  const rest = headEnd ? text.slice(headEnd.index + headEnd[0].length) : '';
  const [startLine = '', ...lines] = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = lines.filter((line) => line.length > 0).map(parseHeaderLine);
  const body = cutToContentLength(headers, rest);

  const response = /^SIP\/2\.0 ([1-6]\d\d) ?(.*)$/.exec(startLine);
  if (response) {
    return { kind: 'response', status: Number(response[1]), reason: response[2] ?? '', headers, body };
  }
  const request = /^(\S+) (\S+) SIP\/2\.0$/.exec(startLine);
  if (!request?.[1] || !request[2] || !TOKEN.test(request[1]))
    throw malformed('its first line is neither request nor status');
  return { kind: 'request', method: request[1], uri: request[2], headers, body };
}

function parseHeaderLine(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0)).trim();
  if (!TOKEN.test(name)) throw malformed('a header line has no name');
  return [COMPACT_FORMS.get(name.toLowerCase()) ?? name, line.slice(colon + 1).trim()];
}

function cutToContentLength(headers: SipHeaders, rest: string): string {
  const declared = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  if (declared === undefined) return rest;
  if (!/^\d{1,9}$/.test(declared)) throw malformed('Content-Length is not a number');
  const octets = Buffer.from(rest, 'utf8');
  const lengthOctets = Number(declared);
  if (octets.length < lengthOctets) throw malformed('the body is shorter than Content-Length');
  return octets.length === lengthOctets ? rest : octets.subarray(0, lengthOctets).toString('utf8');
}

/** Writes a message with a fresh Content-Length; line breaks inside header values are folded away. */
export function serialiseSipMessage(message: SipMessage): string {
  const startLine =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = message.headers
    .filter(([name]) => name.toLowerCase() !== 'content-length')
    .map(([name, value]) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}`);
  const contentLength = `Content-Length: ${Buffer.byteLength(message.body, 'utf8')}`;
  return [startLine, ...lines, contentLength, '', message.body].join('\r\n');
}

/** Every value of a header field, in order; lists are not split (see {@link splitHeaderList}). */
export function headerValues(message: SipMessage, name: string): string[] {
  const wanted = name.toLowerCase();
  return message.headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}

export function headerValue(message: SipMessage, name: string): string | undefined {
  return headerValues(message, name)[0];
}

/** Splits a comma-separated header value, minding quoted strings and angle brackets. */
export function splitHeaderList(value: string): string[] {
  const items: string[] = [];
  let item = '';
  let quoted = false;
  let depth = 0;
  for (let index = 0; index < value.length; index += 1) {
    const character = value.charAt(index);
    if (quoted && character === '\\') {
      item += character + value.charAt(index + 1);
      index += 1;
      continue;
    }
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === '<') depth += 1;
    else if (!quoted && character === '>') depth = Math.max(0, depth - 1);
    if (character === ',' && !quoted && depth === 0) {
      items.push(item.trim());
      item = '';
    } else {
      item += character;
    }
  }
  items.push(item.trim());
  return items.filter((entry) => entry.length > 0);
}

/** A From, To or Contact value taken apart. `parameters` are those of the header, not of the URI; keys in lower case. */
export interface NameAddress {
  readonly displayName: string;
  readonly uri: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads one name-addr or addr-spec (RFC 3261 section 20.10); null where there is none. */
export function parseNameAddress(value: string): NameAddress | null {
  const bracketed = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^<>\s]+)>(.*)$/s.exec(value);
  if (bracketed) {
    const displayName = (bracketed[1] ?? bracketed[2] ?? '').replace(/\\(.)/g, '$1');
    return { displayName, uri: bracketed[3] ?? '', parameters: parseParameters(bracketed[4] ?? '') };
  }
  const bare = /^\s*([A-Za-z][A-Za-z0-9+.-]*:[^\s;<>]+)(.*)$/s.exec(value);
  if (!bare) return null;
  return { displayName: '', uri: bare[1] ?? '', parameters: parseParameters(bare[2] ?? '') };
}

/** `;key=value;flag` to a map; quotes around values are taken off. */
export function parseParameters(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const match of text.matchAll(/;\s*([^\s;=]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^;\s]*))?/g)) {
    parameters.set((match[1] ?? '').toLowerCase(), (match[2] ?? '').replace(/^"(.*)"$/s, '$1'));
  }
  return parameters;
}

/** The user part of a sip: or sips: URI, percent-decoded; null for other URIs. */
export function userOfUri(uri: string): string | null {
  const user = /^sips?:([^@;?]+)@/i.exec(uri)?.[1]?.split(':')[0];
  if (user === undefined) return null;
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

/** The number and method of CSeq; null when it is missing or malformed. */
export function parseCSeq(message: SipMessage): { number: number; method: string } | null {
  const match = /^(\d{1,10})\s+(\S+)$/.exec(headerValue(message, 'CSeq') ?? '');
  return match?.[1] && match[2] ? { number: Number(match[1]), method: match[2] } : null;
}

export interface ResponseOptions {
  readonly reason?: string;
  /** Added to To where the request had no tag. */
  readonly toTag?: string;
  readonly headers?: SipHeaders;
  readonly body?: string;
}

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  407: 'Proxy Authentication Required',
  420: 'Bad Extension',
  423: 'Interval Too Brief',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  603: 'Decline',
};

/** Builds a response as RFC 3261 section 8.2.6 asks: Via, From, To, Call-ID and CSeq are those of the request. */
export function respondTo(request: SipRequest, status: number, options: ResponseOptions = {}): SipResponse {
  const copied = request.headers
    .filter(([name]) => ['via', 'from', 'to', 'call-id', 'cseq'].includes(name.toLowerCase()))
    .map(([name, value]): readonly [string, string] => {
      const needsTag = name.toLowerCase() === 'to' && options.toTag !== undefined && !/;\s*tag=/i.test(value);
      return needsTag ? [name, `${value};tag=${options.toTag}`] : [name, value];
    });
  return {
    kind: 'response',
    status,
    reason: options.reason ?? REASONS[status] ?? 'Unknown',
    headers: [...copied, ...(options.headers ?? [])],
    body: options.body ?? '',
  };
}
