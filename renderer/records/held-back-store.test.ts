import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import type { FieldValue } from '../../contracts/forms';
import { createAesCipher } from './cipher';
import { HeldBackStore } from './held-back-store';

const name = (value: string): Record<string, FieldValue> => ({ name: { type: 'name', value } });

it('keeps the newest values over a restart, opens nothing with another key, and forgets what was cleared', async () => {
  const engine = { indexedDB: new IDBFactory(), IDBKeyRange };
  const open = async (byte: number) =>
    new HeldBackStore({ name: 'x', cipher: await createAesCipher(new Uint8Array(32).fill(byte)), engine });
  const store = await open(1);
  await Promise.all([store.put('r', name('李')), store.put('r', name('李晓梅'))]);
  expect(await (await open(1)).get('r')).toEqual(name('李晓梅'));
  expect(await (await open(2)).get('r')).toEqual({});
  await store.put('r', {});
  expect(await (await open(1)).get('r')).toEqual({});
});

it('goes on after a write that failed', async () => {
  const aes = await createAesCipher(new Uint8Array(32).fill(1));
  let broken = true;
  const cipher = { ...aes, encrypt: (text: string) => (broken ? Promise.reject(new Error('no')) : aes.encrypt(text)) };
  const store = new HeldBackStore({ name: 'x', cipher, engine: { indexedDB: new IDBFactory(), IDBKeyRange } });
  await expect(store.put('r', name('李'))).rejects.toThrow();
  broken = false;
  await store.put('r', name('王'));
  expect(await store.get('r')).toEqual(name('王'));
});

it('keeps the newest values, also where sealing the ones before takes longer', async () => {
  let release = (): void => undefined;
  const first = new Promise<void>((resolve) => (release = resolve));
  const cipher = {
    encrypt: async (text: string) => {
      if (text.includes('"李"')) await first;
      return text;
    },
    decrypt: (text: string) => Promise.resolve(text),
  };
  const store = new HeldBackStore({ name: 'x', cipher, engine: { indexedDB: new IDBFactory(), IDBKeyRange } });
  const puts = [store.put('r', name('李')), store.put('r', name('李晓梅'))];
  // By then the second has been written, were it not to wait for the first.
  await store.get('r');
  release();
  await Promise.all(puts);
  expect(await store.get('r')).toEqual(name('李晓梅'));
});
