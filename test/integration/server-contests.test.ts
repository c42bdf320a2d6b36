import { afterAll, beforeAll, expect, it } from 'vitest';
import { openContestsSchema, recordContestsSchema } from '../../contracts/contests';
import type { ScoredItem } from '../../contracts/quality-form';
import { callRecord, chain, eventually, getAs, startTestServer, TestDesk } from './server-fixtures';
import type { RunningServer } from '../../server/server';

let server: RunningServer;
let dispose: () => Promise<void>;
beforeAll(async () => {
  ({ server, dispose } = await startTestServer());
});
afterAll(() => dispose());

const item = (itemId: string, outcome: 'met' | 'not-met'): ScoredItem => ({
  ...{ itemId, type: 'say', title: { zh: itemId, en: itemId }, weight: 10, fails: false, outcome },
  ...{ points: outcome === 'met' ? 10 : 0, reason: 'not-said', measured: null, evidence: [], history: [] },
});
const scored = () =>
  callRecord({
    review: {
      summary: { language: 'zh', sentences: [], disposition: null, callbackAt: null },
      satisfaction: null,
      score: {
        form: { name: 'x', language: 'zh', version: 1 },
        ...{ total: 50, weighted: 50, failed: false },
        items: [item('greeting', 'met'), item('closing', 'not-met')],
      },
    },
  });
const supervisor = () => server.tokens.supervisorToken ?? '';
const post = (token: string, path: string, body: unknown) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
const open = async () =>
  openContestsSchema.parse(await (await getAs(server.url, '/v1/contests', supervisor())).json()).contests;
const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;
const at = '2026-11-28T10:00:00.000Z';

async function storedCall(deskId: string) {
  const desk = await TestDesk.enrol(server, deskId);
  const record = scored();
  await desk.send(chain(deskId, [record]));
  const path = `/v1/records/${record.recordId}`;
  await eventually(async () => ((await desk.get(`${path}/contests`)).ok ? true : null));
  return { desk, path, recordId: record.recordId };
}

it('takes the word of an agent once, shows it to supervisors, and tells the agent what was decided', async () => {
  const { desk, path, recordId } = await storedCall('contest-1');
  const contest = { itemId: 'closing', comment: '我说了再见', at };
  const twice = [
    await post(desk.token, `${path}/contests`, contest),
    await post(desk.token, `${path}/contests`, contest),
  ];
  expect(twice.map(({ status }) => status)).toEqual([200, 200]);
  expect(await open()).toMatchObject([
    {
      recordId,
      agentExtension: '1001',
      item: { itemId: 'closing', history: [{ type: 'contested', comment: '我说了再见' }] },
    },
  ]);
  const decided = await post(supervisor(), `${path}/decisions`, { itemId: 'closing', accepted: true, comment: null });
  expect(decided.status).toBe(200);
  expect(await open()).toEqual([]);
  const { items } = recordContestsSchema.parse(await (await desk.get(`${path}/contests`)).json());
  expect(items).toMatchObject([
    {
      itemId: 'closing',
      history: [
        { type: 'contested', by: 'Desk', at },
        { type: 'accepted', by: 'supervisor' },
      ],
    },
  ]);
  expect(await desk.chain()).toMatchObject({ whole: true });
});

it('says why a contest or a decision cannot be', async () => {
  const { desk, path } = await storedCall('contest-2');
  const met = await post(desk.token, `${path}/contests`, { itemId: 'greeting', comment: 'x', at });
  expect([met.status, await codeOf(met)]).toEqual([400, 'contest-not-possible']);
  const none = await post(supervisor(), `${path}/decisions`, { itemId: 'closing', accepted: true, comment: null });
  expect([none.status, await codeOf(none)]).toEqual([400, 'contest-not-possible']);
  await post(desk.token, `${path}/contests`, { itemId: 'closing', comment: 'x', at });
  const mute = await post(supervisor(), `${path}/decisions`, { itemId: 'closing', accepted: false, comment: null });
  expect([mute.status, await codeOf(mute)]).toEqual([400, 'contest-not-possible']);
  const twice = await Promise.all(
    [1, 2].map(() => post(supervisor(), `${path}/decisions`, { itemId: 'closing', accepted: false, comment: '没有' })),
  );
  expect(twice.map(({ status }) => status).sort()).toEqual([200, 400]);
});

it('is for the desk of the call and for supervisors only', async () => {
  const { desk, path } = await storedCall('contest-3');
  const other = await TestDesk.enrol(server, 'contest-4');
  const contest = { itemId: 'closing', comment: 'x', at };
  expect((await post(other.token, `${path}/contests`, contest)).status).toBe(403);
  expect((await other.get(`${path}/contests`)).status).toBe(403);
  expect(
    (await post(desk.token, `${path}/decisions`, { itemId: 'closing', accepted: true, comment: null })).status,
  ).toBe(403);
  expect((await desk.get('/v1/contests')).status).toBe(403);
});

it('asks a desk to come again while its record is on the way', async () => {
  const { desk } = await storedCall('contest-5');
  const path = `/v1/records/${callRecord().recordId}/contests`;
  const early = await post(desk.token, path, { itemId: 'closing', comment: 'x', at });
  expect([early.status, await codeOf(early)]).toEqual([503, 'record-not-stored']);
});
