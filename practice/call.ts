import { toFailure, SidetoneError } from '../contracts/errors';
import type { PracticeCustomer } from '../contracts/practice';
import { Conversation } from './conversation';
import type { PracticeCause, PracticeEvent, PracticeLog } from './events';
import type { MediaFactory } from './media';
import { referralIn, sipfragOf, type Referral } from './refer';
import type { Registrar } from './registrar';
import type { Replaces } from './replaces';
import { audioDirection } from './sdp';
import { newBranch, randomToken, type SipConnection } from './sip-connection';
import {
  headerValue,
  parseCSeq,
  parseNameAddress,
  respondTo,
  type ResponseOptions,
  type SipHeaders,
  type SipRequest,
  type SipResponse,
} from './sip-message';
import { isDtmfDigit } from './telephone-event';
import type { VoiceLibrary } from './voice-library';

export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, REGISTER';
/** 64 × T1 (RFC 3261 section 13.3.1.4): an answer without ACK by then is taken back. */
const ACK_TIMEOUT_MS = 32_000;

/** What every call of the exchange shares. */
export interface CallContext {
  readonly domain: string;
  readonly log: PracticeLog;
  readonly emit: (event: PracticeEvent) => void;
  readonly voices: VoiceLibrary;
  readonly media: MediaFactory;
  readonly registrar: Registrar;
  /** Client transactions by {@link transactionKey}: who wants the responses. */
  readonly transactions: Map<string, (response: SipResponse) => void>;
  /** How the one whom a call is given to takes it. */
  readonly refer: (referral: Referral, extension: string) => { status: number; ringMs: number };
  readonly onOver: (call: Call) => void;
  /** Comes while the call still has its old Call-ID. */
  readonly onTakenOver: (call: Call, newCallId: string) => void;
}

/** A CANCEL shares the branch of its INVITE (RFC 3261 section 17.1.3), so the method is part of the key. */
export function transactionKey(branch: string, method: string): string {
  return `${branch} ${method}`;
}

export interface CallOptions {
  readonly callId: string;
  readonly extension: string;
  readonly customer: PracticeCustomer;
  readonly connection: SipConnection;
}

/**
 * One call between an agent and a practice customer, and its dialog (RFC 3261 section 12). How it is set up is told by
 * the two subclasses; from the answer on they are the same:
 *
 *     early --200 sent or received--> answered --ACK--> confirmed --BYE, either side--> over
 *       +---- CANCEL, refusal, timeout --------------------------------------------------^
 */
export abstract class Call {
  readonly extension: string;
  readonly customer: PracticeCustomer;
  callId: string;
  localTag = randomToken();
  protected readonly context: CallContext;
  protected readonly conversation: Conversation;
  protected connection: SipConnection;
  protected state: 'early' | 'answered' | 'confirmed' | 'over' = 'early';
  /** Of the dialog, once known. */
  protected remoteTag: string | null = null;
  protected remoteTarget = '';
  protected localAddress = '';
  protected remoteAddress = '';
  protected localCSeq = 1;
  private held = false;
  private negotiating = false;
  private ackTimer: NodeJS.Timeout | null = null;
  private referTimer: NodeJS.Timeout | null = null;

  constructor(context: CallContext, options: CallOptions, direction: 'outbound' | 'inbound') {
    this.context = context;
    this.callId = options.callId;
    this.extension = options.extension;
    this.customer = options.customer;
    this.connection = options.connection;
    this.conversation = new Conversation({
      customer: options.customer,
      voices: context.voices,
      media: context.media,
      log: context.log,
      onMediaConnected: () => context.emit({ event: 'media-connected', callId: this.callId }),
      onCustomerSpeaks: (step) => context.emit({ event: 'customer-speaks', callId: this.callId, step }),
      onAgentSpeaking: (speaking) => context.emit({ event: 'agent-speaking', callId: this.callId, speaking }),
      onDtmf: () => context.emit({ event: 'dtmf', callId: this.callId, via: 'rtp' }),
      onOver: (cause) => this.hangUp(cause),
    });
    context.emit({
      event: 'call-started',
      callId: this.callId,
      direction,
      extension: options.extension,
      customerId: options.customer.customerId,
    });
  }

  /** Ends the call from the customer's or the exchange's side, in whatever state it is. */
  hangUp(cause: PracticeCause): void {
    if (this.state === 'over') return;
    if (this.state === 'early') this.abandon(cause);
    else {
      this.sendRequest('BYE');
      this.finish(cause, null);
    }
  }

