import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../../contracts/records';
import { createAesCipher } from './cipher';
import { createFakeCipher } from './fake-cipher';
import { FakeDisk, chainFault, draft, finished, recoverAll } from './testing/fixtures';
import type { RecordStore } from './store';

async function everything(store: RecordStore) {
  return (await store.search()).records.map((stored) => stored.chained);
}

describe('finishing a record', () => {
  it('numbers, chains and queues it, and takes its draft away', async () => {
    const disk = new FakeDisk();
    const database = disk.database();
    const store = await disk.open(createFakeCipher(), database);
    await store.saveDraft(draft(1));
    await store.saveDraft(draft(2));
    await store.finishRecord(finished(1));
    await store.finishRecord(finished(2));
    expect((await store.nextBatch(0, 50)).map((chained) => chained.number)).toEqual([1, 2]);
    expect(await chainFault(await everything(store))).toBeNull();
    expect(await database.drafts.count()).toBe(0);
    expect(await store.counts()).toEqual({ total: 2, waiting: 2, refused: 0 });
  });

  it('keeps the journal of a call in the write of its draft, and forgets it with it', async () => {
    const disk = new FakeDisk();
    const store = await disk.open();
    const dialog = { callId: 'c', localTag: 'o', remoteTag: 't', routeSet: [], localCSeq: 1, remoteTarget: 'sip:x' };
    const { recordId, remoteNumber } = draft(1);
    const facts = { recordId, dialog, direction: 'outbound', remoteNumber, answeredAtMs: 1, seenAtMs: 2 } as const;
    const journal = { ...facts, muted: true, held: false };
    await store.saveDraft(draft(1), journal);
    await store.saveDraft(draft(2));
    const next = await disk.open();
    expect(await next.unfinished()).toEqual({
      calls: [
        { draft: draft(1), journal },
        { draft: draft(2), journal: null },
      ],
      unreadable: 0,
    });
    await next.saveDraft(draft(1));
    expect((await next.unfinished()).calls[0]).toEqual({ draft: draft(1), journal: null });
    await next.saveDraft(draft(1), journal);
    await next.finishRecord(finished(1));
    expect((await next.unfinished()).calls).toHaveLength(1);
  });

  it('gives concurrent records numbers of their own', async () => {
    const store = await new FakeDisk().open();
    await Promise.all([1, 2, 3, 4, 5].map((index) => store.finishRecord(finished(index))));
    const records = await everything(store);
    expect(records.map((chained) => chained.number)).toEqual([5, 4, 3, 2, 1]);
    expect(await chainFault(records)).toBeNull();
  });

  it('hands back a record finished before, and a late draft does not bring it back', async () => {
    const disk = new FakeDisk();
    const store = await disk.open();
    const first = await store.finishRecord(finished(1));
    expect(await store.finishRecord(finished(1))).toEqual(first);
    await store.saveDraft(draft(1));
    const next = await disk.open();
    expect(await recoverAll(next)).toEqual({ recovered: [], unreadable: 0 });
    expect(await everything(next)).toHaveLength(1);
  });

  it('touches nothing while the disk is too full, and goes on when there is room', async () => {
    let room = true;
    const disk = new FakeDisk();
    const store = await disk.open(createFakeCipher(), disk.database(), () => Promise.resolve(room));
    await store.finishRecord(finished(1));
    room = false;
    await expect(store.finishRecord(finished(2))).rejects.toMatchObject({ code: 'disk-full', retryable: true });
    await expect(store.saveDraft(draft(3))).rejects.toMatchObject({ code: 'disk-full' });
    expect(await everything(store)).toHaveLength(1);
    room = true;
    expect((await store.finishRecord(finished(2))).number).toBe(2);
  });

  it('writes nothing at all when the disk refuses a part of it, and can be tried again', async () => {
    const disk = new FakeDisk();
    const database = disk.database();
    const store = await disk.open(createFakeCipher(), database);
    await store.saveDraft(draft(1));
    const full = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    database.outbox.hook('creating', full);
    await expect(store.finishRecord(finished(1))).rejects.toMatchObject({
      code: 'disk-full',
      retryable: true,
    });
    expect(await everything(store)).toEqual([]);
    expect(await database.drafts.count()).toBe(1);
    database.outbox.hook('creating').unsubscribe(full);
    expect((await store.finishRecord(finished(1))).number).toBe(1);
    expect(await database.drafts.count()).toBe(0);
  });

  it('keeps its desk id from start to start', async () => {
    const disk = new FakeDisk();
    expect([(await disk.open()).deskId, (await disk.open()).deskId]).toEqual(['desk-1', 'desk-1']);
  });

  it('tells who listens', async () => {
    const store = await new FakeDisk().open();
    let changes = 0;
    const stop = store.subscribe(() => (changes += 1));
    await store.finishRecord(finished(1));
    stop();
    await store.finishRecord(finished(2));
    expect(changes).toBe(1);
  });
});

describe('after a crash', () => {
  it('finishes what was half-written as interrupted, oldest first', async () => {
    const disk = new FakeDisk();
    const before = await disk.open();
    await before.saveDraft(draft(2));
    await before.saveDraft(draft(1));
    const store = await disk.open();
    const { recovered } = await recoverAll(store);
    expect(recovered.map(({ number, record }) => [number, record.remoteNumber, record.cause])).toEqual([
      [1, '8001', 'interrupted'],
      [2, '8002', 'interrupted'],
    ]);
    expect(await recoverAll(store)).toEqual({ recovered: [], unreadable: 0 });
  });

  it('leaves drafts and records of a lost key in place and counts them', async () => {
    const disk = new FakeDisk();
    const before = await disk.open(createFakeCipher('old'));
    await before.finishRecord(finished(1));
    await before.saveDraft(draft(2));
    const store = await disk.open(createFakeCipher('new'));
    expect(await recoverAll(store)).toEqual({ recovered: [], unreadable: 1 });
    await store.finishRecord(finished(3));
    expect(await store.search()).toMatchObject({ unreadable: 1, records: [{ chained: { number: 2 } }] });
    expect((await store.nextBatch(0, 1)).map((chained) => chained.number)).toEqual([2]);
    const again = await disk.open(createFakeCipher('old'));
    expect((await recoverAll(again)).recovered).toHaveLength(1);
  });
});

