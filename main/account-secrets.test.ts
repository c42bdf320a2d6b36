import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { settingsSchema } from '../contracts/settings';
import { AccountSecrets } from './account-secrets';
import { Secrets } from './secrets';

const keychain = {
  backend: () => 'kwallet6',
  encrypt: (text: string) => Buffer.from([...text].reverse().join('')),
  decrypt: (data: Buffer) => [...data.toString()].reverse().join(''),
};
const settingsOf = (...ids: string[]) =>
  settingsSchema.parse({
    moreAccounts: ids.map((id) => ({ id, label: id, webSocketUrl: 'wss://b.test', domain: 'b.test', extension: '1' })),
  });
const none = settingsOf();
const two = settingsOf('brand-b', 'brand-c');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-account-secrets-'));
});
const opened = (given?: Record<string, string>) => new AccountSecrets(new Secrets(folder, keychain), given);

it('keeps a password for each account through a restart, and forgets it with its account', () => {
  opened().saved(none, two, { 'brand-b': 'pass-b', 'brand-c': 'pass-c', 'brand-x': 'of no account' });
  expect(opened().of(two)).toEqual({ 'brand-b': 'pass-b', 'brand-c': 'pass-c' });
  opened().saved(two, settingsOf('brand-c'));
  expect(opened().of(two)).toEqual({ 'brand-c': 'pass-c' });
  expect(readdirSync(folder)).toEqual(['pbx-password-brand-c.secret']);
});

it('takes passwords of a configuration file into memory only', () => {
  expect(opened({ 'brand-b': 'given' }).of(two)).toEqual({ 'brand-b': 'given' });
  expect(existsSync(path.join(folder, 'pbx-password-brand-b.secret'))).toBe(false);
});

it.each(['../evil', 'a/b', 'A', '', 'main', 'a'.repeat(41)])('no account has the id %j', (id) => {
  expect(() => settingsOf(id)).toThrow();
});

it('no two accounts have one id', () => {
  expect(() => settingsOf('brand-b', 'brand-b')).toThrow();
});
