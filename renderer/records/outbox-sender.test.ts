import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChainedRecord } from '../../contracts/records';
import { enrolDesk } from './enrol';
import { OutboxSender, SENDER_DEFAULTS } from './outbox-sender';
import type { SenderState, Timers } from './outbox-sender';
import type { Fetch } from './server-request';
import { FakeDisk, chainFault, finished } from './testing/fixtures';
import type { RecordStore } from './store';

type Reply = (records: ChainedRecord[], server: FakeServer) => Response | Promise<Response>;
const json = (status: number, body: unknown, headers: HeadersInit = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const failure = (code: string, retryable: boolean) => ({ code, message: code, retryable });

/** Keeps each record once, as the real one does; answers by the script first, then well. */
class FakeServer {
  readonly stored = new Map<number, ChainedRecord>();
  readonly batches: number[][] = [];
  readonly tokens: (string | undefined)[] = [];
  script: Reply[] = [];

  readonly fetch: Fetch = async (url, init) => {
    expect(url).toBe('http://server/v1/records');
    const { records } = JSON.parse(String(init.body)) as { records: ChainedRecord[] };
    this.batches.push(records.map((each) => each.number));
    this.tokens.push(new Headers(init.headers).get('authorization') ?? undefined);
    return (this.script.shift() ?? takeAll)(records, this);
  };
}

const takeAll: Reply = (records, server) =>
  json(200, {
    results: records.map((each) => {
      const status = server.stored.has(each.number) ? 'duplicate' : 'stored';
      server.stored.set(each.number, each);
      return { status, number: each.number };
    }),
  });
const down: Reply = () => Promise.reject(new TypeError('fetch failed'));
const lostAnswer: Reply = async (records, server) => {
  await takeAll(records, server);
  throw new TypeError('connection reset');
};
const unavailable: Reply = () => json(503, { error: failure('database-unavailable', true) });
const nonsense: Reply = () => new Response('<html>', { status: 200 });
const firstIsBusy: Reply = async (records, server) => {
  const rest = (await (await takeAll(records.slice(1), server)).json()) as { results: unknown[] };
  const busy = { status: 'refused', number: records[0]?.number, error: failure('busy', true) };
  return json(200, { results: [busy, ...rest.results] });
};

/** Timers that go off when the test says so. */
class FakeTimers implements Timers {
  readonly pending = new Map<() => void, number>();
  after(delayMs: number, callback: () => void): () => void {
    this.pending.set(callback, delayMs);
    return () => this.pending.delete(callback);
  }
  fire(): void {
    const due = [...this.pending.keys()];
    this.pending.clear();
    for (const callback of due) callback();
  }
}

async function desk(records: number, part: { random?: number; token?: string | null } = {}) {
  const store = await new FakeDisk().open();
  for (let index = 1; index <= records; index += 1) await store.finishRecord(finished(index));
  const server = new FakeServer();
  const timers = new FakeTimers();
  const network = new EventTarget();
  const states: SenderState[] = [];
  let waiters: (() => void)[] = [];
  const sender = new OutboxSender({
    store,
    fetch: server.fetch,
    serverUrl: 'http://server/',
    deviceToken: () => (part.token === undefined ? 'device-token' : part.token),
    timers,
    random: () => part.random ?? 0.5,
    network,
    onState: (state) => {
      states.push(state);
      const now = waiters;
      waiters = [];
      for (const waiter of now) waiter();
    },
  });
  /** Settled: neither sending nor about to. */
  const rest = async (): Promise<SenderState> => {
    while (sender.state.type === 'sending') await new Promise<void>((resolve) => waiters.push(resolve));
    return sender.state;
  };
  return { store, server, timers, network, sender, states, rest };
}

const syncStates = async (store: RecordStore) =>
  Object.fromEntries(
    (await store.search()).records.map((each) => [each.chained.number, each.reason ?? each.syncState]),
  );

describe('sending the outbox', () => {
  it('sends in batches of fifty with the desk’s token, and marks what is durable', async () => {
    const { store, server, sender, rest } = await desk(120);
    sender.start();
    expect(await rest()).toEqual({ type: 'idle' });
    expect(server.batches.map((batch) => batch.length)).toEqual([50, 50, 20]);
    expect(server.tokens[0]).toBe('Bearer device-token');
    expect(await store.counts()).toMatchObject({ waiting: 0, refused: 0 });
    expect(await chainFault([...server.stored.values()])).toBeNull();
  });

  it('sends a new record at once when idle', async () => {
    const { store, server, sender, rest } = await desk(0);
    sender.start();
    await rest();
    await store.finishRecord(finished(1));
    await rest();
    expect(server.stored.has(1)).toBe(true);
  });

  it('parks what the server refuses for good, by its code, and lets the others through', async () => {
    const { store, server, sender, rest } = await desk(3);
    server.script = [
      async (records, fake) => {
        const { results } = (await (await takeAll(records, fake)).json()) as { results: unknown[] };
        return json(200, {
          results: [
            results[0],
            { status: 'refused', number: null, error: failure('record-changed', false) },
            results[2],
          ],
        });
      },
    ];
    sender.start();
    expect(await rest()).toEqual({ type: 'idle' });
    expect(await syncStates(store)).toEqual({ 1: 'synced', 2: 'record-changed', 3: 'synced' });
    expect(await store.retryRefused()).toBe(1);
    await rest();
    expect(await store.counts()).toMatchObject({ waiting: 0, refused: 0 });
  });

  it('halves a batch that cannot be taken until the one that offends stands alone', async () => {
    const { store, server, sender, rest } = await desk(6);
    const choke: Reply = (records, fake) =>
      records.some((each) => each.number === 4)
        ? json(413, { error: failure('body-too-large', false) })
        : takeAll(records, fake);
    server.script = Array.from({ length: 20 }, () => choke);
    sender.start();
    await rest();
    expect(await syncStates(store)).toMatchObject({ 3: 'synced', 4: 'body-too-large', 5: 'synced', 6: 'synced' });
  });
});

describe('trouble on the way', () => {
  it('waits longer each time, with full jitter, up to five minutes', async () => {
    const { server, timers, sender, rest } = await desk(1, { random: 0.999999 });
    server.script = Array.from({ length: 12 }, () => down);
    const waits: number[] = [];
    sender.start();
    for (let tries = 0; tries < 12; tries += 1) {
      const state = await rest();
      if (state.type === 'waiting') waits.push(state.retryInMs);
      timers.fire();
    }
    expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(waits.at(-1)).toBe(SENDER_DEFAULTS.longestRetryMs);
    expect(await rest()).toEqual({ type: 'idle' });
  });

  it('comes back at once when the network does, and not for a new record', async () => {
    const { store, server, network, sender, rest } = await desk(1);
    server.script = [down];
    sender.start();
    expect(await rest()).toMatchObject({ type: 'waiting', failure: { code: 'server-unreachable', retryable: true } });
    await store.finishRecord(finished(2));
    expect(sender.state.type).toBe('waiting');
    network.dispatchEvent(new Event('online'));
    await rest();
    expect([...server.stored.keys()]).toEqual([1, 2]);
  });

  it('waits at least as long as the server asks', async () => {
    const { server, sender, rest } = await desk(1);
    server.script = [() => json(429, { error: failure('too-many', true) }, { 'retry-after': '90' })];
    sender.start();
    expect(await rest()).toMatchObject({ type: 'waiting', retryInMs: 90_000 });
  });

  it('parks nothing for a page that is not the server’s', async () => {
    for (const strange of [
      nonsense,
      () => new Response('<html>', { status: 400 }),
      () => new Response('', { status: 404 }),
    ]) {
      const { store, server, sender, rest } = await desk(1);
      server.script = [strange];
      sender.start();
      expect((await rest()).type).toBe('waiting');
      expect(await syncStates(store)).toEqual({ 1: 'waiting' });
    }
  });

  it('asks for enrolment when the server does not know the desk, and parks nothing', async () => {
    const { store, server, sender, rest } = await desk(1);
    server.script = [() => json(401, { error: failure('unauthorized', false) })];
    sender.start();
    expect(await rest()).toMatchObject({ type: 'needs-enrolment', failure: { code: 'unauthorized' } });
    expect(await store.counts()).toMatchObject({ waiting: 1, refused: 0 });
    sender.wake();
    expect(await rest()).toEqual({ type: 'idle' });
    const unknown = await desk(1, { token: null });
    unknown.sender.start();
    expect((await unknown.rest()).type).toBe('needs-enrolment');
    expect(unknown.server.batches).toEqual([]);
  });

  it('gives up an answer that never comes', async () => {
    const { server, timers, sender, rest } = await desk(1);
    let asked: () => void = () => undefined;
    const underway = new Promise<void>((resolve) => (asked = resolve));
    const hanging: Fetch = (_url, init) =>
      new Promise((_resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        asked();
      });
    const own = new OutboxSender({
      store: (await desk(1)).store,
      fetch: hanging,
      serverUrl: 'http://server',
      deviceToken: () => 'token',
      timers,
      random: () => 0,
      network: new EventTarget(),
      onState: (state) => state.type === 'waiting' && finishedWaiting(),
    });
    let finishedWaiting: () => void = () => undefined;
    const waited = new Promise<void>((resolve) => (finishedWaiting = resolve));
    own.start();
    await underway;
    expect([...timers.pending.values()]).toEqual([SENDER_DEFAULTS.answerTimeoutMs]);
    timers.fire();
    await waited;
    expect(own.state).toMatchObject({ type: 'waiting', failure: { code: 'server-unreachable' } });
    own.stop();
    sender.start();
    await rest();
    expect(server.stored.size).toBe(1);
  });

  it('stops where it is and goes on from there', async () => {
    const { store, server, sender, rest } = await desk(60);
    server.script = [takeAll, down];
    sender.start();
    await rest();
    sender.stop();
    expect(sender.state).toEqual({ type: 'stopped' });
    await store.finishRecord(finished(61));
    expect(server.batches).toHaveLength(2);
    sender.start();
    await rest();
    expect(server.stored.size).toBe(61);
    expect(await store.counts()).toMatchObject({ waiting: 0, refused: 0 });
  });

  it('loses and doubles nothing, whatever the way is like', async () => {
    const replies = fc.constantFrom(takeAll, down, lostAnswer, unavailable, nonsense, firstIsBusy);
    await fc.assert(
      fc.asyncProperty(
        fc.array(replies, { maxLength: 12 }),
        fc.integer({ min: 1, max: 8 }),
        async (script, records) => {
          const { store, server, timers, sender, rest } = await desk(records);
          server.script = [...script];
          sender.start();
          for (let tries = 0; tries <= script.length + 1 && (await rest()).type !== 'idle'; tries += 1) timers.fire();
          expect(await rest()).toEqual({ type: 'idle' });
          expect([...server.stored.keys()].sort((a, b) => a - b)).toEqual(
            Array.from({ length: records }, (_, i) => i + 1),
          );
          expect(await chainFault([...server.stored.values()])).toBeNull();
          expect(await store.counts()).toMatchObject({ waiting: 0, refused: 0 });
          sender.stop();
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('enrolling a desk', () => {
  const enrolment = { serverUrl: 'http://server', enrolmentToken: 'secret', deskId: 'desk-1', name: 'Desk' };

  it('trades the token', async () => {
    const fetch: Fetch = async (url, init) => {
      expect(url).toBe('http://server/v1/devices/enrol');
      expect(JSON.parse(String(init.body))).toEqual({ enrolmentToken: 'secret', deskId: 'desk-1', name: 'Desk' });
      return json(200, { deviceToken: 'device', deskId: 'desk-1' });
    };
    expect(await enrolDesk(fetch, enrolment)).toBe('device');
  });

  it.each([
    ['wrong-enrolment-token', () => Promise.resolve(json(401, { error: failure('wrong-enrolment-token', false) }))],
    ['server-unreachable', () => Promise.reject(new TypeError('refused'))],
    ['desk-mismatch', () => Promise.resolve(json(200, { deviceToken: 'x', deskId: 'other' }))],
    ['http-502', () => Promise.resolve(new Response('bad gateway', { status: 502 }))],
  ])('says %s', async (code, fetch) => {
    await expect(enrolDesk(fetch, enrolment)).rejects.toMatchObject({ code });
  });
});
