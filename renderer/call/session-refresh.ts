import RequestSender from 'jssip/lib/RequestSender';
import { REFRESH_RETRY_MS, raisedExpiresSeconds, refreshAfterMs } from '../../domain/session-timer';
import type { JsSipCall, JsSipInside } from './jssip-types';

const INTERVAL_TOO_SMALL = 422;
/** The dialog stands, the moment was wrong: asked again later. */
const PASSING_REFUSALS = [491, 500, 503, 504];
/** A refresh whose answer never came is sent again after this; the transaction itself gives up after 32 s. */
const UNANSWERED_MS = 60_000;

interface Refusal {
  status_code: number;
  getHeader(name: string): string | undefined;
}

/**
 * Keeps a call's session timer (RFC 4028) where JsSIP 3.13 loses it: it forgets the timer after a refresh that could not
 * be sent or was refused, hangs up when the other side forgot its duty, and lets a call fail that met 422.
 */
export class SessionRefresh {
  readonly #session: JsSipCall;
  readonly #inside: JsSipInside;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The other side does not take UPDATE (RFC 3311): the offer is repeated instead. */
  #byReinvite = false;

  constructor(session: JsSipCall) {
    this.#session = session;
    this.#inside = session as unknown as JsSipInside;
    const inside = this.#inside;
    inside._runSessionTimer = () => {
      const { currentExpires, refresher } = inside._sessionTimers;
      inside._sessionTimers.running = true;
      this.#plan(refreshAfterMs(currentExpires, refresher ? 'us' : 'them'));
    };
    const receive = inside._receiveInviteResponse.bind(session);
    inside._receiveInviteResponse = (response) => {
      const refused = response as Refusal;
      if (refused.status_code !== INTERVAL_TOO_SMALL || !this.#inviteAgain(refused)) receive(response);
    };
    const stop = () => clearTimeout(this.#timer);
    session.on('ended', stop);
    session.on('failed', stop);
  }

  #plan(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), waitMs);
  }

  #refresh(minSeconds?: number): void {
    if (this.#session.isEnded()) return;
    if (!this.#inside._ua.isConnected() || !this.#session.isReadyToReOffer()) {
      this.#plan(REFRESH_RETRY_MS);
      return;
    }
    // The answer plans the next one; this is for the answer that never comes.
    this.#plan(UNANSWERED_MS);
    const options = {
      eventHandlers: { failed: (response?: unknown) => void this.#refused(response as Refusal | undefined) },
      extraHeaders: minSeconds === undefined ? [] : [`Min-SE: ${String(minSeconds)}`],
    };
    if (this.#byReinvite) this.#inside._sendReinvite(options);
    else this.#inside._sendUpdate(options);
  }

  async #refused(response?: Refusal): Promise<void> {
    const { connection } = this.#session;
    if (this.#byReinvite && connection?.signalingState === 'have-local-offer') {
      await connection.setLocalDescription({ type: 'rollback' }).catch(() => undefined);
    }
    const timers = this.#inside._sessionTimers;
    const code = response?.status_code ?? 0;
    const raised =
      code === INTERVAL_TOO_SMALL ? raisedExpiresSeconds(timers.currentExpires, response?.getHeader('min-se')) : null;
    if (raised !== null) {
      timers.currentExpires = raised;
      this.#refresh(raised);
    } else if (!this.#byReinvite && !PASSING_REFUSALS.includes(code)) {
      this.#byReinvite = true;
      this.#refresh();
    } else this.#plan(REFRESH_RETRY_MS);
  }

  /** The first INVITE met 422: it is sent again under the next CSeq (RFC 4028 section 7.4). False when that is no use. */
  #inviteAgain(response: Refusal): boolean {
    const inside = this.#inside;
    const timers = inside._sessionTimers;
    const raised = raisedExpiresSeconds(timers.defaultExpires, response.getHeader('min-se'));
    if (raised === null || inside._is_canceled || this.#session.isEnded()) return false;
    timers.defaultExpires = raised;
    const request = inside._request.clone();
    request.cseq += 1;
    request.setHeader('cseq', `${String(request.cseq)} INVITE`);
    request.setHeader('session-expires', String(raised));
    request.setHeader('min-se', String(raised));
    inside._request = request;
    new RequestSender(inside._ua, request, {
      onRequestTimeout: () => inside.onRequestTimeout(),
      onTransportError: () => inside.onTransportError(),
      onAuthenticated: (authenticated) => {
        inside._request = authenticated as JsSipInside['_request'];
      },
      onReceiveResponse: (next) => inside._receiveInviteResponse(next),
    }).send();
    return true;
  }
}
