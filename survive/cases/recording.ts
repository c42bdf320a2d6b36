import assert from 'node:assert/strict';
import path from 'node:path';
import { decodeLegs, readRecording, recordingFiles } from '../../test/support/recorded';
import { SmallDisk } from '../../test/support/small-disk';
import type { SurviveCase } from '../case';
import { LIMIT_MS, type PracticeStage } from '../practice-stage';
import { until } from '../until';

const RECORDING = {
  when: 'all',
  announce: 'none',
  beepEverySeconds: 0,
  pauseForCards: false,
  keepDays: 30,
  maxMegabytes: 100,
} as const;

/** How many seconds of sound the newest recording has, once its file is complete; and how many its record says. */
async function secondsOf(stage: PracticeStage): Promise<{ written: number; said: number }> {
  const dataFolder = path.join(stage.folder, 'desk');
  const file = (await recordingFiles(dataFolder)).at(-1) ?? '';
  const read = () => readRecording(dataFolder, file);
  const { ogg, recordId } = await until(read, ({ complete }) => complete, { what: 'The recording' });
  const record = (await stage.records()).find((one) => one.recordId === recordId);
  return { written: (await decodeLegs(ogg)).seconds, said: (record?.recording?.durationMs ?? 0) / 1000 };
}

/** A recording that stops getting through, on a disk of its own: what is full must not be the records' disk too. */
export const recordingCases: readonly SurviveCase<PracticeStage>[] = [
  {
    name: 'recording-stalls',
    row: 27,
    title: 'raises an alarm on the screen and in the record, and writes what was missing when there is room',
    injected: 'the disk of the recordings fills up in a call',
    async run(stage) {
      await stage.close();
      const disk = SmallDisk.mount(path.join(stage.folder, 'desk', 'recordings'), 1);
      try {
        await stage.open({ recording: RECORDING });
        return await stalled(stage, disk);
      } finally {
        await stage.close();
        disk.unmount();
        await stage.open();
      }
    },
  },
];

async function stalled(stage: PracticeStage, disk: SmallDisk) {
  const { page } = stage;
  const state = (wanted: string) =>
    page.locator(`[data-testid=recording][data-state=${wanted}]`).waitFor({ timeout: LIMIT_MS });
  const before = (await stage.records()).length;
  await stage.talk('600');
  await state('recording');
  disk.fill();
  const filledAtMs = performance.now();
  const alarm = page.getByTestId('recording-alarm');
  await alarm.waitFor({ timeout: LIMIT_MS });
  const alarmS = (performance.now() - filledAtMs) / 1000;
  await state('stalled');
  await page.getByText('录音没有写入磁盘。').waitFor({ timeout: LIMIT_MS });
  disk.clear();
  await state('recording');
  await alarm.waitFor({ state: 'detached', timeout: LIMIT_MS });
  await stage.hangUpAndWrapUp();
  const records = await until(
    () => stage.records(),
    ({ length }) => length > before,
    { what: 'Records' },
  );
  const { timeline } = records[before] ?? assert.fail('The record is there.');
  const changes = timeline.flatMap((entry) => (entry.type === 'recording' ? [entry.change] : []));
  for (const change of ['started', 'stalled', 'flowing', 'stopped'] as const) assert(changes.includes(change), change);
  assert(timeline.some((entry) => entry.type === 'warning' && entry.code === 'recording-stalled'));
  const { written, said } = await secondsOf(stage);
  assert(Math.abs(written - said) < 0.1, `${written.toFixed(1)} s were written of ${said.toFixed(1)} s`);
  const figure = `alarm ${alarmS.toFixed(1)} s after the disk was full; ${written.toFixed(1)} s of sound, none missing`;
  return { seen: 'an alarm, then the recording goes on', figure };
}
