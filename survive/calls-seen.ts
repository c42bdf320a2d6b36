import type { PassedMessage } from '../practice/faults/fault-proxy';
import type { PbxCall } from './ledger';

const DIALLED = /^INVITE sips?:([^@;>\s]+)@/i;
const CALLER = /^From:[^\r\n]*sips?:([^@;>\s]+)@/im;

/**
 * The calls that both the desk and the PBX know of, read off the wire: an INVITE outside a dialog (RFC 3261 section
 * 12.2: its To has no tag) that the other side answered with more than a challenge. One with Replaces (RFC 3891) takes
 * back a call that is counted already.
 */
export function callsSeen(messages: readonly PassedMessage[]): PbxCall[] {
  const offered = new Map<string, PassedMessage>();
  const calls = new Map<string, PbxCall>();
  for (const message of messages) {
    const { kind, method, callId, text } = message;
    if (kind === 'INVITE') {
      const begins = !/^To:[^\r\n]*;\s*tag=/im.test(text) && !/^Replaces:/im.test(text);
      if (begins && !offered.has(callId)) offered.set(callId, message);
      continue;
    }
    const invite = offered.get(callId);
    const status = Number(kind);
    if (!invite || method !== 'INVITE' || calls.has(callId) || !(status > 100) || status === 401 || status === 407)
      continue;
    if (message.direction === invite.direction) continue;
    const number = (invite.direction === 'from-desk' ? DIALLED : CALLER).exec(invite.text)?.[1] ?? '';
    calls.set(callId, { callId, number: decodeURIComponent(number), startedAtMs: invite.atMs });
  }
  return [...calls.values()];
}
