import { AGREED_HEADERS } from '../contracts/habits';
import type { SipHeaders } from '../contracts/records';
import type { ReadHeader } from './auto-answer';

/** Names the customer whose card is shown, by the id of the server's customers. */
const CUSTOMER_ID = 'x-customer-id';

/**
 * The agreed headers that an INVITE carries, by the names the settings write. A PBX may send anything: control
 * characters go, a value is cut where the contract ends, and of a header that stands twice the first counts.
 */
export function agreedHeadersOf(read: ReadHeader, agreed: readonly string[]): SipHeaders | null {
  const found: SipHeaders = {};
  for (const name of agreed.slice(0, AGREED_HEADERS.most)) {
    const value = cleanValue(read(name)[0] ?? '');
    if (value !== '') found[name] = value;
  }
  return Object.keys(found).length === 0 ? null : found;
}

/** The customer that the headers name; null when they name none. */
export function customerIdOf(headers: SipHeaders | null | undefined): string | null {
  const entry = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === CUSTOMER_ID);
  return entry?.[1] ?? null;
}

/**
 * The agreed headers that a link asks to send with its call (RFC 3261 section 19.1.1:
 * `sip:8001@pbx?X-Campaign-Id=spring`). Any web page can write a link: only agreed names pass.
 */
export function linkHeadersOf(link: string, agreed: readonly string[]): SipHeaders | null {
  const query = /^sips?:[^?>]*\?([^>]*)/i.exec(link.trim())?.[1];
  if (query === undefined) return null;
  const asked = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [name = '', ...value] = pair.split('=');
    const key = decoded(name).toLowerCase();
    if (!asked.has(key)) asked.set(key, decoded(value.join('=')));
  }
  return agreedHeadersOf((name) => {
    const value = asked.get(name.toLowerCase());
    return value === undefined ? [] : [value];
  }, agreed);
}

/** As the telephone sends them. */
export function headerLines(headers: SipHeaders): string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}

/** One line of text: a value with a line break in it could write headers of its own. */
function cleanValue(value: string): string {
  const line = value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return Array.from(line).slice(0, AGREED_HEADERS.longestValue).join('').slice(0, AGREED_HEADERS.longestValue);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
