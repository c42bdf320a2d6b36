import { SidetoneError, toFailure } from '../contracts/errors';
import { PRACTICE_SERVER, type PracticeCustomer } from '../contracts/practice';
import { ALLOW, transactionKey, type Call, type CallContext } from './call';
import { DialledCall } from './dialled-call';
import type { PracticeEvent, PracticeLog } from './events';
import type { MediaFactory } from './media';
import type { PracticeAccount, RingAgentOptions } from './pbx';
import { referralOutcome } from './refer';
import { Registrar } from './registrar';
import { replacesIn, unsupportedOptions } from './replaces';
import { RingingCall } from './ringing-call';
import { randomToken, type SipConnection } from './sip-connection';
import { DigestAuthenticator } from './sip-digest';
import {
  headerValue,
  headerValues,
  parseCSeq,
  parseNameAddress,
  parseParameters,
  respondTo,
  userOfUri,
  type SipHeaders,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from './sip-message';
import type { VoiceLibrary } from './voice-library';

/** Dialled before a customer's extension, this prefix asks for a call from that customer. */
const RING_ME_PREFIX = '*77';
const RING_ME_DELAY_MS = 1000;
const SWEEP_INTERVAL_MS = 1000;

export interface ExchangeOptions {
  readonly domain: string;
  readonly accounts: readonly PracticeAccount[];
  readonly customers: readonly PracticeCustomer[];
  readonly voices: VoiceLibrary;
  readonly media: MediaFactory;
  readonly log: PracticeLog;
  readonly emit: (event: PracticeEvent) => void;
  readonly announced: boolean;
  readonly nonceTtlMs?: number | undefined;
}

/** The switch: gives every SIP message to the registrar, to a call, or back to its sender. */
export class Exchange {
  private readonly options: ExchangeOptions;
  private readonly passwords: ReadonlyMap<string, string>;
  private readonly authenticator: DigestAuthenticator;
  private readonly registrar: Registrar;
  private readonly transactions = new Map<string, (response: SipResponse) => void>();
  private readonly calls = new Map<string, Call>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly context: CallContext;

  constructor(options: ExchangeOptions) {
    this.options = options;
    this.passwords = new Map(options.accounts.map(({ extension, password }) => [extension, password]));
    this.authenticator = new DigestAuthenticator({
      realm: options.domain,
      ...(options.nonceTtlMs === undefined ? {} : { nonceTtlMs: options.nonceTtlMs }),
    });
    this.registrar = new Registrar(({ type, ...rest }) => options.emit({ event: type, ...rest } as PracticeEvent));
    this.context = {
      domain: options.domain,
      log: options.log,
      emit: options.emit,
      voices: options.voices,
      media: options.media,
      registrar: this.registrar,
      transactions: this.transactions,
      refer: ({ user, replaces }, extension) => {
        if (replaces === null) return referralOutcome(options.customers.find((known) => known.extension === user));
        const call = this.calls.get(replaces.callId);
        const stands = call?.isReplacedBy(replaces) && call.extension === extension;
        return { status: stands ? 200 : 481, ringMs: 0 };
      },
      onOver: (call) => this.calls.delete(call.callId),
      onTakenOver: (call, newCallId) => {
        this.calls.delete(call.callId);
        this.calls.set(newCallId, call);
        options.emit({ event: 'call-taken-over', callId: call.callId, newCallId });
      },
    };
    const sweep = setInterval(() => this.registrar.sweep(), SWEEP_INTERVAL_MS);
    sweep.unref();
    this.timers.add(sweep);
  }

  /** Never throws: what goes wrong inside is logged and answered with 500. */
  handleMessage(message: SipMessage, connection: SipConnection): void {
    try {
      if (message.kind === 'response') this.handleResponse(message);
      else this.handleRequest(message, connection);
    } catch (error) {
      this.options.log('error', `A SIP message could not be handled: ${toFailure(error).message}`);
      if (message.kind === 'request' && message.method !== 'ACK') connection.send(respondTo(message, 500));
    }
  }

  /** Calls outlive their connection: an agent whose socket drops may come back and hang up. */
  handleClose(connection: SipConnection): void {
    this.registrar.removeConnection(connection);
  }

  async ringAgent(customerId: string, options: RingAgentOptions): Promise<{ callId: string }> {
    const customer = this.options.customers.find((candidate) => candidate.customerId === customerId);
    if (!customer) throw new SidetoneError('practice-customer-unknown', 'There is no practice customer with this id.');
    const extension = options.extension ?? this.registrar.newestExtension();
    const bindings = extension === null ? [] : this.registrar.bindingsOf(extension);
    const [newest] = bindings;
    if (extension === null || !newest) {
      throw new SidetoneError('agent-offline', 'No agent is registered to be called.', { retryable: true });
    }
    const { connection } = newest;
    const callId = `${randomToken(12)}@${this.options.domain}`;
    const { ringTimeoutMs } = options;
    const call = new RingingCall(this.context, {
      callId,
      extension,
      customer,
      connection,
      bindings,
      ...(ringTimeoutMs === undefined ? {} : { ringTimeoutMs }),
    });
    this.calls.set(callId, call);
    await call.start();
    return { callId };
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    for (const call of [...this.calls.values()]) call.hangUp('pbx-stopped');
    await Promise.resolve();
  }

  private handleResponse(response: SipResponse): void {
    const branch = parseParameters(headerValue(response, 'Via') ?? '').get('branch') ?? '';
    this.transactions.get(transactionKey(branch, parseCSeq(response)?.method ?? ''))?.(response);
  }

  private handleRequest(request: SipRequest, connection: SipConnection): void {
    const callId = headerValue(request, 'Call-ID');
    const to = parseNameAddress(headerValue(request, 'To') ?? '');
    const from = parseNameAddress(headerValue(request, 'From') ?? '');
    const cseq = parseCSeq(request);
    const isWhole = callId && to && from && headerValue(request, 'Via') && cseq?.method === request.method;
    if (!isWhole) {
      if (request.method !== 'ACK') connection.send(respondTo(request, 400));
      return;
    }
    const call = this.calls.get(callId);
    if (request.method === 'CANCEL') {
      if (call instanceof DialledCall) call.handleCancel(request);
      else connection.send(respondTo(request, 481));
    } else if (to.parameters.has('tag')) {
      if (call?.owns(request)) call.handleRequest(request, connection);
      else if (request.method !== 'ACK') connection.send(respondTo(request, 481));
    } else {
      this.handleOutsideDialog(request, connection, callId);
    }
  }

  private handleOutsideDialog(request: SipRequest, connection: SipConnection, callId: string): void {
    switch (request.method) {
      case 'ACK':
        return;
      case 'OPTIONS':
        connection.send(
          respondTo(request, 200, {
            toTag: randomToken(),
            headers: [
              ['Allow', ALLOW],
              ['Accept', 'application/sdp'],
              ['Supported', 'replaces'],
            ],
          }),
        );
        return;
      case 'REGISTER': {
        const extension = this.authenticate(request, connection, 401);
        if (extension !== null) connection.send(this.announced(this.registrar.handle(request, extension, connection)));
        return;
      }
      case 'INVITE': {
        if (this.calls.has(callId)) return;
        const extension = this.authenticate(request, connection, 407);
        if (extension !== null) this.handleInvite(request, connection, callId, extension);
        return;
      }
      default:
        connection.send(respondTo(request, 405, { toTag: randomToken(), headers: [['Allow', ALLOW]] }));
    }
  }

  private announced(response: SipResponse): SipResponse {
    if (!this.options.announced) return response;
    return { ...response, headers: [...response.headers, ['Server', PRACTICE_SERVER]] };
  }

  /** The extension that proved its password; null where the request was answered with a challenge or a refusal. */
  private authenticate(request: SipRequest, connection: SipConnection, challengeStatus: 401 | 407): string | null {
    const isProxy = challengeStatus === 407;
    const credentials = headerValues(request, isProxy ? 'Proxy-Authorization' : 'Authorization');
    const forRealm = credentials.find((value) => value.includes(`"${this.options.domain}"`));
    const address = parseNameAddress(headerValue(request, isProxy ? 'From' : 'To') ?? '');
    const claimed = userOfUri(address?.uri ?? '') ?? '';
    const refuse = (status: number): null => {
      if (!isProxy) this.options.emit({ event: 'registration-refused', status });
      connection.send(respondTo(request, status, { toTag: randomToken() }));
      return null;
    };
    // A practice exchange names an extension it does not have, so that a typing error is found at once.
    if (!this.passwords.has(claimed)) return refuse(isProxy ? 403 : 404);

    const verdict = this.authenticator.verify(forRealm, request.method, (username) => this.passwords.get(username));
    switch (verdict.type) {
      case 'ok':
        return verdict.username === claimed ? claimed : refuse(403);
      case 'wrong':
      case 'unknown-user':
        return refuse(403);
      default: {
        const name = isProxy ? 'Proxy-Authenticate' : 'WWW-Authenticate';
        const challenges = this.authenticator.challenges(verdict.type === 'stale');
        connection.send(
          respondTo(request, challengeStatus, {
            toTag: randomToken(),
            headers: challenges.map((value): readonly [string, string] => [name, value]),
          }),
        );
        return null;
      }
    }
  }

  private handleInvite(request: SipRequest, connection: SipConnection, callId: string, extension: string): void {
    const refuse = (status: number, headers: SipHeaders = []): void =>
      void connection.send(respondTo(request, status, { toTag: randomToken(), headers }));
    const unsupported = unsupportedOptions(request);
    if (unsupported.length > 0) return refuse(420, [['Unsupported', unsupported.join(', ')]]);
    const replaces = replacesIn(request);
    if (replaces === 'none') return this.dial(request, connection, callId, extension);
    if (replaces === 'malformed') return refuse(400);
    const call = this.calls.get(replaces.callId);
    // RFC 3891 section 3: only whom the dialog belongs to may replace it; that there is one is nobody else's business.
    if (!call?.isReplacedBy(replaces) || call.extension !== extension) return refuse(481);
    if (replaces.earlyOnly) return refuse(486);
    void call.takeOver(request, connection);
  }

  private dial(request: SipRequest, connection: SipConnection, callId: string, extension: string): void {
    const dialled = userOfUri(request.uri) ?? '';
    const wantsCallBack = dialled.startsWith(RING_ME_PREFIX);
    const target = wantsCallBack ? dialled.slice(RING_ME_PREFIX.length) : dialled;
    const customer = this.options.customers.find((candidate) => candidate.extension === target);
    if (!customer || wantsCallBack) {
      connection.send(respondTo(request, customer ? 480 : 404, { toTag: randomToken() }));
      if (customer) this.ringLater(customer.customerId, extension);
      return;
    }
    const call = new DialledCall(this.context, { callId, extension, customer, connection }, request);
    this.calls.set(callId, call);
    call.start();
  }

  private ringLater(customerId: string, extension: string): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.ringAgent(customerId, { extension }).catch((error: unknown) =>
        this.options.log('warn', `A call that was asked for did not ring: ${toFailure(error).code}.`),
      );
    }, RING_ME_DELAY_MS);
    this.timers.add(timer);
  }
}
