import { describe, expect, it } from 'vitest';
import { DigestAuthenticator, digestResponse, parseDigestParameters, type DigestAlgorithm } from './sip-digest';

const REALM = 'practice.sidetone.local';

function credential(challenge: string, changes: { password?: string; username?: string; nc?: string } = {}): string {
  const given = parseDigestParameters(challenge);
  const nonce = given?.get('nonce') ?? '';
  const algorithm = given?.get('algorithm') as DigestAlgorithm;
  const username = changes.username ?? '1001';
  const nc = changes.nc ?? '00000001';
  const uri = 'sip:practice.sidetone.local';
  const response = digestResponse({
    algorithm,
    username,
    realm: REALM,
    password: changes.password ?? 'secret',
    method: 'REGISTER',
    uri,
    nonce,
    qop: { nc, cnonce: 'c1' },
  });
  return (
    `Digest algorithm=${algorithm}, username="${username}", realm="${REALM}", nonce="${nonce}", uri="${uri}", ` +
    `response="${response}", qop=auth, cnonce="c1", nc=${nc}`
  );
}
const passwordOf = (username: string): string | undefined => (username === '1001' ? 'secret' : undefined);

describe('digest authentication', () => {
  it('computes the values published in RFC 7616 section 3.9.1', () => {
    const input = {
      username: 'Mufasa',
      realm: 'http-auth@example.org',
      password: 'Circle of Life',
      method: 'GET',
      uri: '/dir/index.html',
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      qop: { nc: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' },
    } as const;
    expect(digestResponse({ ...input, algorithm: 'MD5' })).toBe('8ca523f5e9506fed4657c9700eebdbec');
    expect(digestResponse({ ...input, algorithm: 'SHA-256' })).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });

  it('accepts the right password by either algorithm', () => {
    const authenticator = new DigestAuthenticator({ realm: REALM });
    const challenges = authenticator.challenges(false);
    expect(challenges.map((challenge) => parseDigestParameters(challenge)?.get('algorithm'))).toEqual([
      'SHA-256',
      'MD5',
    ]);
    for (const [index, challenge] of challenges.entries()) {
      const value = credential(challenge, { nc: `0000000${index + 1}` });
      expect(authenticator.verify(value, 'REGISTER', passwordOf)).toEqual({ type: 'ok', username: '1001' });
    }
  });

  it('tells a wrong password, an unknown user, a missing and a forged credential apart', () => {
    const authenticator = new DigestAuthenticator({ realm: REALM });
    const [challenge = ''] = authenticator.challenges(false);
    expect(authenticator.verify(credential(challenge, { password: 'x' }), 'REGISTER', passwordOf).type).toBe('wrong');
    expect(authenticator.verify(credential(challenge, { username: '9' }), 'REGISTER', passwordOf).type).toBe(
      'unknown-user',
    );
    expect(authenticator.verify(credential(challenge), 'INVITE', passwordOf).type).toBe('wrong');
    expect(authenticator.verify(undefined, 'REGISTER', passwordOf).type).toBe('missing');
    expect(authenticator.verify('Basic abc', 'REGISTER', passwordOf).type).toBe('missing');
    const [foreign = ''] = new DigestAuthenticator({ realm: REALM }).challenges(false);
    expect(authenticator.verify(credential(foreign), 'REGISTER', passwordOf).type).toBe('stale');
  });

  it('asks again with a new nonce when the nonce is too old or used twice', () => {
    let nowMs = 1_000;
    const authenticator = new DigestAuthenticator({ realm: REALM, nowMs: () => nowMs, nonceTtlMs: 500 });
    const [challenge = ''] = authenticator.challenges(false);
    const value = credential(challenge);
    expect(authenticator.verify(value, 'REGISTER', passwordOf).type).toBe('ok');
    expect(authenticator.verify(value, 'REGISTER', passwordOf).type).toBe('stale');
    nowMs += 501;
    expect(authenticator.verify(credential(challenge, { nc: '00000002' }), 'REGISTER', passwordOf).type).toBe('stale');
    expect(authenticator.challenges(true)[0]).toContain('stale=true');
  });
});
