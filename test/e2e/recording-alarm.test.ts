import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appMissing, startDesk, startFloor, type DeskApp, type Floor } from '../support/desk-app';
import { LIMIT_MS, dial, finishCall, nextEvent, serverRecords } from '../support/desk-facts';
import { decodeLegs, readRecording, recordingFiles } from '../support/recorded';

const noTmpfs =
  process.platform === 'linux' && process.getuid?.() === 0 ? null : 'only root on Linux can mount a small disk';
const missing = appMissing ?? noTmpfs;

describe.skipIf(missing)(
  `a recording whose disk fills up${missing ? ` (${missing})` : ''}`,
  { timeout: 4 * LIMIT_MS },
  () => {
    let floor: Floor;
    let desk: DeskApp;
    let disk: string;

    beforeAll(async () => {
      floor = await startFloor();
      // The recordings alone stand on the small disk: what is full must not be the records' disk too.
      const recordings = path.join(floor.folder, 'desk', 'recordings');
      await mkdir(recordings, { recursive: true });
      await mkdir(path.join(floor.folder, 'no-models'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', recordings]);
      disk = recordings;
      desk = await startDesk(floor, {
        modelsFolder: path.join(floor.folder, 'no-models'),
        recording: {
          when: 'all',
          announce: 'none',
          beepEverySeconds: 0,
          pauseForCards: false,
          keepDays: 30,
          maxMegabytes: 100,
        },
      });
      await desk.page.getByText(/1001 已注册/).waitFor({ timeout: LIMIT_MS });
    });

    afterAll(async () => {
      await desk?.app.close();
      execFileSync('umount', ['--lazy', disk]);
      await floor?.stop();
    });

    const ballast = () => path.join(disk, 'ballast');

    /** Takes every free byte of the small disk. */
    function fill(): void {
      for (let left = free(); left > 0; left = free()) {
        try {
          writeFileSync(ballast(), Buffer.alloc(left), { flag: 'a' });
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
    }
    function free(): number {
      const { bavail, bsize } = statfsSync(disk);
      return bavail * bsize;
    }

    it('raises an alarm on the screen and in the record, and writes what was missing when there is room', async () => {
      const { page } = desk;
      const state = (wanted: string) =>
        page.locator(`[data-testid=recording][data-state=${wanted}]`).waitFor({ timeout: LIMIT_MS });
      const connected = nextEvent(floor, 'media-connected');
      await dial(page, '600');
      await connected;
      await state('recording');
      fill();
      const filledAtMs = performance.now();
      await page.getByTestId('recording-alarm').waitFor({ timeout: LIMIT_MS });
      const alarmMs = Math.round(performance.now() - filledAtMs);
      await state('stalled');
      await page.getByText('录音没有写入磁盘。').waitFor();
      rmSync(ballast());
      await state('recording');
      await page.getByTestId('recording-alarm').waitFor({ state: 'detached', timeout: LIMIT_MS });
      await finishCall(page);
      await expect.poll(async () => (await serverRecords(floor.server)).length, { timeout: LIMIT_MS }).toBe(1);
      const record = (await serverRecords(floor.server))[0]?.record;
      const changes = record?.timeline.flatMap((entry) => (entry.type === 'recording' ? [entry.change] : []));
      expect(changes).toEqual(expect.arrayContaining(['started', 'stalled', 'flowing', 'stopped']));
      expect(record?.timeline).toContainEqual(expect.objectContaining({ type: 'warning', code: 'recording-stalled' }));
      const dataFolder = path.join(floor.folder, 'desk');
      const [file = ''] = await recordingFiles(dataFolder);
      await expect.poll(async () => (await readRecording(dataFolder, file)).complete, { timeout: LIMIT_MS }).toBe(true);
      const { seconds } = await decodeLegs((await readRecording(dataFolder, file)).ogg);
      process.stdout.write(`full disk: alarm after ${alarmMs} ms; ${seconds.toFixed(1)} s of sound, none missing\n`);
      expect(Math.abs(seconds - (record?.recording?.durationMs ?? 0) / 1000)).toBeLessThan(0.1);
    });
  },
);
