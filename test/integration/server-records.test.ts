import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optOutsSchema, recordsPageSchema } from '../../contracts/server-api';
import type { RunningServer } from '../../server/server';
import { callRecord, chain, eventually, getAs, startTestServer, TestDesk, TestMonitor } from './server-fixtures';

let server: RunningServer;
let dispose: () => Promise<void>;
beforeAll(async () => {
  ({ server, dispose } = await startTestServer());
});
afterAll(() => dispose());

const supervisor = () => server.tokens.supervisorToken ?? '';
let deskCount = 0;
const newDesk = () => TestDesk.enrol(server, `desk-${(deskCount += 1)}`);

async function storedRecords(deskId: string) {
  const response = await getAs(server.url, `/v1/records?deskId=${deskId}&limit=500`, supervisor());
  return recordsPageSchema.parse(await response.json()).records;
}
const storedCount = (deskId: string, count: number) =>
  eventually(async () => {
    const records = await storedRecords(deskId);
    return records.length >= count ? records : null;
  });

describe('taking in records', () => {
  it('stores a batch once, however often it is sent', async () => {
    const desk = await newDesk();
    const links = chain(desk.deskId, [callRecord(), callRecord(), callRecord()]);
    expect((await desk.send(links)).map(({ status }) => status)).toEqual(['stored', 'stored', 'stored']);
    const again = await Promise.all([desk.send(links), desk.send(links.toReversed())]);
    expect(new Set(again.flat().map(({ status }) => status))).toEqual(new Set(['duplicate']));
    expect(await storedCount(desk.deskId, 3)).toHaveLength(3);
    expect(await desk.chain()).toMatchObject({ records: 3, whole: true, lastHash: links[2]?.hash });
  });

  it('stores a record once when the same batch arrives several times at once', async () => {
    const desk = await newDesk();
    const links = chain(
      desk.deskId,
      Array.from({ length: 40 }, () => callRecord()),
    );
    const answers = await Promise.all([desk.send(links), desk.send(links.toReversed()), desk.send(links)]);
    const stored = answers.flat().filter(({ status }) => status === 'stored');
    expect(stored.map(({ number }) => number).sort((a, b) => Number(a) - Number(b))).toEqual(
      links.map(({ number }) => number),
    );
    expect(await storedCount(desk.deskId, 40)).toHaveLength(40);
  });

  it('answers a record that is twice in one batch with stored and duplicate', async () => {
    const desk = await newDesk();
    const [link] = chain(desk.deskId, [callRecord()]);
    expect((await desk.send([link, link])).map(({ status }) => status)).toEqual(['stored', 'duplicate']);
  });

  it('publishes a gap, and closes it when the late record arrives', async () => {
    const desk = await newDesk();
    const links = chain(
      desk.deskId,
      Array.from({ length: 6 }, () => callRecord()),
    );
    await desk.send([links[5], links[0], links[3]]);
    expect(await desk.chain()).toMatchObject({
      records: 3,
      highestNumber: 6,
      gaps: [
        { from: 2, to: 3 },
        { from: 5, to: 5 },
      ],
      broken: [],
      whole: false,
    });
    await desk.send([links[4], links[2], links[1]]);
    expect(await desk.chain()).toMatchObject({ records: 6, gaps: [], broken: [], whole: true });
  });

  it('publishes a broken link', async () => {
    const desk = await newDesk();
    const first = chain(desk.deskId, [callRecord()]);
    const foreign = chain(desk.deskId, [callRecord(), callRecord()], { number: 1, hash: 'a'.repeat(64) });
    expect((await desk.send([...first, ...foreign])).map(({ status }) => status)).toEqual(Array(3).fill('stored'));
    expect(await desk.chain()).toMatchObject({ records: 3, gaps: [], broken: [2], whole: false });
  });

  it('refuses a changed record and keeps the stored one', async () => {
    const desk = await newDesk();
    const record = callRecord({ notes: 'as it was' });
    const [link] = chain(desk.deskId, [record]);
    await desk.send([link]);
    const tampered = { ...link, record: { ...record, notes: 'changed' } };
    const [rewritten] = chain(desk.deskId, [{ ...record, notes: 'changed, and hashed again' }]);
    const [other] = chain(desk.deskId, [callRecord({ notes: 'another call, same number' })]);
    const results = await desk.send([tampered, rewritten, other]);
    expect(results.map((result) => (result.status === 'refused' ? result.error.code : result.status))).toEqual([
      'hash-mismatch',
      'record-changed',
      'record-changed',
    ]);
    expect(results.every((result) => result.status === 'refused' && !result.error.retryable)).toBe(true);
    const [kept] = await storedCount(desk.deskId, 1);
    expect(kept?.record.notes).toBe('as it was');
  });

  it('refuses a recordId that is stored under another number', async () => {
    const desk = await newDesk();
    const record = callRecord();
    const links = chain(desk.deskId, [record, record]);
    const results = await desk.send(links);
    expect(results.map(({ status }) => status)).toEqual(['stored', 'refused']);
    expect(results[1]).toMatchObject({ number: 2, error: { code: 'record-changed' } });
  });

  it('names the key of an invalid record and takes the rest of the batch', async () => {
    const desk = await newDesk();
    const [bad, good] = chain(desk.deskId, [{ ...callRecord(), talkMs: -1 }, callRecord()]);
    const results = await desk.send([bad, good, 'nonsense']);
    expect(results.map(({ status }) => status)).toEqual(['refused', 'stored', 'refused']);
    expect(results[0]).toMatchObject({ number: 1, error: { code: 'invalid-record', retryable: false } });
    expect(results[0]?.status === 'refused' && results[0].error.message).toContain('record.talkMs');
    expect(results[2]).toMatchObject({ number: null });
  });

  it('keeps keys it does not know, NUL and broken surrogates, so that the hash can be verified by a reader', async () => {
    const desk = await newDesk();
    const links = chain(desk.deskId, [{ ...callRecord({ notes: 'nul \0 half \ud800' }), futureKey: { deep: [1, 2] } }]);
    expect((await desk.send(links))[0]?.status).toBe('stored');
    await storedCount(desk.deskId, 1);
    const page: unknown = await (await desk.get('/v1/records')).json();
    expect(page).toEqual({ records: links });
  });

  it("refuses another desk's record", async () => {
    const desk = await newDesk();
    const results = await desk.send(chain('desk-of-someone-else', [callRecord()]));
    expect(results[0]).toMatchObject({ status: 'refused', error: { code: 'foreign-desk' } });
  });

  it('refuses more than 200 records at once', async () => {
    const desk = await newDesk();
    const response = await desk.post(Array(201).fill({}));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid-request', retryable: false } });
  });

  it('sets a message aside that no worker can store, and stores the others', async () => {
    const desk = await newDesk();
    // A year that the contract allows and PostgreSQL does not.
    const poison = callRecord({ startedAt: '0000-01-01T00:00:00Z' });
    await desk.send(chain(desk.deskId, [callRecord(), poison, callRecord()]));
    expect(await storedCount(desk.deskId, 2)).toHaveLength(2);
    await eventually(async () => {
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      return /^sidetone_dead_letters 1$/m.test(metrics) && /^sidetone_queue_depth 0$/m.test(metrics) ? true : null;
    });
    expect(await desk.chain()).toMatchObject({ records: 3, whole: true });
  });
});