  /** Takes back a call that was not answered yet. */
  protected abstract abandon(cause: PracticeCause): void;

  /** Whether a request inside a dialog is meant for this call. */
  owns(request: SipRequest): boolean {
    const localTag = parseNameAddress(headerValue(request, 'To') ?? '')?.parameters.get('tag');
    const remoteTag = parseNameAddress(headerValue(request, 'From') ?? '')?.parameters.get('tag');
    return localTag === this.localTag && (this.remoteTag === null || remoteTag === this.remoteTag);
  }

  /** Handles a request inside the dialog. It may come by a newer connection: the agent's device reconnected. */
  handleRequest(request: SipRequest, connection: SipConnection): void {
    this.connection = connection;
    switch (request.method) {
      case 'ACK':
        return this.handleAck();
      case 'BYE':
        this.reply(request, 200);
        return this.finish('agent-hangup', null);
      case 'INFO':
        return this.handleInfo(request);
      case 'REFER':
        return this.handleRefer(request);
      case 'INVITE':
      case 'UPDATE':
        return void this.renegotiate(request);
      case 'OPTIONS':
        return this.reply(request, 200, { headers: [['Allow', ALLOW]] });
      default:
        return this.reply(request, 405, { headers: [['Allow', ALLOW]] });
    }
  }

  /** Whether an INVITE may take this call's place: it must be confirmed, and the tags be those of its dialog. */
  isReplacedBy({ toTag, fromTag }: Replaces): boolean {
    return this.state === 'confirmed' && toTag === this.localTag && fromTag === this.remoteTag;
  }

  /** The agent comes back in a new dialog (RFC 3891): the customer stays on the line, the old dialog ends with a BYE. */
  async takeOver(invite: SipRequest, connection: SipConnection): Promise<void> {
    const callId = headerValue(invite, 'Call-ID') ?? '';
    const newTag = randomToken();
    const answerTo = (status: number, options: ResponseOptions = {}): boolean =>
      connection.send(respondTo(invite, status, { toTag: newTag, ...options }));
    if (this.negotiating) return void answerTo(491);
    this.negotiating = true;
    try {
      const body = await this.conversation.moveMedia(invite.body);
      this.sendRequest('BYE');
      this.context.onTakenOver(this, callId);
      const from = headerValue(invite, 'From') ?? '';
      this.callId = callId;
      this.localTag = newTag;
      this.localCSeq = 1;
      this.connection = connection;
      this.remoteTag = parseNameAddress(from)?.parameters.get('tag') ?? '';
      this.remoteAddress = withoutTag(from);
      this.localAddress = withoutTag(headerValue(invite, 'To') ?? '');
      this.followContact(invite);
      this.held = false;
      this.awaitAck();
      answerTo(200, { headers: [...this.contactHeaders(), ['Content-Type', 'application/sdp']], body });
    } catch (error) {
      this.context.log('warn', `An offer to take a call over was refused: ${toFailure(error).code}.`);
      answerTo(error instanceof SidetoneError ? 488 : 500);
    } finally {
      this.negotiating = false;
    }
  }

  protected reply(request: SipRequest, status: number, options: ResponseOptions = {}): void {
    this.connection.send(respondTo(request, status, { toTag: this.localTag, ...options }));
  }

  /** The customer's Contact, for requests and answers that carry one. */
  protected contactHeaders(): SipHeaders {
    return [
      ['Contact', `<sip:${this.customer.extension}@${this.context.domain};transport=ws>`],
      ['Allow', ALLOW],
    ];
  }

  protected sendRequest(method: string, headers: SipHeaders = [], cseq?: number, body = ''): void {
    const request: SipRequest = {
      kind: 'request',
      method,
      uri: this.remoteTarget,
      headers: [
        ['Via', `SIP/2.0/WS ${this.context.domain};branch=${newBranch()}`],
        ['Max-Forwards', '70'],
        ['From', `${this.localAddress};tag=${this.localTag}`],
        ['To', `${this.remoteAddress};tag=${this.remoteTag ?? ''}`],
        ['Call-ID', this.callId],
        ['CSeq', `${cseq ?? ++this.localCSeq} ${method}`],
        ...headers,
      ],
      body,
    };
    if (this.connection.send(request)) return;
    // The socket this call came by is gone: use the newest one the extension registered.
    this.context.registrar.bindingsOf(this.extension)[0]?.connection.send(request);
  }

