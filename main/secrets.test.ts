import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Secrets, type Keychain } from './secrets';

/** A keychain that turns text around: enough to see whether plain text reaches the disk. */
function fakeKeychain(backend: string): Keychain {
  const reverse = (text: string) => [...text].reverse().join('');
  return {
    backend: () => backend,
    encrypt: (text) => Buffer.from(reverse(text)),
    decrypt: (data) => reverse(data.toString()),
  };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-secrets-'));
});

describe('Secrets', () => {
  it('keeps a secret through a restart when the keychain is real', () => {
    new Secrets(folder, fakeKeychain('gnome_libsecret')).set('pbx-password', 'pass-1001');
    expect(new Secrets(folder, fakeKeychain('gnome_libsecret')).get('pbx-password')).toBe('pass-1001');
  });

  it('keeps a secret in memory only where the keychain is basic_text', () => {
    const secrets = new Secrets(folder, fakeKeychain('basic_text'));
    secrets.set('pbx-password', 'pass-1001');
    expect(secrets.storage.persistent).toBe(false);
    expect(secrets.get('pbx-password')).toBe('pass-1001');
    expect(readdirSync(folder)).toEqual([]);
    expect(new Secrets(folder, fakeKeychain('basic_text')).get('pbx-password')).toBeNull();
  });

  it('writes no secret in plain text', () => {
    new Secrets(folder, fakeKeychain('kwallet6')).set('device-token', 'token-abc');
    for (const name of readdirSync(folder))
      expect(readFileSync(path.join(folder, name), 'utf8')).not.toContain('token-abc');
  });

  it.each(['kwallet6', 'basic_text'])('keeps the record key through a restart with %s', (backend) => {
    const key = new Secrets(folder, fakeKeychain(backend)).deskKey();
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(new Secrets(folder, fakeKeychain(backend)).deskKey()).toBe(key);
  });
});
