import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customersSchema } from '../../contracts/customers';
import type { DeskStatus } from '../../contracts/server-api';
import type { RunningServer } from '../../server/server';
import {
  callRecord,
  chain,
  eventually,
  getAs,
  openSocket,
  startTestServer,
  TestDesk,
  TestMonitor,
} from './server-fixtures';

let server: RunningServer;
let dispose: () => Promise<void>;
let files: string;
const customer = { customerId: 'c-1', name: '王女士', number: '2001', language: 'zh' };
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'sidetone-files-'));
  await writeFile(join(files, 'customers.json'), JSON.stringify({ customers: [customer] }));
  ({ server, dispose } = await startTestServer({
    customersFile: join(files, 'customers.json'),
    cueBooksFolder: files,
    monitorFolder: join(files, 'monitor'),
  }));
});
afterAll(async () => {
  await dispose();
  await rm(files, { recursive: true, force: true });
});

const supervisor = () => server.tokens.supervisorToken ?? '';

function status(deskId: string, changes: Partial<DeskStatus> = {}): DeskStatus {
  return {
    deskId,
    name: 'Li',
    extension: '1001',
    state: 'ready',
    breakReason: null,
    stateSince: new Date().toISOString(),
    call: null,
    lastCue: null,
    unsynced: 0,
    ...changes,
  };
}

