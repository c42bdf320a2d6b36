import JsSIP from 'jssip';
import type { JsSipCall } from './jssip-types';

const DURATION_MS = 120;
const GAP_MS = 70;

/** Sends a key of the telephone as an event in the audio (RFC 4733) or as SIP INFO. */
export function sendKey(session: JsSipCall, digit: string, way: 'rfc4733' | 'info'): void {
  const transportType = way === 'info' ? JsSIP.C.DTMF_TRANSPORT.INFO : JsSIP.C.DTMF_TRANSPORT.RFC2833;
  const send = () => session.sendDTMF(digit, { duration: DURATION_MS, interToneGap: GAP_MS, transportType });
  const { connection } = session;
  if (way === 'info' || connection.connectionState === 'connected') {
    send();
    return;
  }
  // Chromium throws on a tone sent before DTLS is up, which is shortly after the answer.
  const whenConnected = () => {
    if (connection.connectionState !== 'connected') return;
    connection.removeEventListener('connectionstatechange', whenConnected);
    send();
  };
  connection.addEventListener('connectionstatechange', whenConnected);
}
