import {
  headerValue,
  headerValues,
  parseCSeq,
  parseNameAddress,
  respondTo,
  splitHeaderList,
  type NameAddress,
  type SipHeaders,
  type SipRequest,
  type SipResponse,
} from './sip-message';
import type { SipConnection } from './sip-connection';

const DEFAULT_EXPIRES_S = 600;
const MIN_EXPIRES_S = 10;
const MAX_EXPIRES_S = 3600;

/** Where an extension can be reached. */
export interface Binding {
  readonly extension: string;
  readonly contactUri: string;
  /** +sip.instance and reg-id (RFC 5626): a device that comes back replaces its old contact. */
  readonly flow: string | null;
  readonly connection: SipConnection;
  readonly expiresAtMs: number;
  readonly callId: string;
  readonly cseq: number;
}

export type RegistrarEvent =
  | { type: 'registered'; extension: string; expiresS: number }
  | { type: 'unregistered'; extension: string; reason: 'removed' | 'expired' | 'connection-closed' };

/** The contacts of all extensions (RFC 3261 section 10.3), bound to the connection they came by. */
export class Registrar {
  private bindings: Binding[] = [];

  constructor(
    private readonly onEvent: (event: RegistrarEvent) => void,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Reachable contacts of an extension, newest first. */
  bindingsOf(extension: string): Binding[] {
    const nowMs = this.nowMs();
    return this.bindings
      .filter((binding) => binding.extension === extension && binding.expiresAtMs > nowMs && binding.connection.open)
      .reverse();
  }

  /** The extension that registered last and can still be reached. */
  newestExtension(): string | null {
    const nowMs = this.nowMs();
    const reachable = this.bindings.filter((binding) => binding.expiresAtMs > nowMs && binding.connection.open);
    return reachable.at(-1)?.extension ?? null;
  }

  /** Carries out an authenticated REGISTER and returns the answer. */
  handle(request: SipRequest, extension: string, connection: SipConnection): SipResponse {
    const contacts = headerValues(request, 'Contact').flatMap(splitHeaderList);
    if (contacts.includes('*')) {
      if (contacts.length !== 1 || headerValue(request, 'Expires') !== '0') return respondTo(request, 400);
      this.remove((binding) => binding.extension === extension, 'removed');
      return this.answer(request, extension);
    }
    const addresses = contacts.map(parseNameAddress);
    if (addresses.includes(null)) return respondTo(request, 400);
    const wanted = addresses
      .filter((address) => address !== null)
      .map((address) => ({ address, expiresS: expiresOf(address, request) }));
    if (wanted.some(({ expiresS }) => expiresS > 0 && expiresS < MIN_EXPIRES_S)) {
      return respondTo(request, 423, { headers: [['Min-Expires', String(MIN_EXPIRES_S)]] });
    }
    if (wanted.some(({ address }) => this.isOutdated(request, extension, address))) return respondTo(request, 500);
    for (const { address, expiresS } of wanted) this.bind(request, extension, connection, address, expiresS);
    return this.answer(request, extension);
  }

  /** Drops what can no longer be reached; call it now and then. */
  sweep(): void {
    const nowMs = this.nowMs();
    this.remove((binding) => binding.expiresAtMs <= nowMs, 'expired');
  }

  /** A flow that failed takes its contacts with it (RFC 5626 section 5.3). */
  removeConnection(connection: SipConnection): void {
    this.remove((binding) => binding.connection === connection, 'connection-closed');
  }

  private bind(
    request: SipRequest,
    extension: string,
    connection: SipConnection,
    address: NameAddress,
    expiresS: number,
  ): void {
    const flow = flowOf(address);
    const isSame = (binding: Binding): boolean =>
      binding.extension === extension &&
      (binding.contactUri === address.uri || (flow !== null && binding.flow === flow));
    if (expiresS === 0) {
      this.remove(isSame, 'removed');
      return;
    }
    this.bindings = this.bindings.filter((binding) => !isSame(binding));
    this.bindings.push({
      extension,
      contactUri: address.uri,
      flow,
      connection,
      expiresAtMs: this.nowMs() + expiresS * 1000,
      callId: headerValue(request, 'Call-ID') ?? '',
      cseq: parseCSeq(request)?.number ?? 0,
    });
    this.onEvent({ type: 'registered', extension, expiresS });
  }

  /** A REGISTER that was overtaken by a later one of the same Call-ID changes nothing. */
  private isOutdated(request: SipRequest, extension: string, address: NameAddress): boolean {
    return this.bindings.some(
      (binding) =>
        binding.extension === extension &&
        binding.contactUri === address.uri &&
        binding.callId === headerValue(request, 'Call-ID') &&
        binding.cseq > (parseCSeq(request)?.number ?? 0),
    );
  }

  private remove(matches: (binding: Binding) => boolean, reason: 'removed' | 'expired' | 'connection-closed'): void {
    const gone = this.bindings.filter(matches);
    this.bindings = this.bindings.filter((binding) => !gone.includes(binding));
    for (const { extension } of gone) this.onEvent({ type: 'unregistered', extension, reason });
  }

  private answer(request: SipRequest, extension: string): SipResponse {
    const contacts = this.bindingsOf(extension).map((binding): readonly [string, string] => {
      const expiresS = Math.max(1, Math.round((binding.expiresAtMs - this.nowMs()) / 1000));
      return ['Contact', `<${binding.contactUri}>;expires=${expiresS}`];
    });
    const headers: SipHeaders = [...contacts, ['Supported', 'outbound']];
    return respondTo(request, 200, { toTag: 'registrar', headers });
  }
}

function expiresOf(address: NameAddress, request: SipRequest): number {
  const text = address.parameters.get('expires') ?? headerValue(request, 'Expires') ?? '';
  return Math.min(/^\d{1,9}$/.test(text) ? Number(text) : DEFAULT_EXPIRES_S, MAX_EXPIRES_S);
}

function flowOf(address: NameAddress): string | null {
  const instance = address.parameters.get('+sip.instance');
  return instance ? `${instance};${address.parameters.get('reg-id') ?? ''}` : null;
}
