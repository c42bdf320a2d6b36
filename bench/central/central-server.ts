import path from 'node:path';
import { z } from 'zod';
import { ProcessGroup, startUntilReady } from '../../build/processes.mjs';
import { enrolResponseSchema } from '../../contracts/server-api';
import type { Bench } from '../measure';

const readySchema = z.object({ url: z.string(), enrolmentToken: z.string() });

/** The central server in a process of its own, on an embedded PostgreSQL in an empty folder. */
export interface CentralServer {
  url: string;
  /** Enrols a desk; returns its token. */
  enrol(deskId: string): Promise<string>;
  /** Resolves when the queue is empty: all that was taken in can be read. */
  drained(): Promise<void>;
}

export async function startCentralServer(bench: Bench): Promise<CentralServer> {
  const folder = await bench.folder();
  const group = new ProcessGroup();
  bench.atEnd(() => group.stopAll());
  const { ready } = await startUntilReady(group, 'central server', process.execPath, [
    ...['--import', 'tsx', 'server/main.ts', '--embedded', path.join(folder, 'server')],
    ...['--listen', '127.0.0.1:0', '--exit-with-stdin'],
  ]);
  const { url, enrolmentToken } = readySchema.parse(ready);
  return {
    url,
    async enrol(deskId) {
      const response = await fetch(`${url}/v1/devices/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ enrolmentToken, deskId, name: 'Bench' }),
      });
      return enrolResponseSchema.parse(await response.json()).deviceToken;
    },
    async drained() {
      for (;;) {
        const metrics = await (await fetch(`${url}/metrics`)).text();
        if (/^sidetone_queue_depth 0$/m.test(metrics)) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}