describe('searching', () => {
  it('finds by number, name, notes, words heard and filters', async () => {
    const store = await new FakeDisk().open();
    const card = { type: 'card', atMs: 1, cueId: 'price', title: '嫌贵', state: 'used' } as const;
    await store.finishRecord(finished(1, { customerName: 'Zhang Wei', timeline: [card] }));
    await store.finishRecord(
      finished(2, { remoteNumber: '+8613800138000', direction: 'inbound', notes: 'Call ＡＢＣ' }),
    );
    await store.settle([{ number: 1, syncState: 'synced', reason: null }]);
    const found = async (filter: Parameters<RecordStore['search']>[0]) =>
      (await store.search(filter)).records.map((stored) => stored.chained.number);
    expect(await found({})).toEqual([2, 1]);
    expect(await found({ limit: 1 })).toEqual([2]);
    expect(await found({ text: 'wei zhang' })).toEqual([1]);
    expect(await found({ text: '嫌贵' })).toEqual([1]);
    expect(await found({ text: '138-0013 8000' })).toEqual([2]);
    expect(await found({ text: 'abc' })).toEqual([2]);
    expect(await found({ text: 'nobody' })).toEqual([]);
    expect(await found({ direction: 'inbound' })).toEqual([2]);
    expect(await found({ syncState: 'synced' })).toEqual([1]);
    expect(await found({ cause: 'busy' })).toEqual([]);
    expect(await found({ disposition: 'sale' })).toEqual([]);
  });
});

describe('the cipher of the disk', () => {
  const key = Uint8Array.from({ length: 32 }, (_, index) => index);

  it('gives back any text, never the same ciphertext twice, and refuses another key or a changed text', async () => {
    const cipher = await createAesCipher(key);
    const other = await createAesCipher(key.map((byte) => byte ^ 1));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (plain) => {
        const sealed = await cipher.encrypt(plain);
        expect(await cipher.decrypt(sealed)).toBe(plain);
        expect(await cipher.encrypt(plain)).not.toBe(sealed);
        await expect(other.decrypt(sealed)).rejects.toMatchObject({ code: 'payload-unreadable' });
        await expect(cipher.decrypt(sealed.slice(0, -4))).rejects.toMatchObject({ code: 'payload-unreadable' });
      }),
      { numRuns: 20 },
    );
    const long = '太贵'.repeat(100_000);
    expect(await cipher.decrypt(await cipher.encrypt(long))).toBe(long);
    await expect(createAesCipher(new Uint8Array(16))).rejects.toMatchObject({ code: 'key-invalid' });
  });

  it('leaves no number, name or note readable on the disk', async () => {
    const disk = new FakeDisk();
    const database = disk.database();
    const store = await disk.open(await createAesCipher(key), database);
    await store.saveDraft(draft(2, { remoteNumber: '+8613800138000' }));
    await store.finishRecord(finished(1, { remoteNumber: '+8613900139000', customerName: 'Zhang', notes: 'secret' }));
    const rows = JSON.stringify([await database.drafts.toArray(), await database.records.toArray()]);
    expect(rows).not.toMatch(/138001|139001|Zhang|secret/);
  });
});

describe('any life of a desk', () => {
  it('keeps one whole chain with every call once, whatever is finished, repeated, refused by the disk or killed', async () => {
    const action = fc.oneof(
      fc.record({
        do: fc.constantFrom('draft', 'finish', 'repeat', 'together'),
        call: fc.integer({ min: 1, max: 12 }),
      }),
      fc.record({ do: fc.constantFrom('kill', 'full'), call: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        const disk = new FakeDisk();
        let database = disk.database();
        let store = await disk.open(createFakeCipher(), database);
        const seen = new Set<string>();
        const finish = async (record: CallRecord) => {
          seen.add(record.recordId);
          await store.finishRecord(record);
        };
        for (const { do: what, call } of actions) {
          if (what === 'draft') {
            seen.add(draft(call).recordId);
            await store.saveDraft(draft(call));
          } else if (what === 'finish') await finish(finished(call));
          else if (what === 'repeat') {
            await finish(finished(call));
            await finish(finished(call));
          } else if (what === 'together')
            await Promise.all([finish(finished(call)), finish(finished((call % 12) + 1))]);
          else if (what === 'full') {
            const full = () => {
              throw new DOMException('no room', 'QuotaExceededError');
            };
            database.meta.hook('updating', full);
            await store.finishRecord(finished(1)).catch(() => undefined);
            database.meta.hook('updating').unsubscribe(full);
          } else {
            // A kill: the old store never closes, the next one starts from the disk alone.
            database = disk.database();
            store = await disk.open(createFakeCipher(), database);
            await recoverAll(store);
          }
        }
        store = await disk.open();
        await recoverAll(store);
        const records = await everything(store);
        expect(await chainFault(records)).toBeNull();
        const ids = records.map((chained) => chained.record.recordId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const recordId of seen) expect(ids).toContain(recordId);
        expect(await store.nextBatch(0, 100)).toHaveLength(records.length);
      }),
      { numRuns: 60 },
    );
  });
});
