import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { digestResponse, parseDigestParameters, type DigestAlgorithm } from '../sip-digest';
import {
  headerValue,
  headerValues,
  parseSipMessage,
  respondTo,
  serialiseSipMessage,
  type ResponseOptions,
  type SipHeaders,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../sip-message';

const token = (): string => randomBytes(6).toString('hex');

export interface SentRequest {
  readonly request: SipRequest;
  /** Resolves with the first response that matches. */
  response(matches: (status: number) => boolean): Promise<SipResponse>;
}

/** A bare SIP user agent over WebSocket for tests: says what it is told, waits for what it is told. */
export class SipAgent {
  readonly received: SipMessage[] = [];
  private readonly waiting: Array<{
    matches: (message: SipMessage) => boolean;
    resolve: (message: SipMessage) => void;
  }> = [];
  private readonly contactHost = `${token()}.invalid`;
  private cseq = 0;

  private constructor(
    readonly socket: WebSocket,
    readonly extension: string,
    private readonly password: string,
    private readonly domain: string,
  ) {
    socket.on('message', (data) => {
      const text = String(data);
      if (text.trim() === '') return;
      this.take(parseSipMessage(text));
    });
  }

  static async connect(url: string, extension: string, password: string, domain: string): Promise<SipAgent> {
    const socket = new WebSocket(url, 'sip');
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    return new SipAgent(socket, extension, password, domain);
  }

  get contact(): string {
    return `<sip:${this.extension}@${this.contactHost};transport=ws>`;
  }

  /** The first message received, already or from now on, that matches. */
  message<T extends SipMessage>(matches: (message: SipMessage) => message is T): Promise<T> {
    const known = this.received.find(matches);
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.waiting.push({ matches, resolve: (message) => resolve(message as T) }));
  }

  request(method: string): Promise<SipRequest> {
    return this.message((message): message is SipRequest => message.kind === 'request' && message.method === method);
  }

  /** Sends a request outside or, with `to` and `callId` of a dialog, inside a dialog. */
  send(
    method: string,
    uri: string,
    options: {
      headers?: SipHeaders;
      body?: string;
      to?: string;
      from?: string;
      callId?: string;
      cseq?: number;
      branch?: string;
    } = {},
  ): SentRequest {
    const branch = options.branch ?? `z9hG4bK${token()}`;
    const request: SipRequest = {
      kind: 'request',
      method,
      uri,
      headers: [
        ['Via', `SIP/2.0/WS ${this.contactHost};branch=${branch}`],
        ['Max-Forwards', '69'],
        ['From', options.from ?? `<sip:${this.extension}@${this.domain}>;tag=${token()}`],
        ['To', options.to ?? `<${uri}>`],
        ['Call-ID', options.callId ?? token()],
        ['CSeq', `${options.cseq ?? ++this.cseq} ${method}`],
        ...(options.headers ?? []),
      ],
      body: options.body ?? '',
    };
    this.socket.send(serialiseSipMessage(request));
    const cseq = headerValue(request, 'CSeq');
    return {
      request,
      response: (matches) =>
        this.message(
          (message): message is SipResponse =>
            message.kind === 'response' &&
            (headerValue(message, 'Via') ?? '').endsWith(branch) &&
            headerValue(message, 'CSeq') === cseq &&
            matches(message.status),
        ),
    };
  }

  /** Sends a request, answers its challenge, and returns the request that carried the credentials. */
  async sendAuthenticated(
    method: string,
    uri: string,
    options: { headers?: SipHeaders; body?: string; to?: string; algorithm?: DigestAlgorithm } = {},
  ): Promise<SentRequest> {
    const first = this.send(method, uri, options);
    const challenged = await first.response((status) => status >= 200);
    if (challenged.status !== 401 && challenged.status !== 407) return first;
    if (method === 'INVITE') this.ack(first.request, challenged);
    const proxy = challenged.status === 407;
    const challenges = headerValues(challenged, proxy ? 'Proxy-Authenticate' : 'WWW-Authenticate');
    const algorithm = options.algorithm ?? 'SHA-256';
    const given = challenges
      .map(parseDigestParameters)
      .find((parameters) => parameters?.get('algorithm') === algorithm);
    const nonce = given?.get('nonce') ?? '';
    const input = {
      algorithm,
      username: this.extension,
      realm: this.domain,
      password: this.password,
      method,
      uri,
      nonce,
    };
    const response = digestResponse({ ...input, qop: { nc: '00000001', cnonce: 'abc' } });
    const credentials =
      `Digest algorithm=${algorithm}, username="${this.extension}", realm="${this.domain}", nonce="${nonce}", ` +
      `uri="${uri}", response="${response}", qop=auth, cnonce="abc", nc=00000001`;
    const from = headerValue(first.request, 'From');
    const callId = headerValue(first.request, 'Call-ID');
    return this.send(method, uri, {
      ...(options.body === undefined ? {} : { body: options.body }),
      ...(options.to === undefined ? {} : { to: options.to }),
      ...(from === undefined ? {} : { from }),
      ...(callId === undefined ? {} : { callId }),
      headers: [...(options.headers ?? []), [proxy ? 'Proxy-Authorization' : 'Authorization', credentials]],
    });
  }

  /** Registers and returns the final response. */
  async register(
    options: { expiresS?: number; contact?: string; algorithm?: DigestAlgorithm } = {},
  ): Promise<SipResponse> {
    const sent = await this.sendAuthenticated('REGISTER', `sip:${this.domain}`, {
      headers: [
        ['Contact', options.contact ?? this.contact],
        ['Expires', String(options.expiresS ?? 600)],
      ],
      to: `<sip:${this.extension}@${this.domain}>`,
      ...(options.algorithm === undefined ? {} : { algorithm: options.algorithm }),
    });
    return sent.response((status) => status >= 200);
  }

  /** Dials and returns the INVITE that was let in. */
  dial(number: string, sdp: string): Promise<SentRequest> {
    return this.sendAuthenticated('INVITE', `sip:${number}@${this.domain}`, {
      headers: [
        ['Contact', this.contact],
        ['Content-Type', 'application/sdp'],
      ],
      body: sdp,
    });
  }

  ack(invite: SipRequest, response: SipResponse): void {
    this.inDialog('ACK', invite, response);
  }

  cancel(invite: SipRequest): SentRequest {
    const branch = /branch=(\S+)/.exec(headerValue(invite, 'Via') ?? '')?.[1];
    return this.send('CANCEL', invite.uri, {
      from: headerValue(invite, 'From') ?? '',
      to: headerValue(invite, 'To') ?? '',
      callId: headerValue(invite, 'Call-ID') ?? '',
      cseq: Number.parseInt(headerValue(invite, 'CSeq') ?? '0', 10),
      ...(branch === undefined ? {} : { branch }),
    });
  }

  /** A request inside the dialog that this agent's INVITE and its response made. */
  inDialog(
    method: string,
    invite: SipRequest,
    response: SipResponse,
    options: { headers?: SipHeaders; body?: string } = {},
  ): SentRequest {
    return this.send(method, invite.uri, {
      from: headerValue(invite, 'From') ?? '',
      to: headerValue(response, 'To') ?? '',
      callId: headerValue(invite, 'Call-ID') ?? '',
      ...(method === 'ACK' ? { cseq: Number.parseInt(headerValue(invite, 'CSeq') ?? '0', 10) } : {}),
      ...options,
    });
  }

  reply(request: SipRequest, status: number, options: ResponseOptions = {}): SipResponse {
    const response = respondTo(request, status, { toTag: 'agent-tag', ...options });
    this.socket.send(serialiseSipMessage(response));
    return response;
  }

  async close(): Promise<void> {
    if (this.socket.readyState === this.socket.CLOSED) return;
    const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()));
    this.socket.close();
    await closed;
  }

  private take(message: SipMessage): void {
    this.received.push(message);
    const index = this.waiting.findIndex(({ matches }) => matches(message));
    if (index >= 0) this.waiting.splice(index, 1)[0]?.resolve(message);
  }
}
