import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial, finishCall, nextEvent, serverRecords } from '../support/desk-facts';
import { SmallDisk, smallDiskMissing } from '../support/small-disk';

const missing = appMissing ?? smallDiskMissing;

describe.skipIf(missing)(
  `the real app on a full disk${missing ? ` (${missing})` : ''}`,
  { timeout: 4 * LIMIT_MS },
  () => {
    let floor: Floor;
    let desk: DeskApp;
    let disk: SmallDisk;

    beforeAll(async () => {
      disk = SmallDisk.mount(await mkdtemp(path.join(os.tmpdir(), 'sidetone-disk-')), 64);
      floor = await startFloor();
      desk = await startDesk(floor, { dataFolder: path.join(disk.folder, 'desk') });
      await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
      await desk.page.getByText('记录已同步').waitFor({ timeout: LIMIT_MS });
    });

    afterAll(async () => {
      await desk?.app.close();
      await floor?.stop();
      disk?.unmount();
      await rm(disk?.folder ?? '', { recursive: true, force: true });
    });

    async function call(): Promise<void> {
      const connected = nextEvent(floor, 'media-connected');
      await dial(desk.page, '600');
      await connected;
      await finishCall(desk.page);
    }
    const numbers = async () => (await serverRecords(floor.server)).map(({ number }) => number).sort();

    it('says so, and keeps the record until there is room', async () => {
      const { page } = desk;
      await call();
      await expect.poll(numbers, { timeout: LIMIT_MS }).toEqual([1]);
      disk.fill();
      const filling = setInterval(() => disk.fill(), 100);
      try {
        await call();
        await page.getByText('磁盘已满，新的通话记录无法保存。').waitFor({ timeout: LIMIT_MS });
        await page.getByText('请立即清理磁盘空间，并且不要退出 Sidetone：有了空间会自动补存。').waitFor();
        expect(await numbers()).toEqual([1]);
      } finally {
        clearInterval(filling);
        disk.clear();
      }
      await expect.poll(numbers, { timeout: LIMIT_MS }).toEqual([1, 2]);
      await page.getByText('本机存储恢复正常，刚才的通话记录已保存。').waitFor({ timeout: LIMIT_MS });
      await page.getByText('记录已同步').waitFor({ timeout: LIMIT_MS });
    });

    it('has every record, once and in its chain, after a restart', async () => {
      await desk.app.close();
      desk = await startDesk(floor, { dataFolder: path.join(disk.folder, 'desk') });
      await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
      await call();
      await expect.poll(numbers, { timeout: LIMIT_MS }).toEqual([1, 2, 3]);
      const [first] = await serverRecords(floor.server);
      const response = await fetch(`${floor.server.url}/v1/desks/${first?.deskId ?? ''}/chain`, {
        headers: { authorization: `Bearer ${floor.server.tokens.supervisorToken ?? ''}` },
      });
      expect(await response.json()).toMatchObject({ whole: true, records: 3, gaps: [], broken: [] });
    });

    it('says why it cannot begin on a full disk, and begins when there is room', async () => {
      await desk.app.close();
      disk.fill();
      desk = await startDesk(floor, { dataFolder: path.join(disk.folder, 'desk') });
      await desk.page.getByText('磁盘已满，打不开本机的通话记录，Sidetone 还不能开始。').waitFor({ timeout: LIMIT_MS });
      disk.clear();
      await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
      await call();
      await expect.poll(numbers, { timeout: LIMIT_MS }).toEqual([1, 2, 3, 4]);
    });
  },
);
