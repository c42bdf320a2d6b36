import { describe, expect, it } from 'vitest';
import type { PassedMessage, SipDirection } from '../practice/faults/fault-proxy';
import { callsSeen } from './calls-seen';

let atMs = 0;
function passed(direction: SipDirection, kind: string, callId: string, more = ''): PassedMessage {
  const first = kind === 'INVITE' ? 'INVITE sip:8001@pbx SIP/2.0' : `SIP/2.0 ${kind} x`;
  const text = [first, 'From: "Li" <sip:138@pbx>;tag=a', 'To: <sip:8001@pbx>', `Call-ID: ${callId}`, more].join('\r\n');
  return { atMs: (atMs += 1), direction, link: 1, kind, method: 'INVITE', callId, text };
}

describe('the calls on a wire', () => {
  it('are the INVITEs that were answered with more than a challenge, by the number dialled or calling', () => {
    const calls = callsSeen([
      passed('from-desk', 'INVITE', 'dialled'),
      passed('to-desk', '407', 'dialled'),
      passed('from-desk', 'INVITE', 'dialled'),
      passed('to-desk', '100', 'dialled'),
      passed('to-desk', '486', 'dialled'),
      passed('to-desk', 'INVITE', 'calling'),
      passed('from-desk', '180', 'calling'),
      passed('from-desk', 'INVITE', 'unheard'),
      passed('to-desk', '407', 'unheard'),
    ]);
    expect(calls.map(({ callId, number }) => [callId, number])).toEqual([
      ['dialled', '8001'],
      ['calling', '138'],
    ]);
  });

  it('do not count a re-INVITE or a call that is taken back', () => {
    const calls = callsSeen([
      { ...passed('from-desk', 'INVITE', 'inside'), text: 'INVITE sip:8001@pbx SIP/2.0\r\nTo: <sip:8001@pbx>;tag=b' },
      passed('to-desk', '200', 'inside'),
      passed('from-desk', 'INVITE', 'back', 'Replaces: inside;to-tag=b;from-tag=a'),
      passed('to-desk', '200', 'back'),
    ]);
    expect(calls).toEqual([]);
  });
});
