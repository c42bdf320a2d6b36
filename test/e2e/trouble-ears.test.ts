import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { earsMissing } from '../support/models-missing';
import { LIMIT_MS, dial, earsPid, finishCall, killIfThere, nextEvent, serverRecords } from '../support/desk-facts';

describe.skipIf(earsMissing)(
  `the real app whose ears die${earsMissing ? ` (${earsMissing})` : ''}`,
  { timeout: 3 * LIMIT_MS },
  () => {
    let floor: Floor;
    let desk: DeskApp;

    beforeAll(async () => {
      floor = await startFloor();
      desk = await startDesk(floor);
      await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
      await desk.page.getByText('副驾就绪').waitFor({ timeout: LIMIT_MS });
    });

    afterAll(async () => {
      await desk?.app.close();
      await floor?.stop();
    });

    /** Kills the ears; resolves with the process id of those that take their place. */
    async function killEars(): Promise<number> {
      const before = await earsPid(desk.app);
      if (before === null) throw new Error('There are no ears to kill.');
      process.kill(before, 'SIGKILL');
      let after: number | null = null;
      await expect
        .poll(async () => (after = await earsPid(desk.app)) !== null && after !== before, { timeout: LIMIT_MS })
        .toBe(true);
      return after ?? 0;
    }

    it('goes on with the call, shows what was not heard, and hears the next keyword', async () => {
      const { page } = desk;
      const connected = nextEvent(floor, 'media-connected');
      await dial(page, '8001');
      await connected;
      await page.getByRole('button', { name: '挂断', exact: true }).waitFor({ timeout: LIMIT_MS });
      const heardByPbx = nextEvent(floor, 'agent-speaking');
      await killEars();
      await page.getByText('副驾出错后已重启，通话不受影响。').waitFor({ timeout: LIMIT_MS });
      await page
        .getByText(/秒声音没有听到/)
        .first()
        .waitFor({ timeout: LIMIT_MS });
      await page.getByText('副驾就绪').waitFor({ timeout: LIMIT_MS });
      // What she says after that is heard by the new ears: the card comes, in the same call.
      await page.locator('.st-heard', { hasText: '太贵' }).first().waitFor({ timeout: LIMIT_MS });
      await heardByPbx;
      await finishCall(page);
      await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(1);
      const record = (await serverRecords(floor.server))[0]?.record;
      expect(record?.cause).toBe('agent-hangup');
      expect(record?.speech.lostFrames).toBeGreaterThan(0);
      const gaps = record?.timeline.filter((entry) => entry.type === 'gap') ?? [];
      expect(new Set(gaps.map(({ leg }) => leg))).toEqual(new Set(['agent', 'customer']));
      expect(record?.timeline.some((entry) => entry.type === 'keyword' && entry.phrase === '太贵')).toBe(true);
    });

    it('stops restarting ears that keep dying, says so, phones on, and recovers when they live', async () => {
      const { page } = desk;
      const notice = page.getByText('副驾反复出错，暂时不可用，电话照常。');
      // Each life is cut as soon as it begins, until the app says that it gives them a rest.
      while (!(await notice.isVisible())) {
        const pid = await earsPid(desk.app);
        if (pid !== null) killIfThere(pid);
      }
      await page.getByText('副驾不可用').waitFor({ timeout: LIMIT_MS });
      const answered = nextEvent(floor, 'media-connected');
      await dial(page, '600');
      await answered;
      await finishCall(page);
      await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(2);
      await page.getByText('副驾就绪').waitFor({ timeout: LIMIT_MS });
    });
  },
);
