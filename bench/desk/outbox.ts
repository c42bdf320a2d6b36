import { SENDER_DEFAULTS } from '../../renderer/records/outbox-sender';
import type { Measure } from '../measure';
import { startCentralServer } from '../central/central-server';
import { interleave } from '../statistics';
import type { OutboxOrder } from '../window/drain-outbox';
import { openBenchPage } from './page';

const REPETITIONS = 5;
const RECORDS = 2 * SENDER_DEFAULTS.batchRecords;

export const outbox: Measure = {
  name: 'outbox',
  title: 'a desk’s outbox carried to the server',
  async run(bench) {
    const server = await startCentralServer(bench);
    const page = await openBenchPage(bench);
    let desks = 0;
    /** A new desk each time; returns µs a record. */
    const drain = async (atATime: number | null) => {
      desks += 1;
      const deskId = `bench-${desks}`;
      const order: OutboxOrder = {
        serverUrl: server.url,
        token: await server.enrol(deskId),
        deskId,
        records: RECORDS,
        atATime,
      };
      const tookMs = Number(await page.evaluate(`window.bench.drainOutbox(${JSON.stringify(order)})`));
      // What the server does with them afterwards must not slow the next run.
      await server.drained();
      return (1000 * tookMs) / RECORDS;
    };
    const samples = await interleave(REPETITIONS, { ours: () => drain(null), alternative: () => drain(1) });
    return [
      {
        what: `outbox, a record sent, acknowledged and settled, batches of ${SENDER_DEFAULTS.batchRecords}`,
        alternativeIs: 'one record at a time, same sender',
        unit: 'µs',
        better: 'lower',
        ...samples,
      },
    ];
  },
};
