import type { JsSipCall, JsSipInside } from './jssip-types';

/** JsSIP's number for: our 200 is out, its ACK has not come. */
const WAITING_FOR_ACK = 6;
const SERVER_ERROR = 500;
const DECLINE = 603;

/**
 * Mends what JsSIP 3.13 does with a re-INVITE at a wrong moment. One that crosses ours: it answers 491 and then takes
 * it all the same. One that comes before the ACK of the one before is put off (RFC 3261 section 14.2: 500 with
 * Retry-After); JsSIP refuses it too, but then throws that ACK away and so ends the call half a minute later.
 *
 * A REFER is declined and told: nobody but the agent sends a call elsewhere.
 */
export function guardRequests(session: JsSipCall, referred: () => void): void {
  const inside = session as unknown as JsSipInside;
  const receive = inside.receiveRequest.bind(session);
  let due: number | null = null;
  inside.receiveRequest = (request) => {
    if (request.method === 'REFER') {
      request.reply(DECLINE);
      referred();
      return;
    }
    if (request.method === 'INVITE') {
      if (inside._dialog?.uac_pending_reply) return;
      if (inside._status === WAITING_FOR_ACK) {
        request.reply(SERVER_ERROR, null, ['Retry-After: 1']);
        if (inside._dialog) inside._dialog._incoming_ack_seqnum = due ?? inside._request.cseq;
        return;
      }
      due = request.cseq;
    }
    receive(request);
  };
}