  protected markAnswered(): void {
    this.context.emit({ event: 'call-answered', callId: this.callId });
    this.awaitAck();
  }

  private awaitAck(): void {
    this.state = 'answered';
    this.ackTimer = setTimeout(() => this.hangUp('no-ack'), ACK_TIMEOUT_MS);
  }

  protected handleAck(): void {
    if (this.state !== 'answered') return;
    this.state = 'confirmed';
    if (this.ackTimer) clearTimeout(this.ackTimer);
    this.conversation.handleAnswered();
  }

  protected finish(cause: PracticeCause, status: number | null): void {
    if (this.state === 'over') return;
    this.state = 'over';
    if (this.ackTimer) clearTimeout(this.ackTimer);
    if (this.referTimer) clearTimeout(this.referTimer);
    this.context.emit({ event: 'call-ended', callId: this.callId, cause, status });
    this.context.onOver(this);
    this.conversation.close().catch(() => this.context.log('warn', 'A media session did not close cleanly.'));
  }

  /**
   * The agent gives the customer away. Practice customers cannot talk to one another: the target's telephone rings and
   * is answered or not, the agent is told each step, and hangs up when it was. A target who does not answer leaves the
   * customer with the agent.
   */
  private handleRefer(request: SipRequest): void {
    const referral = referralIn(request);
    if (!referral) return this.reply(request, 400);
    if (this.state !== 'confirmed' || this.referTimer) return this.reply(request, 491);
    const { status, ringMs } = this.context.refer(referral, this.extension);
    this.reply(request, 202, { headers: this.contactHeaders() });
    const id = parseCSeq(request)?.number ?? 0;
    this.notifyRefer(id, 100, false);
    if (ringMs > 0) this.notifyRefer(id, 180, false);
    this.referTimer = setTimeout(() => {
      this.referTimer = null;
      this.notifyRefer(id, status, true);
    }, ringMs);
  }

  private notifyRefer(id: number, status: number, last: boolean): void {
    const headers: SipHeaders = [
      ...this.contactHeaders(),
      ['Event', `refer;id=${String(id)}`],
      ['Subscription-State', last ? 'terminated;reason=noresource' : 'active;expires=60'],
      ['Content-Type', 'message/sipfrag;version=2.0'],
    ];
    this.sendRequest('NOTIFY', headers, undefined, sipfragOf(status));
  }

  /** INFO as application/dtmf-relay (`Signal=5`) or application/dtmf (`5`). */
  private handleInfo(request: SipRequest): void {
    const digit = (/^\s*Signal\s*=\s*(\S)/im.exec(request.body)?.[1] ?? request.body.trim()).toUpperCase();
    this.reply(request, 200);
    if (!isDtmfDigit(digit)) return;
    this.context.emit({ event: 'dtmf', callId: this.callId, via: 'info' });
    this.conversation.handleDtmf(digit);
  }

  /** A new offer inside the call: hold, resume, ICE restart. */
  private async renegotiate(request: SipRequest): Promise<void> {
    const refreshOnly = request.method === 'UPDATE' && request.body === '';
    if (refreshOnly) return this.reply(request, 200, { headers: this.contactHeaders() });
    if (this.negotiating || this.state !== 'confirmed') return this.reply(request, 491);
    if (request.body === '') return this.reply(request, 488, { reason: 'An Offer Is Required' });
    this.negotiating = true;
    try {
      const sdp = await this.conversation.media.answer(request.body);
      this.followContact(request);
      this.setHeld(['sendonly', 'inactive'].includes(audioDirection(request.body)));
      this.reply(request, 200, { headers: [...this.contactHeaders(), ['Content-Type', 'application/sdp']], body: sdp });
    } catch (error) {
      this.context.log('warn', `A new offer within a call was refused: ${toFailure(error).code}.`);
      this.reply(request, error instanceof SidetoneError ? 488 : 500);
    } finally {
      this.negotiating = false;
    }
  }

  private setHeld(held: boolean): void {
    if (held === this.held) return;
    this.held = held;
    this.conversation.setHeld(held);
    this.context.emit({ event: 'hold', callId: this.callId, held });
  }

  /** Target refresh (RFC 3261 section 12.2.2). */
  protected followContact(message: SipRequest | SipResponse): void {
    this.remoteTarget = parseNameAddress(headerValue(message, 'Contact') ?? '')?.uri ?? this.remoteTarget;
  }
}

/** A From or To value without its tag. */
export function withoutTag(address: string): string {
  return address.replace(/;\s*tag=[^;]*/i, '');
}
