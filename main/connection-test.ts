import { lookup } from 'node:dns/promises';
import net from 'node:net';
import tls from 'node:tls';
import JsSIP from 'jssip';
import { WebSocket } from 'ws';
import type { ConnectionStep } from '../contracts/ipc';

export interface ConnectionTarget {
  webSocketUrl: string;
  domain: string;
  extension: string;
  password: string;
}

/** Certificates of authorities as PEM; undefined: those that Node.js brings along. */
type Authorities = string[] | undefined;

const STEP_LIMIT_MS = 8_000;
const STEPS = ['dns', 'tls', 'websocket', 'register', 'auth'] as const;

/** OpenSSL's word for what is wrong with a certificate (X509_V_ERR_*), as Node gives it. */
const TLS_TROUBLES: Record<string, string> = {
  ECONNREFUSED: 'connection-refused',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  CERT_UNTRUSTED: 'certificate-untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-wrong-name',
};

class StepFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly step?: (typeof STEPS)[number],
  ) {
    super(message);
  }
}

/**
 * Walks from the name to the registration and stops at the first step that fails: DNS, TLS, WebSocket (RFC 7118),
 * REGISTER reached and answered, authentication accepted. `report` is called as each step changes.
 *
 * `ofComputer`: the authorities this computer trusts besides those of Node.js, a company's own say, as the window does.
 * They are read where a certificate is not trusted without them, for that takes its time.
 */
export async function testConnection(
  target: ConnectionTarget,
  report: (step: ConnectionStep) => void,
  ofComputer?: () => string[],
): Promise<ConnectionStep[]> {
  const results = new Map<string, ConnectionStep>();
  const set = (step: (typeof STEPS)[number], state: ConnectionStep['state'], code = '', detail = '') => {
    const value = { step, state, code, detail };
    results.set(step, value);
    report(value);
  };
  for (const step of STEPS) set(step, 'waiting');
  let current: (typeof STEPS)[number] = 'dns';
  let authorities: Authorities;
  try {
    const url = new URL(target.webSocketUrl);
    const secure = url.protocol === 'wss:';
    const port = Number(url.port) || (secure ? 443 : 80);
    set('dns', 'running');
    await resolveName(url.hostname);
    set('dns', 'ok');

    if (secure) {
      current = 'tls';
      set('tls', 'running');
      authorities = await withLimit(openTls(url.hostname, port, ofComputer), 'connect-timeout');
      set('tls', 'ok');
    } else set('tls', 'skipped');

    current = 'websocket';
    set('websocket', 'running');
    if (!secure) await withLimit(openTcp(url.hostname, port), 'connect-timeout');
    await withLimit(openWebSocket(target.webSocketUrl, authorities), 'websocket-timeout');
    set('websocket', 'ok');

    current = 'register';
    set('register', 'running');
    await withLimit(register(target, authorities), 'register-timeout');
    set('register', 'ok');
    set('auth', 'ok');
  } catch (error) {
    if (error instanceof StepFailure) {
      if (error.step === 'auth') set('register', 'ok');
      set(error.step ?? current, 'failed', error.code, error.message);
    } else set(current, 'failed', 'unexpected', error instanceof Error ? error.message : String(error));
  }
  return STEPS.map((step) => results.get(step) ?? { step, state: 'waiting', code: '', detail: '' });
}

async function resolveName(host: string): Promise<void> {
  const bare = host.replace(/^\[|\]$/g, '');
  if (net.isIP(bare)) return;
  try {
    await withLimit(lookup(bare), 'dns-timeout');
  } catch (error) {
    throw new StepFailure('dns-not-found', error instanceof Error ? error.message : String(error));
  }
}

function openTcp(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', (error) => reject(new StepFailure('connection-refused', error.message)));
  });
}

/** Answers with the authorities that vouch for the server. */
async function openTls(host: string, port: number, ofComputer?: () => string[]): Promise<Authorities> {
  try {
    await handshake(host, port, undefined);
    return undefined;
  } catch (error) {
    if (!ofComputer || !(error instanceof StepFailure) || error.code !== 'certificate-untrusted') throw error;
    const authorities = [...tls.rootCertificates, ...ofComputer()];
    await handshake(host, port, authorities);
    return authorities;
  }
}

function handshake(host: string, port: number, ca: Authorities): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host, port, ca, servername: net.isIP(host) ? undefined : host });
    socket.once('secureConnect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', (error: Error & { code?: string }) => {
      reject(new StepFailure(TLS_TROUBLES[error.code ?? ''] ?? 'tls-failed', error.message));
    });
  });
}

function openWebSocket(url: string, ca: Authorities): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'sip', { ca });
    socket.once('open', () => {
      socket.close();
      resolve();
    });
    socket.once('error', (error) => reject(webSocketTrouble(error.message)));
  });
}

/** What the handshake says by the words of the `ws` package, which has no codes for it (RFC 6455 section 4.1, RFC 7118 section 4.1). */
function webSocketTrouble(message: string): StepFailure {
  const status = /^Unexpected server response: (\d{3})$/.exec(message)?.[1];
  if (status === '404' || status === '200') return new StepFailure('websocket-not-found', status);
  if (/subprotocol/i.test(message)) return new StepFailure('websocket-no-sip', message);
  return new StepFailure('websocket-refused', message);
}

const ignore = () => undefined;

/** A socket of JsSIP's shape over the `ws` package: outside a window there is no browser WebSocket to rely on. */
function nodeSocket(url: string, ca: Authorities) {
  let socket: WebSocket | null = null;
  const self = {
    via_transport: url.startsWith('wss') ? 'WSS' : 'WS',
    url,
    sip_uri: `sip:${new URL(url).host};transport=ws`,
    onconnect: ignore,
    ondisconnect: ignore as (error: boolean, code?: number, reason?: string) => void,
    ondata: ignore as (data: string) => void,
    connect() {
      socket = new WebSocket(url, 'sip', { ca });
      socket.on('open', () => self.onconnect());
      socket.on('close', (code, reason) => self.ondisconnect(code !== 1000, code, reason.toString()));
      socket.on('error', () => undefined);
      socket.on('message', (data) => self.ondata(data.toString()));
    },
    disconnect() {
      socket?.close();
    },
    send(message: string) {
      socket?.send(message);
      return true;
    },
    isConnected: () => socket?.readyState === WebSocket.OPEN,
    isConnecting: () => socket?.readyState === WebSocket.CONNECTING,
  };
  return self;
}

function register(target: ConnectionTarget, ca: Authorities): Promise<void> {
  return new Promise((resolve, reject) => {
    const agent = new JsSIP.UA({
      sockets: [nodeSocket(target.webSocketUrl, ca) as unknown as JsSIP.Socket],
      uri: `sip:${target.extension}@${target.domain}`,
      password: target.password,
      register_expires: 60,
    });
    const finish = (outcome: () => void) => {
      agent.stop();
      outcome();
    };
    agent.on('registered', () => finish(resolve));
    agent.on('registrationFailed', ({ response, cause }) => {
      const status = response?.status_code ?? 0;
      const failure =
        status === 401 || status === 403 || status === 407
          ? new StepFailure('wrong-password', `${status}`, 'auth')
          : status === 404
            ? new StepFailure('unknown-extension', '404', 'auth')
            : status === 423
              ? new StepFailure('register-interval', '423')
              : new StepFailure('register-refused', status ? String(status) : String(cause ?? ''));
      finish(() => reject(failure));
    });
    agent.start();
  });
}

function withLimit<T>(work: Promise<T>, code: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StepFailure(code, '')), STEP_LIMIT_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