describe('reading records', () => {
  it('pages newest first, by record and by time', async () => {
    const desk = await newDesk();
    const times = ['2026-03-01T10:00:00+08:00', '2026-03-01T11:00:00+08:00', '2026-03-01T12:00:00+08:00'];
    const records = times.map((startedAt) => callRecord({ startedAt }));
    await desk.send(chain(desk.deskId, records));
    await storedCount(desk.deskId, 3);
    const numbers = async (query: string) =>
      recordsPageSchema.parse(await (await desk.get(`/v1/records?${query}`)).json()).records.map((each) => each.number);
    expect(await numbers('limit=2')).toEqual([3, 2]);
    expect(await numbers(`before=${records[1]?.recordId}`)).toEqual([1]);
    expect(await numbers(`before=${encodeURIComponent(times[2] ?? '')}`)).toEqual([2, 1]);
  });

  it('publishes a confirmed opt-out only', async () => {
    const desk = await newDesk();
    const optOut = { cueId: 'unsubscribe', phrase: '不要再打', atMs: 1500 };
    const [said, card] = [
      callRecord({ startedAt: '2026-03-01T02:00:00.000Z', remoteNumber: '13900139000', optOut }),
      callRecord({
        timeline: [{ type: 'card', atMs: 1, cueId: 'unsubscribe', title: '退订', state: 'withdrawn' }],
      }),
    ];
    await desk.send(chain(desk.deskId, [said, card]));
    await storedCount(desk.deskId, 2);
    const { optOuts } = optOutsSchema.parse(await (await desk.get('/v1/opt-outs')).json());
    expect(optOuts.filter((each) => each.deskId === desk.deskId)).toEqual([
      {
        number: '13900139000',
        recordId: said.recordId,
        deskId: desk.deskId,
        phrase: '不要再打',
        at: '2026-03-01T02:00:01.500Z',
      },
    ]);
  });

  it('shows a desk its own records only, and a supervisor all', async () => {
    const [one, other] = [await newDesk(), await newDesk()];
    expect((await one.get(`/v1/records?deskId=${other.deskId}`)).status).toBe(403);
    expect((await one.get(`/v1/desks/${other.deskId}/chain`)).status).toBe(403);
    expect((await getAs(server.url, `/v1/desks/${other.deskId}/chain`, supervisor())).status).toBe(200);
  });
});

