import { createHash } from 'node:crypto';
import { GENESIS_HASH, type ChainedRecord } from '../../contracts/records';
import { ingestResponseSchema } from '../../contracts/server-api';
import { chainHash } from '../../domain/chain';
import { SENDER_DEFAULTS } from '../../renderer/records/outbox-sender';
import type { Measure } from '../measure';
import { callRecord } from '../records';
import { interleave } from '../statistics';
import { startCentralServer } from './central-server';

const REPETITIONS = 5;
const DESKS = 8;
const RECORDS_PER_DESK = SENDER_DEFAULTS.batchRecords;

const sha256Hex = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** The next records of one desk's chain. */
function nextLinks(deskId: string, last: ChainedRecord | undefined): ChainedRecord[] {
  const links: ChainedRecord[] = [];
  for (let index = 0; index < RECORDS_PER_DESK; index += 1) {
    const before = links.at(-1) ?? last;
    const number = (before?.number ?? 0) + 1;
    const link = { deskId, number, previousHash: before?.hash ?? GENESIS_HASH, record: callRecord(number) };
    links.push({ ...link, hash: chainHash(link, sha256Hex) });
  }
  return links;
}

export const ingest: Measure = {
  name: 'ingest',
  title: 'records taken in by the central server',
  async run(bench) {
    const server = await startCentralServer(bench);
    const desks = await Promise.all(
      Array.from({ length: DESKS }, async (_, index) => {
        const deskId = `bench-${index}`;
        return { deskId, token: await server.enrol(deskId), last: undefined as ChainedRecord | undefined };
      }),
    );
    const post = async (token: string, records: ChainedRecord[]) => {
      const response = await fetch(`${server.url}/v1/records`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ records }),
      });
      const { results } = ingestResponseSchema.parse(await response.json());
      if (results.some(({ status }) => status !== 'stored')) throw new Error('The server did not store a record.');
    };
    const total = DESKS * RECORDS_PER_DESK;
    const toQueueEmpty: Record<'ours' | 'alternative', number[]> = { ours: [], alternative: [] };
    /** All desks at once, each waiting for one answer before it sends again; returns µs a record. */
    const send = async (side: 'ours' | 'alternative', batchRecords: number) => {
      const work = desks.map((desk) => {
        const links = nextLinks(desk.deskId, desk.last);
        desk.last = links.at(-1);
        return { token: desk.token, links };
      });
      const startedAtMs = performance.now();
      await Promise.all(
        work.map(async ({ token, links }) => {
          for (let at = 0; at < links.length; at += batchRecords) await post(token, links.slice(at, at + batchRecords));
        }),
      );
      const acknowledgedUs = (1000 * (performance.now() - startedAtMs)) / total;
      await server.drained();
      toQueueEmpty[side].push((1000 * (performance.now() - startedAtMs)) / total);
      return acknowledgedUs;
    };
    const samples = await interleave(REPETITIONS, {
      ours: () => send('ours', SENDER_DEFAULTS.batchRecords),
      alternative: () => send('alternative', 1),
    });
    const alternativeIs = 'one POST per record';
    return [
      {
        what: `ingest, a record on disk, ${DESKS} desks, batches of ${SENDER_DEFAULTS.batchRecords}`,
        alternativeIs,
        unit: 'µs',
        better: 'lower',
        ...samples,
      },
      {
        what: 'ingest, a record stored and readable',
        alternativeIs,
        unit: 'µs',
        better: 'lower',
        // The first of each is the warm-up.
        ours: toQueueEmpty.ours.slice(1),
        alternative: toQueueEmpty.alternative.slice(1),
      },
    ];
  },
};
