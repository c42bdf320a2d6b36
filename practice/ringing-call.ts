import { toFailure } from '../contracts/errors';
import { Call, transactionKey, type CallContext, type CallOptions } from './call';
import type { PracticeCause } from './events';
import type { Binding } from './registrar';
import { newBranch } from './sip-connection';
import { headerValue, parseNameAddress, type SipRequest, type SipResponse } from './sip-message';

/** A customer gives up after this long. */
const RING_TIMEOUT_MS = 30_000;
/** Timer B (RFC 3261 section 17.1.1.2): no response comes later. */
const LATE_RESPONSE_MS = 32_000;

interface Leg {
  readonly binding: Binding;
  readonly branch: string;
  readonly invite: SipRequest;
  /** RFC 3261 section 9.1: a CANCEL waits for the first provisional answer. */
  provisional: boolean;
  cancelWith: string | null;
  cancelSent: boolean;
  done: boolean;
}

/** A call from a customer: rings every contact of the extension, the first to answer has it. */
export class RingingCall extends Call {
  private readonly bindings: readonly Binding[];
  private readonly ringTimeoutMs: number;
  private legs: Leg[] = [];
  private timer: NodeJS.Timeout | null = null;
  private lastRefusal = 480;

  constructor(context: CallContext, options: CallOptions & { bindings: readonly Binding[]; ringTimeoutMs?: number }) {
    super(context, options, 'inbound');
    this.bindings = options.bindings;
    this.ringTimeoutMs = options.ringTimeoutMs ?? RING_TIMEOUT_MS;
    const { domain } = context;
    const displayName = options.customer.name.replace(/[\\"]/g, '\\$&');
    this.localAddress = `"${displayName}" <sip:${options.customer.extension}@${domain}>`;
    this.remoteAddress = `<sip:${options.extension}@${domain}>`;
  }

  /** Sends the INVITEs. */
  async start(): Promise<void> {
    let offerSdp: string;
    try {
      offerSdp = await this.conversation.media.offer();
    } catch (error) {
      this.context.log('error', `No offer could be made: ${toFailure(error).message}`);
      return this.finish('media-failure', null);
    }
    if (this.state !== 'early') return;
    this.legs = this.bindings.map((binding) => this.legTo(binding, offerSdp));
    for (const leg of this.legs) {
      this.context.transactions.set(
        transactionKey(leg.branch, 'INVITE'),
        (response) => void this.handleResponse(leg, response),
      );
      if (!leg.binding.connection.send(leg.invite)) this.closeLeg(leg);
    }
    if (this.legs.every((leg) => leg.done)) return this.finish('agent-offline', null);
    this.timer = setTimeout(() => this.abandon('no-answer'), this.ringTimeoutMs);
  }

  protected override abandon(cause: PracticeCause): void {
    for (const leg of this.legs) this.cancel(leg, 'SIP;cause=487;text="The caller hung up"');
    this.finish(cause, null);
  }

  protected override finish(cause: PracticeCause, status: number | null): void {
    if (this.timer) clearTimeout(this.timer);
    super.finish(cause, status);
    // Late final responses (487 after CANCEL) still want their ACK.
    setTimeout(() => this.legs.forEach((leg) => this.closeLeg(leg)), LATE_RESPONSE_MS).unref();
  }

  private legTo(binding: Binding, offerSdp: string): Leg {
    const branch = newBranch();
    const invite: SipRequest = {
      kind: 'request',
      method: 'INVITE',
      uri: binding.contactUri,
      headers: [
        ['Via', `SIP/2.0/WS ${this.context.domain};branch=${branch}`],
        ['Max-Forwards', '70'],
        ['From', `${this.localAddress};tag=${this.localTag}`],
        ['To', this.remoteAddress],
        ['Call-ID', this.callId],
        ['CSeq', `${this.localCSeq} INVITE`],
        ...this.contactHeaders(),
        ['Content-Type', 'application/sdp'],
      ],
      body: offerSdp,
    };
    return { binding, branch, invite, provisional: false, cancelWith: null, cancelSent: false, done: false };
  }

  private async handleResponse(leg: Leg, response: SipResponse): Promise<void> {
    if (response.status < 200) {
      leg.provisional = true;
      if (leg.cancelWith !== null) this.sendCancel(leg, leg.cancelWith);
      return;
    }
    if (response.status < 300) return this.handleAnswer(leg, response);
    // The ACK of a refusal belongs to the INVITE's own transaction (RFC 3261 section 17.1.1.3).
    leg.binding.connection.send({
      ...leg.invite,
      method: 'ACK',
      headers: leg.invite.headers
        .filter(([name]) => !['Contact', 'Allow', 'Content-Type'].includes(name))
        .map(([name, value]): readonly [string, string] => {
          if (name === 'To') return [name, headerValue(response, 'To') ?? value];
          return name === 'CSeq' ? [name, value.replace('INVITE', 'ACK')] : [name, value];
        }),
      body: '',
    });
    this.closeLeg(leg);
    if (response.status !== 487) this.lastRefusal = response.status;
    const declinedForAll = response.status >= 600;
    if (this.state !== 'early') return;
    if (declinedForAll) for (const other of this.legs) this.cancel(other, 'SIP;cause=603;text="Declined elsewhere"');
    if (declinedForAll || this.legs.every((other) => other.done)) {
      this.finish(this.lastRefusal === 486 ? 'busy' : 'agent-refused', this.lastRefusal);
    }
  }

  private async handleAnswer(leg: Leg, response: SipResponse): Promise<void> {
    const tag = parseNameAddress(headerValue(response, 'To') ?? '')?.parameters.get('tag') ?? '';
    if (leg.done || this.state === 'over') return this.refuseLateAnswer(leg, response, tag);
    leg.done = true;
    if (this.state !== 'early') return this.refuseLateAnswer(leg, response, tag);
    this.connection = leg.binding.connection;
    this.remoteTag = tag;
    this.remoteTarget = leg.binding.contactUri;
    this.followContact(response);
    if (this.timer) clearTimeout(this.timer);
    this.markAnswered();
    this.sendRequest('ACK', [], this.localCSeq);
    for (const other of this.legs) {
      if (other !== leg) this.cancel(other, 'SIP;cause=200;text="Call completed elsewhere"');
    }
    try {
      await this.conversation.media.acceptAnswer(response.body);
    } catch (error) {
      this.context.log('warn', `An answer was refused: ${toFailure(error).code}.`);
      return this.hangUp('media-failure');
    }
    this.handleAck();
  }

  /** A second phone answered in the same moment, or after the customer gave up: it gets ACK, then BYE. */
  private refuseLateAnswer(leg: Leg, response: SipResponse, tag: string): void {
    const isRetransmission = tag === this.remoteTag;
    const target = parseNameAddress(headerValue(response, 'Contact') ?? '')?.uri ?? leg.binding.contactUri;
    const base: SipRequest = {
      kind: 'request',
      method: 'ACK',
      uri: target,
      headers: [
        ['Via', `SIP/2.0/WS ${this.context.domain};branch=${newBranch()}`],
        ['Max-Forwards', '70'],
        ['From', `${this.localAddress};tag=${this.localTag}`],
        ['To', headerValue(response, 'To') ?? this.remoteAddress],
        ['Call-ID', this.callId],
      ],
      body: '',
    };
    leg.binding.connection.send({ ...base, headers: [...base.headers, ['CSeq', '1 ACK']] });
    if (isRetransmission) return;
    this.closeLeg(leg);
    const bye = base.headers.map(([name, value]): readonly [string, string] =>
      name === 'Via' ? [name, `SIP/2.0/WS ${this.context.domain};branch=${newBranch()}`] : [name, value],
    );
    leg.binding.connection.send({ ...base, method: 'BYE', headers: [...bye, ['CSeq', '2 BYE']] });
  }

  private cancel(leg: Leg, reason: string): void {
    if (leg.done || leg.cancelWith !== null) return;
    leg.cancelWith = reason;
    if (leg.provisional) this.sendCancel(leg, reason);
  }

  private sendCancel(leg: Leg, reason: string): void {
    if (leg.cancelSent) return;
    leg.cancelSent = true;
    const copied = leg.invite.headers
      .filter(([name]) => ['Via', 'Max-Forwards', 'From', 'To', 'Call-ID', 'CSeq'].includes(name))
      .map(([name, value]): readonly [string, string] => [
        name,
        name === 'CSeq' ? value.replace('INVITE', 'CANCEL') : value,
      ]);
    leg.binding.connection.send({
      ...leg.invite,
      method: 'CANCEL',
      headers: [...copied, ['Reason', reason]],
      body: '',
    });
  }

  private closeLeg(leg: Leg): void {
    leg.done = true;
    this.context.transactions.delete(transactionKey(leg.branch, 'INVITE'));
  }
}
