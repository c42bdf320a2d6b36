import DialogRequestSender from 'jssip/lib/Dialog/RequestSender';

const REQUEST_PENDING = 491;
let mended = false;

/**
 * JsSIP 3.13 sends a re-INVITE that met 491 again by itself, after one second and under the same CSeq number: a PBX
 * takes that for an old request and refuses it, and an offer of ours in that second would be overtaken by it. From here
 * on 491 is told like any other refusal, and the session decides when to offer again (RFC 3261 section 14.1).
 */
export function tellGlareAtOnce(): void {
  if (mended) return;
  mended = true;
  const receive = DialogRequestSender.prototype._receiveResponse;
  DialogRequestSender.prototype._receiveResponse = function (response) {
    if (response.method === 'INVITE' && response.status_code === REQUEST_PENDING) {
      this._eventHandlers.onErrorResponse(response);
    } else receive.call(this, response);
  };
}
