import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { SidetoneError } from '../contracts/errors';
import type { PracticeCustomer } from '../contracts/practice';
import type { PracticeEvent, PracticeLog } from './events';
import { Exchange } from './exchange';
import { TELEPHONE_RATE_HZ, type MediaFactory } from './media';
import { weriftMedia } from './media-werift';
import { SipConnection } from './sip-connection';
import type { VoiceLibrary } from './voice-library';

export const PRACTICE_DOMAIN = 'practice.sidetone.local';

export interface PracticeAccount {
  readonly extension: string;
  readonly password: string;
}

/** Accounts 1001 to 1005 with the password `practice-<extension>`: for practice on one's own machine only. */
const PRACTICE_ACCOUNTS: readonly PracticeAccount[] = ['1001', '1002', '1003', '1004', '1005'].map((extension) => ({
  extension,
  password: `practice-${extension}`,
}));

export interface PracticePbxOptions {
  /** Address to listen on. */
  readonly host: string;
  /** 0 takes any free port. A port in use is replaced by a free one: read `webSocketUrl`. */
  readonly port: number;
  readonly domain?: string;
  readonly accounts?: readonly PracticeAccount[];
  readonly customers: readonly PracticeCustomer[];
  readonly voices: VoiceLibrary;
  /** Default: werift. */
  readonly media?: MediaFactory;
  readonly log?: PracticeLog;
  /** False: stands in for a real PBX, and its calls count as real ones. Default: it says that it is for practice. */
  readonly announced?: boolean;
  /** How long a digest nonce is good for. */
  readonly nonceTtlMs?: number;
}

export interface RingAgentOptions {
  /** Default: the extension that registered last. */
  readonly extension?: string;
  /** When the customer gives up; default 30 s. */
  readonly ringTimeoutMs?: number;
}

export interface PracticePbx {
  readonly webSocketUrl: string;
  readonly domain: string;
  /** Emits `event` with a {@link PracticeEvent}. */
  readonly events: EventEmitter<{ event: [PracticeEvent] }>;
  /**
   * Makes a customer call an agent; resolves with the SIP Call-ID once the INVITE is on its way.
   * @throws SidetoneError `practice-customer-unknown`, `agent-offline` (nobody is registered)
   */
  ringAgent(customerId: string, options?: RingAgentOptions): Promise<{ callId: string }>;
  /** Ends every call with a BYE and closes every connection. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts the practice PBX: a SIP registrar and the practice customers' telephones over WebSocket (RFC 7118).
 * @throws SidetoneError `practice-pbx-listen` where the host cannot be listened on
 */
export async function startPracticePbx(options: PracticePbxOptions): Promise<PracticePbx> {
  const domain = options.domain ?? PRACTICE_DOMAIN;
  const log: PracticeLog = options.log ?? (() => undefined);
  const events = new EventEmitter<{ event: [PracticeEvent] }>();
  const server = await listen(options.host, options.port);
  const exchange = new Exchange({
    domain,
    accounts: options.accounts ?? PRACTICE_ACCOUNTS,
    customers: options.customers,
    voices: options.voices,
    media: options.media ?? weriftMedia(),
    log,
    emit: (event) => events.emit('event', event),
    announced: options.announced ?? true,
    nonceTtlMs: options.nonceTtlMs,
  });
  void warmUp(options.customers, options.voices);
  server.on('connection', (socket) => {
    const connection = new SipConnection(
      socket,
      log,
      (message) => exchange.handleMessage(message, connection),
      () => exchange.handleClose(connection),
    );
  });
  server.on('error', () => log('error', 'The practice PBX lost its listening socket.'));

  let stopping: Promise<void> | null = null;
  return {
    webSocketUrl: `ws://${hostForUrl(options.host)}:${(server.address() as AddressInfo).port}`,
    domain,
    events,
    ringAgent: (customerId, ringOptions = {}) => exchange.ringAgent(customerId, ringOptions),
    stop() {
      stopping ??= stop(exchange, server);
      return stopping;
    },
  };
}

/** Decodes the customers' lines in the background, one by one, so that a first call need not wait for them. */
async function warmUp(customers: readonly PracticeCustomer[], voices: VoiceLibrary): Promise<void> {
  const ids = new Set(customers.flatMap(({ steps }) => steps.flatMap(({ say }) => say)));
  for (const id of ids) {
    // A clip that cannot be decoded is reported by the call that wants it.
    await voices.samples(id, TELEPHONE_RATE_HZ).catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function stop(exchange: Exchange, server: WebSocketServer): Promise<void> {
  await exchange.stop();
  for (const socket of server.clients) socket.close(1001);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A peer that never answers the closing handshake must not hold up the end.
  const impatience = setTimeout(() => server.clients.forEach((socket) => socket.terminate()), 1000);
  await closed;
  clearTimeout(impatience);
}

function hostForUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function listen(host: string, port: number): Promise<WebSocketServer> {
  try {
    return await tryListen(host, port);
  } catch (cause) {
    const portTaken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE' && port !== 0;
    if (portTaken) return listen(host, 0);
    throw new SidetoneError('practice-pbx-listen', 'The practice PBX cannot listen on this address.', { cause });
  }
}

function tryListen(host: string, port: number): Promise<WebSocketServer> {
  return new Promise((resolve, reject) => {
    const server = new WebSocketServer({
      host,
      port,
      maxPayload: 256 * 1024,
      // RFC 7118 section 4: a client that does not speak `sip` is not served.
      handleProtocols: (protocols) => (protocols.has('sip') ? 'sip' : false),
      verifyClient: ({ req }: { req: { headers: Record<string, string | string[] | undefined> } }) =>
        String(req.headers['sec-websocket-protocol'] ?? '')
          .split(',')
          .some((protocol) => protocol.trim() === 'sip'),
    });
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}
