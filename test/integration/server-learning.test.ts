import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { CardState, RecordedScript } from '../../contracts/cues';
import type { CallRecord } from '../../contracts/records';
import { cardLearningSchema, scriptSumsSchema } from '../../contracts/server-api';
import { settingsSchema } from '../../contracts/settings';
import { LearningClient } from '../../renderer/app/learning-client';
import { LearningFlow } from '../../renderer/app/learning-flow';
import { TeamLearning, teamOf } from '../../renderer/app/team-learning';
import { createAppStore } from '../../renderer/ui/model';
import { migrate } from '../../server/store/migrate';
import type { RunningServer } from '../../server/server';
import { callRecord, chain, eventually, getAs, startTestServer, TestDesk } from './server-fixtures';

let server: RunningServer;
let dispose: () => Promise<void>;
let own: TestDesk;
let other: TestDesk;
beforeAll(async () => {
  ({ server, dispose } = await startTestServer());
  own = await TestDesk.enrol(server, 'learning-own');
  other = await TestDesk.enrol(server, 'learning-other');
});
afterAll(() => dispose());

const marked = (marks: [cueId: string, state: CardState][], changes: Partial<CallRecord> = {}) =>
  callRecord({
    timeline: marks.map(([cueId, state], at) => ({ type: 'card', atMs: at, cueId, title: cueId, state })),
    ...changes,
  });
/** The end of each desk's chain. */
const ends = new Map<string, ReturnType<typeof chain>[number]>();
async function store(desk: TestDesk, ...records: CallRecord[]) {
  const links = chain(desk.deskId, records, ends.get(desk.deskId));
  const last = links.at(-1);
  if (last) ends.set(desk.deskId, last);
  const results = await desk.send(links);
  await eventually(async () => {
    const page = await (await desk.get('/v1/records?limit=500')).text();
    return records.every(({ recordId }) => page.includes(recordId)) || null;
  });
  return { links, results };
}
const learnt = async (desk: TestDesk, team = '') =>
  cardLearningSchema.parse(await (await desk.get(`/v1/card-learning?team=${encodeURIComponent(team)}`)).json()).cards;
const sums = async (token: string, language = 'zh') =>
  scriptSumsSchema.parse(await (await getAs(server.url, `/v1/script-outcomes?language=${language}`, token)).json())
    .versions;

it('tells a desk what the others of its team did with each card, without its own and without practice', async () => {
  const team = '一组';
  await store(
    other,
    marked(
      [
        ['price', 'confirmed'],
        ['price', 'used'],
        ['price', 'dismissed'],
        ['stop', 'hearing'],
      ],
      { team },
    ),
    marked(
      [
        ['price', 'used'],
        ['form', 'dismissed'],
      ],
      { team },
    ),
    marked([['price', 'used']], { team, language: 'en' }),
    marked([['price', 'used']], { team, practice: { expected: [] } }),
    marked([['price', 'dismissed']], { team: '二组' }),
    marked([['UPPER', 'used']], { team }),
  );
  await store(own, marked([['price', 'dismissed']], { team }));
  const third = await TestDesk.enrol(server, 'learning-third');
  await store(third, marked([['price', 'used']], { team }));
  const cards = [
    { cueId: 'price', language: 'zh', used: 3, dismissed: 1 },
    { cueId: 'form', language: 'zh', used: 0, dismissed: 1 },
    { cueId: 'price', language: 'en', used: 1, dismissed: 0 },
  ];
  expect(await learnt(own, team)).toEqual(cards);
  expect(await learnt(own, '二组')).toEqual([{ cueId: 'price', language: 'zh', used: 0, dismissed: 1 }]);
  expect(await learnt(other, team)).toEqual([{ cueId: 'price', language: 'zh', used: 1, dismissed: 1 }]);
  // Without a team, all the others are one.
  expect((await learnt(own))[0]).toEqual({ cueId: 'price', language: 'zh', used: 3, dismissed: 2 });
});

