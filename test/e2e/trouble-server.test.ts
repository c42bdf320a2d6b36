import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../server/server';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial, finishCall, killIfThere, nextEvent } from '../support/desk-facts';

const because = appMissing ? ` (${appMissing})` : '';

describe.skipIf(appMissing)(`the real app and a server in trouble${because}`, { timeout: 3 * LIMIT_MS }, () => {
  let floor: Floor;
  let desk: DeskApp;

  beforeAll(async () => {
    floor = await startFloor();
    desk = await startDesk(floor);
    await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    await desk.page.getByText('记录已同步').waitFor({ timeout: LIMIT_MS });
  });

  afterAll(async () => {
    await desk?.app.close();
    await floor?.server.stop();
    await floor?.stop();
  });

  async function callEcho(): Promise<void> {
    const connected = nextEvent(floor, 'media-connected');
    await dial(desk.page, '600');
    await connected;
    await finishCall(desk.page);
  }

  /** Numbers of the stored records by PostgreSQL itself, without the server. */
  async function storedNumbers(): Promise<number[]> {
    const client = new pg.Client({ connectionString: floor.server.databaseUrl });
    await client.connect();
    try {
      const { rows } = await client.query<{ number: number }>('SELECT number FROM records ORDER BY number');
      return rows.map(({ number }) => number);
    } finally {
      await client.end();
    }
  }

  const tab = (name: string) => desk.page.getByRole('button', { name, exact: true }).click();

  it('keeps a record while the server is down, shows that it waits, and sends it once when it is back', async () => {
    const { page } = desk;
    const { port } = new URL(floor.server.url);
    await floor.server.stop();
    await callEcho();
    const offline = page.getByText('服务器离线 · 1 条待同步');
    await offline.waitFor({ timeout: LIMIT_MS });
    await offline.hover();
    await page.getByText(/连不上中心服务器，记录已安全存在本机。/).waitFor();
    await tab('通话记录');
    await page.locator('table .st-sync').getByText('待同步').waitFor({ timeout: LIMIT_MS });

    floor.server = await startServer({
      database: { embedded: path.join(floor.folder, 'server') },
      listen: { host: '127.0.0.1', port: Number(port) },
    });
    await page.locator('table .st-sync').getByText('已同步').waitFor({ timeout: LIMIT_MS });
    await page.getByText('记录已同步').waitFor({ timeout: LIMIT_MS });
    await expect.poll(storedNumbers, { timeout: LIMIT_MS }).toEqual([1]);
    await tab('电话');
  });

  it('loses and doubles nothing when PostgreSQL is killed while the desk sends', async () => {
    const { page } = desk;
    const answers: number[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('/v1/records')) answers.push(response.status());
    });
    const connected = nextEvent(floor, 'media-connected');
    await dial(page, '600');
    await connected;
    // Killed whenever it stands, until the desk was told "not now": then it is left to come back by itself.
    let finished: Promise<void> | null = null;
    while (!answers.includes(503)) {
      const pid = floor.server.postgresPid();
      if (pid !== undefined) killIfThere(pid);
      finished ??= finishCall(page);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await finished;
    await page.getByText('记录已同步').waitFor({ timeout: LIMIT_MS });
    await expect.poll(() => storedNumbers().catch(() => []), { timeout: LIMIT_MS }).toEqual([1, 2]);
  });

  it('says that the server of the settings cannot be reached, and telephones', async () => {
    await desk.app.close();
    desk = await startDesk(floor, {
      server: { url: 'http://server.unknown.invalid:8470' },
      dataFolder: path.join(floor.folder, 'unknown-server'),
    });
    const { page } = desk;
    await page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    await callEcho();
    const offline = page.getByText('服务器离线 · 1 条待同步');
    await offline.waitFor({ timeout: LIMIT_MS });
    await offline.hover();
    await page.getByText(/一直连不上请核对“设置 · 中心服务器”中的地址。/).waitFor();
  });
});
