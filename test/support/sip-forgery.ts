import { randomUUID } from 'node:crypto';
import type { PassedMessage } from '../../practice/faults/fault-proxy';

/** Marks the branch of a forged request, so that the answers to it can be told apart. */
export const FORGED_BRANCH = 'z9hG4bK-forged-';

/** An answer to a request in the name of who got it; `status`: code and reason. */
export function answerTo(request: string, status: string, headers: readonly string[] = []): string {
  const copied = request.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/i.test(line));
  const tagged = copied.map((line) => (/^To:/i.test(line) && !/;tag=/i.test(line) ? `${line};tag=forged` : line));
  return [`SIP/2.0 ${status}`, ...tagged, ...headers, 'Content-Length: 0', '\r\n'].join('\r\n');
}

/** An INVITE inside a dialog: its To has a tag. */
export function isReinvite({ kind, text }: PassedMessage): boolean {
  return kind === 'INVITE' && /^To:[^\r\n]*;tag=/im.test(text);
}

/** Speaks in a call in the name of the PBX, with what it overheard of it. */
export class PbxVoice {
  readonly #callId: string;
  readonly #desk: string;
  readonly #pbx: string;
  readonly #contact: string;
  readonly #target: string;
  readonly #seen: readonly PassedMessage[];
  #cseq = 1_000_000;
  #version = 1_000_000;

  /** @param seen what passed of the call that is up now; it may grow, and is read again for each offer */
  constructor(seen: readonly PassedMessage[]) {
    const answer = lastAnswer(seen);
    const invite = seen.findLast(({ kind, direction }) => kind === 'INVITE' && direction === 'from-desk');
    if (!answer || !invite) throw new Error('No call of the desk was answered.');
    this.#callId = answer.callId;
    this.#desk = header(answer.text, 'From');
    this.#pbx = header(answer.text, 'To');
    this.#contact = /<([^>]+)>/.exec(header(invite.text, 'Contact'))?.[1] ?? '';
    this.#target = header(answer.text, 'Contact');
    this.#seen = seen;
  }

  /** A re-INVITE with the SDP last answered, save its direction, or with another body. */
  reinvite(direction: 'sendrecv' | 'sendonly' | 'inactive', body?: string): string {
    this.#version += 1;
    const version = `$1${String(this.#version)} `;
    // An offer of the desk meanwhile has changed the ICE credentials: the ones of an older answer would cut the path.
    const answer = lastAnswer(this.#seen)?.text ?? '';
    const sdp = answer
      .slice(answer.indexOf('\r\n\r\n') + 4)
      .replace(/^(o=\S+ \S+ )\S+ /m, version)
      .replace(/^a=(sendrecv|sendonly|recvonly|inactive)\r\n/gm, '')
      .replace(/\r\n$/, `\r\na=${direction}\r\n`)
      .replace(/^a=setup:\w+/m, 'a=setup:actpass');
    return this.request('INVITE', ['Content-Type: application/sdp'], body ?? sdp);
  }

  /** The ACK of an answer to a re-INVITE of this voice. */
  ack(answer: string): string {
    return this.#write('ACK', Number.parseInt(header(answer, 'CSeq'), 10), [], '');
  }

  request(method: string, headers: readonly string[] = [], body = ''): string {
    this.#cseq += 1;
    return this.#write(method, this.#cseq, headers, body);
  }

  #write(method: string, cseq: number, headers: readonly string[], body: string): string {
    return [
      `${method} ${this.#contact} SIP/2.0`,
      `Via: SIP/2.0/WS pbx.invalid;branch=${FORGED_BRANCH}${randomUUID()}`,
      'Max-Forwards: 70',
      `From: ${this.#pbx}`,
      `To: ${this.#desk}`,
      `Call-ID: ${this.#callId}`,
      `CSeq: ${String(cseq)} ${method}`,
      `Contact: ${this.#target}`,
      ...headers,
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      '',
      body,
    ].join('\r\n');
  }
}

function lastAnswer(seen: readonly PassedMessage[]): PassedMessage | undefined {
  return seen.findLast(
    ({ kind, method, direction }) => kind === '200' && method === 'INVITE' && direction === 'to-desk',
  );
}

/** The value of a header that stands once. */
export function header(text: string, name: string): string {
  return new RegExp(`^${name}\\s*:\\s*([^\\r\\n]*)`, 'im').exec(text)?.[1] ?? '';
}
