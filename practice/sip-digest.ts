import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export type DigestAlgorithm = 'MD5' | 'SHA-256';

export interface DigestOptions {
  readonly realm: string;
  /** Wall or monotonic clock, in ms; only differences matter. */
  readonly nowMs?: () => number;
  /** A nonce older than this is answered with stale=true. */
  readonly nonceTtlMs?: number;
}

export type DigestVerdict =
  | { type: 'ok'; username: string }
  | { type: 'missing' }
  | { type: 'stale' }
  | { type: 'wrong' }
  | { type: 'unknown-user' };

const HASH_NAMES: Readonly<Record<DigestAlgorithm, string>> = { MD5: 'md5', 'SHA-256': 'sha256' };

function hash(algorithm: DigestAlgorithm, text: string): string {
  return createHash(HASH_NAMES[algorithm]).update(text, 'utf8').digest('hex');
}

export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  /** Absent: the RFC 2069 form without qop, which RFC 3261 section 22.4 still allows. */
  readonly qop?: { readonly nc: string; readonly cnonce: string };
}

/** The `response` value of RFC 3261 section 22.4 with the algorithms of RFC 8760. */
export function digestResponse(input: DigestInput): string {
  const ha1 = hash(input.algorithm, `${input.username}:${input.realm}:${input.password}`);
  const ha2 = hash(input.algorithm, `${input.method}:${input.uri}`);
  const middle = input.qop ? `${input.nonce}:${input.qop.nc}:${input.qop.cnonce}:auth` : input.nonce;
  return hash(input.algorithm, `${ha1}:${middle}:${ha2}`);
}

/** The parameters of a Digest challenge or credential, keys in lower case; null for another scheme. */
export function parseDigestParameters(value: string): ReadonlyMap<string, string> | null {
  const scheme = /^\s*Digest\s+/i.exec(value);
  if (!scheme) return null;
  const parameters = new Map<string, string>();
  for (const match of value
    .slice(scheme[0].length)
    .matchAll(/([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^,\s]*))/g)) {
    parameters.set((match[1] ?? '').toLowerCase(), match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '');
  }
  return parameters;
}

/**
 * Challenges requests and checks their credentials. Nonces are stateless (time and HMAC), so only the counts of nonces
 * already used are remembered, and only until they expire.
 */
export class DigestAuthenticator {
  private readonly realm: string;
  private readonly nowMs: () => number;
  private readonly nonceTtlMs: number;
  private readonly key = randomBytes(32);
  private readonly lastCounts = new Map<string, { count: number; issuedMs: number }>();

  constructor(options: DigestOptions) {
    this.realm = options.realm;
    this.nowMs = options.nowMs ?? Date.now;
    this.nonceTtlMs = options.nonceTtlMs ?? 60_000;
  }

  /**
   * Values for WWW-Authenticate or Proxy-Authenticate, the stronger algorithm first (RFC 8760 section 2.3). MD5 stays
   * last: JsSIP 3.13 knows only MD5 and reads the last challenge of a response.
   */
  challenges(stale: boolean): string[] {
    const nonce = this.issueNonce();
    return (['SHA-256', 'MD5'] as const).map(
      (algorithm) =>
        `Digest realm="${this.realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"${stale ? ', stale=true' : ''}`,
    );
  }

  /**
   * Checks an Authorization or Proxy-Authorization value.
   * @param passwordOf the password of a user, or undefined for an unknown one.
   */
  verify(
    value: string | undefined,
    method: string,
    passwordOf: (username: string) => string | undefined,
  ): DigestVerdict {
    const given = value === undefined ? null : parseDigestParameters(value);
    if (!given) return { type: 'missing' };
    const username = given.get('username') ?? '';
    const nonce = given.get('nonce') ?? '';
    const algorithm = (given.get('algorithm') ?? 'MD5').toUpperCase();
    if (given.get('realm') !== this.realm || (algorithm !== 'MD5' && algorithm !== 'SHA-256'))
      return { type: 'missing' };

    const issuedMs = this.issueTimeOf(nonce);
    if (issuedMs === null || this.nowMs() - issuedMs > this.nonceTtlMs) return { type: 'stale' };
    const password = passwordOf(username);
    if (password === undefined) return { type: 'unknown-user' };

    const nc = given.get('nc');
    const withQop = given.get('qop') !== undefined;
    const input = {
      algorithm,
      username,
      realm: this.realm,
      password,
      method,
      uri: given.get('uri') ?? '',
      nonce,
    } as const;
    const expected = digestResponse(
      withQop ? { ...input, qop: { nc: nc ?? '', cnonce: given.get('cnonce') ?? '' } } : input,
    );
    if (!equalText(expected, (given.get('response') ?? '').toLowerCase())) return { type: 'wrong' };
    if (withQop && !this.countIsFresh(nonce, nc ?? '', issuedMs)) return { type: 'stale' };
    return { type: 'ok', username };
  }

  /** A repeated nonce count is a replay (RFC 7616 section 3.4): it gets a new nonce, not the account. */
  private countIsFresh(nonce: string, nc: string, issuedMs: number): boolean {
    const nowMs = this.nowMs();
    for (const [old, entry] of this.lastCounts) {
      if (nowMs - entry.issuedMs > this.nonceTtlMs) this.lastCounts.delete(old);
    }
    const count = /^[0-9a-f]{8}$/i.test(nc) ? Number.parseInt(nc, 16) : 0;
    if (count <= (this.lastCounts.get(nonce)?.count ?? 0)) return false;
    this.lastCounts.set(nonce, { count, issuedMs });
    return true;
  }

  private issueNonce(): string {
    const head = `${Math.floor(this.nowMs())}.${randomBytes(8).toString('hex')}`;
    return `${head}.${this.sign(head)}`;
  }

  private issueTimeOf(nonce: string): number | null {
    const match = /^((-?\d{1,16})\.[0-9a-f]{16})\.([0-9a-f]{32})$/.exec(nonce);
    if (!match?.[1] || !match[2] || !match[3] || !equalText(this.sign(match[1]), match[3])) return null;
    return Number(match[2]);
  }

  private sign(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('hex').slice(0, 32);
  }
}

function equalText(left: string, right: string): boolean {
  const a = Buffer.from(left, 'utf8');
  const b = Buffer.from(right, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}
