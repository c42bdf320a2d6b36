import JsSIP from 'jssip';
import type { JsSipCall, JsSipInside } from './jssip-types';

/** What a re-INVITE was sent for; null: a new media path. */
export type HoldKind = 'hold' | 'resume';

export interface TroubleListener {
  /** A re-INVITE failed and the call goes on. */
  reinviteFailed(kind: HoldKind | null): void;
  /** What an offer that is out was sent for. */
  pendingHold(): HoldKind | null;
  /** A re-INVITE leaves (null), or was refused with this code. */
  refusal(code: number | null): void;
  /** The connection died, or nobody answered, before the call was answered. */
  neverReached(): void;
  /** JsSIP's own way to end the call. */
  terminate: JsSipCall['terminate'];
}

/**
 * JsSIP ends an established call when ICE fails, when a re-INVITE is refused (RFC 3261 section 14.1: the session stays
 * as it was) and when the socket dies under one. A 408 or 481 to a re-INVITE does end the dialog, as it should.
 */
export function outliveTrouble(session: JsSipCall, listener: TroubleListener): void {
  const inside = session as unknown as JsSipInside;
  session.terminate = (options) => {
    const reason = options?.reason_phrase;
    if (reason === 'Hold Failed') listener.reinviteFailed('hold');
    else if (reason === 'Unhold Failed') listener.reinviteFailed('resume');
    else if (reason === 'Media Renegotiation Failed') listener.reinviteFailed(null);
    else if (options?.cause === JsSIP.C.causes.RTP_TIMEOUT && session.isEstablished()) return;
    else listener.terminate(options);
  };
  for (const trouble of ['onTransportError', 'onRequestTimeout'] as const) {
    const give = inside[trouble].bind(session);
    inside[trouble] = () => {
      if (session.isEstablished()) listener.reinviteFailed(listener.pendingHold());
      else {
        listener.neverReached();
        give();
      }
    };
  }
  const sendRequest = inside.sendRequest.bind(session);
  inside.sendRequest = (method, options) => {
    const handlers = options?.eventHandlers;
    const refused = handlers?.onErrorResponse;
    if (method === 'INVITE' && handlers && refused) {
      listener.refusal(null);
      handlers.onErrorResponse = (response) => {
        listener.refusal(response.status_code);
        refused(response);
      };
    }
    return sendRequest(method, options);
  };
}