describe('tokens', () => {
  it('answers a missing and a wrong token with 401', async () => {
    for (const token of [null, 'wrong', server.tokens.enrolmentToken]) {
      for (const path of ['/v1/records', '/v1/customers', '/v1/opt-outs', '/v1/cue-books/zh', '/v1/desks/a/chain']) {
        const response = await getAs(server.url, path, token);
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ error: { code: 'unauthorized', retryable: false } });
      }
    }
  });

  it('refuses to enrol with a wrong token', async () => {
    const response = await fetch(`${server.url}/v1/devices/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ enrolmentToken: 'wrong', deskId: 'x', name: 'x' }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'wrong-enrolment-token' } });
  });

  it('ends the old token when a desk enrols again', async () => {
    const before = await TestDesk.enrol(server, 'desk-twice');
    const after = await TestDesk.enrol(server, 'desk-twice');
    expect((await before.get('/v1/customers')).status).toBe(401);
    expect((await after.get('/v1/customers')).status).toBe(200);
  });

  it('lets no supervisor send records', async () => {
    const response = await fetch(`${server.url}/v1/records`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${supervisor()}` },
      body: JSON.stringify({ records: [{}] }),
    });
    expect(response.status).toBe(403);
  });
});

describe('metrics', () => {
  it('counts what became of records and times requests', async () => {
    const desk = await newDesk();
    const monitor = await TestMonitor.connect(server.url, supervisor());
    const count = async (line: RegExp) =>
      Number(line.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1] ?? NaN);
    const stored = /^sidetone_ingest_records_total\{status="stored"\} (\d+)$/m;
    const before = await count(stored);
    await desk.send(chain(desk.deskId, [callRecord(), callRecord()]));
    expect(await count(stored)).toBe(before + 2);
    expect(await count(/^sidetone_sockets\{kind="monitor"\} (\d+)$/m)).toBe(1);
    expect(
      await count(/http_request_duration_seconds_count\{method="POST",route="\/v1\/records",status="200"\} (\d+)/),
    ).toBeGreaterThan(0);
    monitor.close();
  });
});