describe('the monitor', () => {
  it('sees a desk come, change and go', async () => {
    const desk = await TestDesk.enrol(server, 'desk-live');
    const early = await TestMonitor.connect(server.url, supervisor());
    const socket = await openSocket(`${server.url}/v1/desk-socket?token=${desk.token}`);
    socket.send(JSON.stringify({ type: 'status', status: status(desk.deskId) }));
    await early.until((message) => message.type === 'desk' && message.status.state === 'ready');
    socket.send(
      JSON.stringify({ type: 'status', status: status(desk.deskId, { state: 'break', breakReason: 'tea' }) }),
    );
    await early.until((message) => message.type === 'desk' && message.status.breakReason === 'tea');

    const late = await TestMonitor.connect(server.url, supervisor());
    expect(late.messages[0]).toMatchObject({ type: 'snapshot', desks: [{ deskId: 'desk-live', state: 'break' }] });

    socket.close();
    await early.until((message) => message.type === 'desk-gone' && message.deskId === 'desk-live');
    early.close();
    late.close();
  });

  it('is told of each record with no number in full, and of the counts of today', async () => {
    const desk = await TestDesk.enrol(server, 'desk-feed');
    const monitor = await TestMonitor.connect(server.url, supervisor());
    const answered = callRecord({ optOut: { cueId: 'stop', phrase: '退订', atMs: 1 } });
    const unanswered = callRecord({ answeredAt: null, talkMs: 0, cause: 'no-answer' });
    await desk.send(chain(desk.deskId, [answered, unanswered]));
    const told = await monitor.until((each) => each.type === 'record' && each.item.recordId === answered.recordId);
    expect(told).toMatchObject({
      item: { deskId: 'desk-feed', number: 1, maskedNumber: '138****8000', customerName: '王女士', cues: ['价格'] },
    });
    const last = await monitor.until((each) => each.type === 'record' && each.item.number === 2);
    expect(last).toMatchObject({ today: { calls: 2, answered: 1, answerRate: 0.5, talkMs: 30_000, optOuts: 1 } });
    expect(JSON.stringify(monitor.messages)).not.toContain('13800138000');
    monitor.close();

    const late = await TestMonitor.connect(server.url, supervisor());
    expect(late.messages[0]).toMatchObject({ type: 'snapshot', feed: [{ number: 2 }, { number: 1 }] });
    late.close();
  });

  it('is shown practice calls as such, and they count for nothing; nobody is spared their numbers', async () => {
    const desk = await TestDesk.enrol(server, 'desk-practice');
    const monitor = await TestMonitor.connect(server.url, supervisor());
    const before = (monitor.messages[0] as { today: unknown }).today;
    const optOut = { cueId: 'stop', phrase: '退订', atMs: 1 };
    const record = callRecord({ remoteNumber: '8002', optOut, practice: { expected: [] } });
    await desk.send(chain(desk.deskId, [record]));
    const told = await monitor.until((each) => each.type === 'record' && each.item.recordId === record.recordId);
    expect(told).toMatchObject({ item: { practice: true }, today: before });
    monitor.close();
    const { optOuts } = (await (await desk.get('/v1/opt-outs')).json()) as { optOuts: { recordId: string }[] };
    expect(optOuts.map(({ recordId }) => recordId)).not.toContain(record.recordId);
  });

  it('is closed with 4401 for a wrong token, which a page in a browser can tell from an outage', async () => {
    const socket = await openSocket(`${server.url}/v1/monitor-socket?token=wrong`);
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(4401);
  });

  it('answers a desk with a wrong token with 401 before the socket opens', async () => {
    await expect(openSocket(`${server.url}/v1/desk-socket`)).rejects.toThrow('401');
    await expect(openSocket(`${server.url}/v1/desk-socket?token=${supervisor()}`)).rejects.toThrow('403');
  });

  it.each([
    ['the status of another desk', JSON.stringify({ type: 'status', status: status('someone-else') }), 4403],
    ['nonsense', '{"type":', 4400],
  ])('closes a desk socket that sends %s', async (_what, text, code) => {
    const desk = await TestDesk.enrol(server, 'desk-odd');
    const socket = await openSocket(`${server.url}/v1/desk-socket?token=${desk.token}`);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.send(text);
    expect(await closed).toBe(code);
  });

  it('keeps a desk that connected again when its older connection ends', async () => {
    const desk = await TestDesk.enrol(server, 'desk-again');
    const monitor = await TestMonitor.connect(server.url, supervisor());
    const older = await openSocket(`${server.url}/v1/desk-socket?token=${desk.token}`);
    const olderClosed = new Promise((resolve) => older.once('close', resolve));
    const newer = await openSocket(`${server.url}/v1/desk-socket?token=${desk.token}`);
    expect(await olderClosed).toBe(4409);
    newer.send(JSON.stringify({ type: 'status', status: status(desk.deskId, { unsynced: 7 }) }));
    await monitor.until((message) => message.type === 'desk' && message.status.unsynced === 7);
    expect(monitor.messages.some((message) => message.type === 'desk-gone' && message.deskId === desk.deskId)).toBe(
      false,
    );
    newer.close();
    await monitor.until((message) => message.type === 'desk-gone' && message.deskId === desk.deskId);
    monitor.close();
  });

  it('tells how to build the page when it is not built', async () => {
    const response = await fetch(`${server.url}/monitor?token=x`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('npm run build');
  });
});

describe('what desks fetch', () => {
  it('serves the customers of the file', async () => {
    const response = await getAs(server.url, '/v1/customers', supervisor());
    expect(customersSchema.parse(await response.json()).customers).toMatchObject([customer]);
  });

  it('serves a cue book as it is now, and names the key of a wrong one', async () => {
    const fetchBook = () => getAs(server.url, '/v1/cue-books/en', supervisor());
    expect((await fetchBook()).status).toBe(404);
    const cue = { id: 'price', phrases: ['how much'], title: 'Price', lines: ['It is …'], action: 'offer' };
    const book = { name: 'English', language: 'en', version: 1, cues: [cue] };
    await writeFile(join(files, 'en.json'), JSON.stringify(book));
    expect(await (await fetchBook()).json()).toMatchObject({
      name: 'English',
      cues: [{ id: 'price', threshold: 0.15 }],
    });
    await writeFile(join(files, 'en.json'), JSON.stringify({ ...book, cues: [{ ...cue, priority: 12 }] }));
    const wrong = await fetchBook();
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({
      error: { code: 'invalid-cue-book', message: expect.stringContaining('cues.0.priority') },
    });
  });

  it('describes itself in OpenAPI and on a page', async () => {
    const description: unknown = await (await fetch(`${server.url}/openapi.json`)).json();
    expect(description).toMatchObject({ paths: { '/v1/records': { post: {}, get: {} }, '/v1/devices/enrol': {} } });
    expect(await (await fetch(`${server.url}/docs/`)).text()).toContain('swagger');
  });

  it('lets a window of another origin ask', async () => {
    const response = await fetch(`${server.url}/v1/customers`, {
      method: 'OPTIONS',
      headers: {
        origin: 'app://sidetone',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('app://sidetone');
    expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
  });

  it('says that it is ready', async () => {
    await eventually(async () => ((await fetch(`${server.url}/readyz`)).status === 200 ? true : null));
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});