it('counts a record once, however often it is sent, and none that was changed or is old', async () => {
  const team = '三组';
  const record = marked([['price', 'used']], { team });
  const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
  const { links } = await store(
    other,
    marked([['price', 'used']], { team, startedAt: days(91) }),
    marked([['price', 'dismissed']], { team, startedAt: days(88) }),
    record,
  );
  const again = await other.send(links);
  expect(again.map(({ status }) => status)).toEqual(['duplicate', 'duplicate', 'duplicate']);
  // The same call told otherwise, under its number and under a new one.
  const changed = marked([['price', 'dismissed']], { team, recordId: record.recordId });
  const before = links[1];
  expect((await other.send(chain(other.deskId, [changed], before)))[0]).toMatchObject({
    status: 'refused',
    error: { code: 'record-changed' },
  });
  expect((await other.send(chain(other.deskId, [changed], links[2])))[0]).toMatchObject({ status: 'refused' });
  await store(other, marked([], { team }));
  expect(await learnt(own, team)).toEqual([{ cueId: 'price', language: 'zh', used: 1, dismissed: 1 }]);
});

it('counts a record once that comes through the queue a second time', async () => {
  const team = '六组';
  const record = marked([['price', 'used']], { team, script: { id: 'a', label: 'A', sharePercent: 50 } });
  await store(other, record);
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO ingest_queue (desk_id, number, previous_hash, hash, body)
       SELECT desk_id, number, previous_hash, hash, body FROM records WHERE record_id = $1`,
      [record.recordId],
    );
    await eventually(async () => (await client.query('SELECT 1 FROM ingest_queue')).rowCount === 0 || null);
  } finally {
    await client.end();
  }
  expect(await learnt(own, team)).toEqual([{ cueId: 'price', language: 'zh', used: 1, dismissed: 0 }]);
  expect(await sums(own.token)).toMatchObject([{ id: 'a', calls: 1 }]);
});

it('answers desks that ask at the same moment each without its own', async () => {
  const team = '七组';
  await store(other, marked([['price', 'used']], { team }));
  await store(own, marked([['price', 'dismissed']], { team }));
  const both = () => Promise.all([own, other, own, other].map((desk) => learnt(desk, team)));
  const mine = [{ cueId: 'price', language: 'zh', used: 0, dismissed: 1 }];
  const others = [{ cueId: 'price', language: 'zh', used: 1, dismissed: 0 }];
  expect(await both()).toEqual([others, mine, others, mine]);
  expect(await both()).toEqual([others, mine, others, mine]);
});

it('sums up a batch with many marks of the same card, and times at the edge of what can be written', async () => {
  const team = '四组';
  const many = Array.from({ length: 30 }, () =>
    marked(
      [
        ['price', 'used'],
        ['stop', 'used'],
      ],
      { team },
    ),
  );
  const odd = ['9999-12-31T23:59:59-12:00', '0001-01-01T00:00:00+14:00'].map((startedAt) =>
    marked([['price', 'used']], { team, startedAt }),
  );
  await store(other, ...odd, ...many);
  expect(await learnt(own, team)).toEqual([
    { cueId: 'price', language: 'zh', used: 30, dismissed: 0 },
    { cueId: 'stop', language: 'zh', used: 30, dismissed: 0 },
  ]);
});

it('is for desks with their own token', async () => {
  const ask = async (token: string | null) => (await getAs(server.url, '/v1/card-learning', token)).status;
  expect([await ask(own.token), await ask(null), await ask('wrong')]).toEqual([200, 401, 401]);
  expect(await ask(server.tokens.supervisorToken)).toBe(403);
  expect((await own.get(`/v1/card-learning?team=${'x'.repeat(41)}`)).status).toBe(400);
});

it('is understood by a desk, which keeps the last good answer when the next makes no sense', async () => {
  const team = '八组';
  await store(other, marked([['price', 'used']], { team }));
  const answers = ['{"cards":[{"cueId":"price"}]}', '<html>Sign in to the network</html>', '{"cards":[]}'];
  const broken = createServer((_, response) => response.end(answers.shift()));
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  const brokenUrl = `http://127.0.0.1:${String((broken.address() as AddressInfo).port)}`;
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const settings = settingsSchema.parse({ server: { url: server.url }, team });
  const screen = createAppStore();
  const flow = new LearningFlow({ store: screen, storage, settings: () => settings, cues: () => [], nowMs: () => 7 });
  const seen = () => [new TeamLearning(storage, teamOf(settings)).counts('price').used, screen.getState().teamLearning];
  let url = server.url;
  const ask = async () => {
    await flow.refresh();
    return seen();
  };
  try {
    const good = [1, { atMs: 7, trouble: null }];
    const refused = [1, { atMs: 7, trouble: expect.objectContaining({ code: 'server-answer-invalid' }) as unknown }];
    flow.enrolled({ cards: (name) => new LearningClient(url, own.token, fetch).cards(name) });
    await eventually(() => Promise.resolve(screen.getState().teamLearning.atMs));
    expect(seen()).toEqual(good);
    url = brokenUrl;
    expect([await ask(), await ask()]).toEqual([refused, refused]);
    expect(await ask()).toEqual([0, { atMs: 7, trouble: null }]);
  } finally {
    broken.close();
  }
});

