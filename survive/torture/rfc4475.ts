import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface TortureMessage {
  /** As in RFC 4475. */
  readonly name: string;
  readonly section: string;
  readonly text: string;
}

/** The session description of RFC 4475's INVITEs. */
const SDP = `v=0
o=mhandley 29739 7272939 IN IP4 192.0.2.15
s=-
c=IN IP4 192.0.2.15
t=0 0
m=audio 49217 RTP/AVP 0 12
m=video 3227 RTP/AVP 31
a=rtpmap:31 LPC
`;

/** Undoes the notation of RFC 4475 section 2, and gives the lines the ends they have on the wire. */
function asOnTheWire(notation: string): string {
  const whole = notation
    .replace(/<allOneLine>\n([\s\S]*?)<\/allOneLine>/g, (_all, lines: string) => lines.replaceAll('\n', ''))
    .replaceAll('<sdp>', SDP.trimEnd())
    .replace(/<repeat count=(\d+)>([\s\S]*?)<\/repeat>/g, (_all, count: string, text: string) =>
      text.repeat(Number(count)),
    )
    .replaceAll('\n', '\r\n')
    // A WebSocket text message holds UTF-8 (RFC 7118 section 4); what is no UTF-8 arrives as U+FFFD.
    .replace(/<hex>([0-9A-F]+)<\/hex>/g, (_all, hex: string) => Buffer.from(hex, 'hex').toString('utf8'));
  const body = whole.slice(whole.lastIndexOf('\r\n\r\n') + 4);
  return whole.replaceAll('<length>', String(Buffer.byteLength(body)));
}

/** The 49 messages of RFC 4475. */
export function tortureMessages(): TortureMessage[] {
  const text = readFileSync(path.join(import.meta.dirname, 'rfc4475.txt'), 'utf8');
  return text
    .split(/^### /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      const [name = '', section = ''] = part.slice(0, end).split(' ');
      return { name, section, text: asOnTheWire(part.slice(end + 1)) };
    });
}

/** The same message sent to the desk itself: a Request-URI that names it, so that it is not turned away unread. */
export function aimedAt(message: string, contactUri: string): string {
  return message.replace(/^(\S+ +)\S[^\r\n]*?( +SIP\/\d\.\d)/, `$1${contactUri}$2`);
}
