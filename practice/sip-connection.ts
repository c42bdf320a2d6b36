import { randomBytes } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import type { PracticeLog } from './events';
import { parseSipMessage, serialiseSipMessage, type SipMessage } from './sip-message';

/** A random token for tags, branches and Call-IDs. */
export function randomToken(bytes = 8): string {
  return randomBytes(bytes).toString('hex');
}

/** Begins every branch (RFC 3261 section 8.1.1.7). */
export function newBranch(): string {
  return `z9hG4bK${randomToken()}`;
}

/** One agent's WebSocket: SIP messages in and out, and the keep-alive of RFC 5626 section 3.5.1 (double CRLF, CRLF). */
export class SipConnection {
  private readonly socket: WebSocket;

  constructor(socket: WebSocket, log: PracticeLog, onMessage: (message: SipMessage) => void, onClose: () => void) {
    this.socket = socket;
    socket.on('message', (data) => {
      const text = textOf(data);
      if (/^[\r\n]*$/.test(text)) {
        if (text === '\r\n\r\n') socket.send('\r\n');
        return;
      }
      let message: SipMessage;
      try {
        message = parseSipMessage(text);
      } catch {
        log('warn', 'A message that is not SIP was dropped.');
        return;
      }
      onMessage(message);
    });
    socket.on('close', onClose);
    // A broken frame closes the socket, which `close` reports.
    socket.on('error', () => log('warn', 'A WebSocket connection failed.'));
  }

  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Sends a message; false where the connection is gone. */
  send(message: SipMessage): boolean {
    if (!this.open) return false;
    this.socket.send(serialiseSipMessage(message));
    return true;
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
