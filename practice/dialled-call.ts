import { SidetoneError, assertNever, toFailure } from '../contracts/errors';
import { Call, type CallContext, type CallOptions } from './call';
import type { PracticeCause } from './events';
import { headerValue, parseNameAddress, type SipRequest, type SipResponse } from './sip-message';

/** A telephone that nobody answers rings this long. */
const NO_ANSWER_MS = 30_000;
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
    this.remoteAddress = from.replace(/;\s*tag=[^;]*/i, '');
    this.localAddress = (headerValue(invite, 'To') ?? '').replace(/;\s*tag=[^;]*/i, '');
    this.followContact(invite);
  }

  /** Rings as the customer's `onInvite` says. */
  start(): void {
    const { onInvite } = this.customer;
    this.reply(this.invite, 100);
    switch (onInvite.type) {
      case 'busy':
        return this.refuse(486, 'busy');
      case 'decline':
        this.ring();
        return this.later(DECLINE_AFTER_MS, () => this.refuse(603, 'declined'));
      case 'no-answer':
        this.ring();
        return this.later(NO_ANSWER_MS, () => this.refuse(480, 'no-answer'));
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