it('tells how calls of all desks ended with each version of the script, each wording apart', async () => {
  const script = (part: Partial<RecordedScript> = {}) => ({ id: 'b', label: 'B', sharePercent: 50, ...part });
  const call = (disposition: CallRecord['disposition'], part: Partial<CallRecord> = {}) =>
    callRecord({ script: script({ wording: '0000000b' }), disposition, language: 'en', ...part });
  await store(own, call('sale'), call('callback'), call('sale', { practice: { expected: [] } }));
  const { links } = await store(
    other,
    call(null),
    call('sale', { answeredAt: null }),
    call('sale', { script: script({ wording: '0000000c', label: 'Short' }) }),
    call('sale', { script: script() }),
    call('sale', { script: script({ wording: '0000000b' }), language: 'zh' }),
  );
  await other.send(links);
  await store(other, marked([]));
  const wanted = [
    { language: 'en', id: 'b', wording: null, label: 'B', calls: 1, good: 1, sales: 1 },
    { language: 'en', id: 'b', wording: '0000000b', label: 'B', calls: 3, good: 2, sales: 1 },
    { language: 'en', id: 'b', wording: '0000000c', label: 'Short', calls: 1, good: 1, sales: 1 },
  ];
  for (const token of [own.token, server.tokens.supervisorToken ?? '']) {
    expect((await sums(token, 'en')).sort((a, b) => (a.wording ?? '').localeCompare(b.wording ?? ''))).toEqual(wanted);
  }
  expect((await sums(own.token)).map(({ id, calls }) => `${id} ${String(calls)}`)).toEqual(['a 1', 'b 1']);
  expect((await getAs(server.url, '/v1/script-outcomes', null)).status).toBe(401);
});

it('counts what was stored before there were sums, but for what cannot be read', async () => {
  const team = '五组';
  await store(other, marked([['price', 'used']], { team, notes: 'half of a pair: \ud800' }));
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    const all = async (table: string) => (await client.query(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4, 5`)).rows;
    const total = async () =>
      (await client.query('SELECT sum(used)::int AS used, sum(dismissed)::int AS dismissed FROM card_days'))
        .rows[0] as {
        used: number;
        dismissed: number;
      };
    const before = { ...(await total()), scripts: (await all('script_days')).length };
    await client.query(`DROP TABLE card_days, script_days; DELETE FROM schema_migrations WHERE name = '0006_learning'`);
    await migrate(server.databaseUrl);
    // One mark stands in the record with half a pair, and two wordings are one: they were not kept then.
    expect(await total()).toEqual({ used: before.used - 1, dismissed: before.dismissed });
    expect(await all('script_days')).toMatchObject([
      { language: 'en', script_id: 'b', wording: '', calls: 5, good: 4, sales: 3 },
      { language: 'zh', script_id: 'a', wording: '', calls: 1, good: 1, sales: 0 },
      { language: 'zh', script_id: 'b', wording: '', calls: 1, good: 1, sales: 1 },
    ]);
  } finally {
    await client.end();
  }
});
