import { describe, expect, it } from 'vitest';
import { createFakeCipher } from './fake-cipher';
import { RecordReader } from './record-reader';
import { FakeDisk, finished } from './testing/fixtures';

/** A disk with records 1 to `count`, and a reader that counts what it decrypts. */
async function reading(count: number) {
  const disk = new FakeDisk();
  const database = disk.database();
  const store = await disk.open(createFakeCipher(), database);
  for (let index = 1; index <= count; index += 1) await store.finishRecord(finished(index));
  const cipher = createFakeCipher();
  const seen = { decrypted: 0 };
  const reader = new RecordReader(database, {
    ...cipher,
    decrypt: (text) => {
      seen.decrypted += 1;
      return cipher.decrypt(text);
    },
  });
  return { store, reader, seen, database };
}

describe('reading records', () => {
  it('decrypts no more than it is asked for, and each once', async () => {
    const { reader, seen } = await reading(250);
    const { records } = await reader.search({ limit: 30 });
    expect(records.map(({ chained }) => chained.number)).toEqual(Array.from({ length: 30 }, (_, index) => 250 - index));
    expect(seen.decrypted).toBe(30);
    await reader.search({ limit: 30 });
    expect(seen.decrypted).toBe(30);
  });

  it('reads everything, over its pages, when nothing limits it', async () => {
    const { reader } = await reading(250);
    const { records, unreadable } = await reader.search();
    expect(records.map(({ chained }) => chained.number)).toEqual(
      Array.from({ length: 250 }, (_, index) => 250 - index),
    );
    expect(unreadable).toBe(0);
  });

  it('goes on over pages until it has found as many as wanted', async () => {
    const { reader, store } = await reading(230);
    await store.settle([
      { number: 3, syncState: 'refused', reason: 'x' },
      { number: 205, syncState: 'refused', reason: 'x' },
    ]);
    const refused = await reader.search({ syncState: 'refused', limit: 2 });
    expect(refused.records.map(({ chained }) => chained.number)).toEqual([205, 3]);
    const byNumber = await reader.search({ text: '8004', limit: 12 });
    expect(byNumber.records.map(({ chained }) => chained.number)).toEqual([49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 4]);
  });

  it('tells calls to practice customers from real ones', async () => {
    const { reader, store } = await reading(2);
    await store.finishRecord({ ...finished(3), practice: { expected: [] } });
    const numbers = async (practice: boolean) =>
      (await reader.search({ practice })).records.map(({ chained }) => chained.number);
    expect(await numbers(true)).toEqual([3]);
    expect(await numbers(false)).toEqual([2, 1]);
  });

  it('finds one record and counts all without decrypting the others', async () => {
    const { reader, store, seen } = await reading(20);
    await store.settle([{ number: 20, syncState: 'synced', reason: null }]);
    await store.settle([{ number: 19, syncState: 'refused', reason: 'x' }]);
    expect(await reader.counts()).toEqual({ total: 20, waiting: 18, refused: 1 });
    expect(seen.decrypted).toBe(0);
    expect((await reader.find(finished(7).recordId))?.chained.number).toBe(7);
    expect(await reader.find('no-such-record')).toBeNull();
    expect(seen.decrypted).toBe(1);
  });

  it('keeps what it opened last, and forgets what is long past', async () => {
    const { reader, seen } = await reading(620);
    await reader.search();
    expect(seen.decrypted).toBe(620);
    await reader.find(finished(1).recordId);
    expect(seen.decrypted).toBe(620);
    await reader.find(finished(620).recordId);
    expect(seen.decrypted).toBe(621);
  });

  it('leaves out what another key wrote, and finds none of it', async () => {
    const { reader, database } = await reading(2);
    const [row] = await database.records.toArray();
    if (row) await database.records.put({ ...row, payload: 'other:1' });
    const { records, unreadable } = await reader.search();
    expect([records.length, unreadable]).toEqual([1, 1]);
    expect(await reader.find(finished(1).recordId)).toBeNull();
    expect((await reader.counts()).total).toBe(2);
  });
});
