import { PRACTICE_SERVER } from '../contracts/practice';

/** What a registrar answered to a REGISTER, read off the wire. */
export interface RegistrationAnswer {
  statusCode: number;
  /** Until when the registrar keeps our contact; null when it does not list it. */
  expiresSeconds: number | null;
}

/**
 * Reads a final answer to REGISTER (RFC 3261 section 10.2.4): the binding that counts is the one of our own contact,
 * else the Expires header.
 *
 * @param contactUser the user part of our contact URI
 * @param callId of our own REGISTERs, once it is known: what bears another one answers somebody else
 * @returns null for any other message
 */
export function readRegistrationAnswer(
  message: string,
  contactUser: string,
  callId?: string,
): RegistrationAnswer | null {
  if (callId !== undefined && /^(?:Call-ID|i)\s*:\s*(\S+)/im.exec(message)?.[1] !== callId) return null;
  const statusCode = Number(/^SIP\/2\.0 (\d{3}) /.exec(message)?.[1] ?? 0);
  if (statusCode < 200 || !/^CSeq:\s*\d+\s+REGISTER\s*$/im.test(message)) return null;
  const header = message.split('\r\n\r\n', 1)[0] ?? '';
  const ours = header
    .split('\r\n')
    .filter((line) => /^(Contact|m)\s*:/i.test(line))
    .flatMap((line) => line.slice(line.indexOf(':') + 1).split(/,(?=\s*(?:"[^"]*"\s*)?<)/))
    .find((contact) => contact.includes(`sip:${contactUser}@`));
  const ofContact = ours === undefined ? undefined : /;\s*expires\s*=\s*(\d+)/i.exec(ours)?.[1];
  const ofHeader = ours === undefined ? undefined : /^Expires\s*:\s*(\d+)/im.exec(header)?.[1];
  const seconds = ofContact ?? ofHeader;
  return { statusCode, expiresSeconds: seconds === undefined ? null : Number(seconds) };
}

/** Whether a registrar's answer says that its PBX is for practice, as the first word of its Server header. */
export function announcesPractice(message: string): boolean {
  const head = message.split('\r\n\r\n', 1)[0] ?? '';
  return /^Server[ \t]*:[ \t]*([^\s/]+)/im.exec(head)?.[1] === PRACTICE_SERVER;
}
