import { SidetoneError, assertNever, toFailure } from '../contracts/errors';
import { Call, withoutTag, type CallContext, type CallOptions } from './call';
import type { PracticeCause } from './events';
import { TELEPHONE_RATE_HZ } from './media';
import { headerValue, parseNameAddress, type SipRequest, type SipResponse } from './sip-message';
import { progressTone, type ProgressTone } from './tones';

/** A telephone that nobody answers rings this long. */
const NO_ANSWER_MS = 30_000;
/** How long a tone of refusal is heard before the refusal itself ends the call. */
const TONE_MS = 2800;
/** Time to see that it rings before the customer declines. */
const DECLINE_AFTER_MS = 1000;

/** A call that the agent dials: the customer's side is the server of the INVITE. */
export class DialledCall extends Call {
  private readonly invite: SipRequest;
  private timer: NodeJS.Timeout | null = null;

  constructor(context: CallContext, options: CallOptions, invite: SipRequest) {
    super(context, options, 'outbound');
    this.invite = invite;
    const from = headerValue(invite, 'From') ?? '';
    this.remoteTag = parseNameAddress(from)?.parameters.get('tag') ?? '';
    this.remoteAddress = withoutTag(from);
    this.localAddress = withoutTag(headerValue(invite, 'To') ?? '');
    this.followContact(invite);
  }

  /** Rings as the customer's `onInvite` says. */
  start(): void {
    const { onInvite } = this.customer;
    this.reply(this.invite, 100);
    switch (onInvite.type) {
      case 'busy':
        return void this.refuseWithTone('busy', { status: 486, cause: 'busy', afterMs: TONE_MS });
      case 'congestion':
        return void this.refuseWithTone('congestion', { status: 503, cause: 'congestion', afterMs: TONE_MS });
      case 'unallocated':
        return void this.refuseWithTone('special-information', { status: 404, cause: 'unallocated', afterMs: TONE_MS });
      case 'decline':
        this.ring();
        return this.later(DECLINE_AFTER_MS, () => this.refuse(603, 'declined'));
      case 'no-answer':
        return void this.refuseWithTone('ringback', { status: 480, cause: 'no-answer', afterMs: NO_ANSWER_MS });
      case 'echo':
        return void this.ringThenAnswer(0);
      case 'answer':
      case 'voicemail':
        return void this.ringThenAnswer(onInvite.ringMs);
      default:
        return assertNever(onInvite);
    }
  }

  /** CANCEL (RFC 3261 section 9.2). Too late for a call that was answered: it changes nothing then. */
  handleCancel(cancel: SipRequest): void {
    this.reply(cancel, 200);
    if (this.state === 'early') this.refuse(487, 'cancelled');
  }

  protected override abandon(cause: PracticeCause): void {
    this.refuse(480, cause);
  }

  protected override finish(cause: PracticeCause, status: number | null): void {
    if (this.timer) clearTimeout(this.timer);
    super.finish(cause, status);
  }

  private ring(): void {
    this.reply(this.invite, 180, { headers: this.contactHeaders() });
  }

  /**
   * Early media (RFC 3960): 183 with an answer, the network's tone in it, and the refusal some time later. A telephone
   * whose offer cannot be used is refused all the same, without a tone.
   */
  private async refuseWithTone(
    name: ProgressTone,
    end: { status: SipResponse['status']; cause: PracticeCause; afterMs: number },
  ): Promise<void> {
    this.later(end.afterMs, () => this.refuse(end.status, end.cause));
    let body: string;
    try {
      body = await this.conversation.media.answer(this.invite.body);
    } catch {
      return this.ring();
    }
    if (this.state !== 'early') return;
    this.conversation.playProgressTone(progressTone(name, TELEPHONE_RATE_HZ));
    this.reply(this.invite, 183, {
      headers: [...this.contactHeaders(), ['Content-Type', 'application/sdp']],
      body,
    });
  }

  /** The answer is prepared while it rings, so that it leaves the moment the customer picks up. */
  private async ringThenAnswer(ringMs: number): Promise<void> {
    let answerSdp: string;
    try {
      if (this.invite.body === '')
        throw new SidetoneError('sdp-refused', 'An INVITE without an offer is not supported.');
      const prepared = this.conversation.media.answer(this.invite.body);
      if (ringMs > 0) this.ring();
      const waited = new Promise<void>((resolve) => this.later(ringMs, resolve));
      [answerSdp] = await Promise.all([prepared, waited]);
    } catch (error) {
      const { code } = toFailure(error);
      this.context.log('warn', `An offer was refused: ${code}.`);
      return this.refuse(code === 'internal' ? 500 : 488, code === 'no-common-codec' ? code : 'media-failure');
    }
    if (this.state !== 'early') return;
    this.markAnswered();
    this.reply(this.invite, 200, {
      headers: [...this.contactHeaders(), ['Content-Type', 'application/sdp']],
      body: answerSdp,
    });
  }

  private refuse(status: SipResponse['status'], cause: PracticeCause): void {
    if (this.state !== 'early') return;
    this.reply(this.invite, status);
    this.finish(cause, status);
  }

  private later(delayMs: number, run: () => void): void {
    this.timer = setTimeout(run, delayMs);
  }
}
