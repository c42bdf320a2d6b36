import { createAesCipher, sha256Hex } from '../../renderer/records/cipher';
import { RecordDatabase } from '../../renderer/records/database';
import { OutboxSender, windowTimers } from '../../renderer/records/outbox-sender';
import { RecordStore } from '../../renderer/records/store';
import { callRecord } from '../records';

export interface OutboxOrder {
  serverUrl: string;
  token: string;
  deskId: string;
  records: number;
  /** Records that the sender gets at a time; null: as many as it asks for. */
  atATime: number | null;
}

/**
 * Fills a desk's outbox (encrypted, on this window's disk) and empties it through the product's own sender. Returns
 * how many ms the emptying took.
 */
export async function drainOutbox(order: OutboxOrder): Promise<number> {
  const database = new RecordDatabase(order.deskId);
  const store = await RecordStore.open({
    database,
    cipher: await createAesCipher(crypto.getRandomValues(new Uint8Array(32))),
    sha256Hex,
    newDeskId: () => order.deskId,
  });
  for (let index = 0; index < order.records; index += 1) await store.finishRecord(callRecord(index));
  const startedAtMs = performance.now();
  await new Promise<void>((resolve, reject) => {
    const sender = new OutboxSender({
      store: {
        nextBatch: (after, limit) => store.nextBatch(after, order.atATime ?? limit),
        settle: (results) => store.settle(results),
        subscribe: (listener) => store.subscribe(listener),
      },
      fetch: (url, init) => fetch(url, init),
      serverUrl: order.serverUrl,
      deviceToken: () => order.token,
      timers: windowTimers,
      random: Math.random,
      network: window,
      onState: (state) => {
        if (state.type === 'idle') resolve();
        else if (state.type === 'waiting' || state.type === 'needs-enrolment') reject(new Error(state.failure.message));
        else return;
        sender.stop();
      },
    });
    sender.start();
  });
  const tookMs = performance.now() - startedAtMs;
  const { waiting, refused } = await store.counts();
  await store.close();
  await database.delete();
  if (waiting + refused > 0) throw new Error(`${waiting + refused} records were left in the outbox.`);
  return tookMs;
}
