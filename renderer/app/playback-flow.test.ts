import { expect, it } from 'vitest';
import { FRAME_MS, FRAME_SAMPLES } from '../../contracts/audio';
import { withSilence } from '../../domain/ogg-opus-silence';
import { FakeRecordingDisk } from '../recording/fake-disk';
import { openFakeOpus } from '../recording/fake-opus';
import { openRecording } from '../recording/playback';
import { Recorder } from '../recording/recorder';
import { createSealer } from '../recording/sealing';
import { createAppStore } from '../ui/model';
import { PlaybackFlow } from './playback-flow';

const recordId = '0199c0de-0000-7000-8000-000000000001';
const deskKey = new Uint8Array(32).fill(9);

/** Three seconds in which both sides speak. */
async function recorded(): Promise<FakeRecordingDisk> {
  const disk = new FakeRecordingDisk();
  const sealer = await createSealer(deskKey, recordId);
  const trouble = () => undefined;
  const recorder = new Recorder({ recordId, sealer, disk, openEncoder: openFakeOpus, holdBackMs: 0, trouble });
  for (let index = 0; index * FRAME_MS < 3_000; index += 1) {
    const leg = () => new Float32Array(FRAME_SAMPLES).fill(0.5);
    recorder.frame({ captureTimeMs: index * FRAME_MS, agent: leg(), customer: leg() });
  }
  await recorder.stop();
  return disk;
}

/** What is exported of a call whose record has these secrets. */
async function exported(secrets: readonly object[]): Promise<Uint8Array> {
  const store = createAppStore();
  const files: Uint8Array[] = [];
  const disk = await recorded();
  const exportRecording = ({ bytes }: { bytes: Uint8Array }) => {
    files.push(bytes);
    return Promise.resolve({ ok: true as const, value: { file: 'call.ogg' } });
  };
  const flow = new PlaybackFlow({ store, deskKey, disk, bridge: { exportRecording } });
  const recording = { fromMs: 2_000, durationMs: 3_000, bytes: 1, missing: [{ fromMs: 3_000, toMs: 60_000 }] };
  const record = { recordId, recording, transcript: { lines: [], redacted: {}, secrets } };
  store.setState(({ records }) => ({ records: { ...records, selected: { record } as never } }));
  await flow.open(recordId);
  await flow.export(recordId);
  expect(store.getState().playback).toMatchObject({ exportedTo: 'call.ogg', trouble: null });
  return files[0] ?? new Uint8Array();
}

it('a recording is exported silent where a secret was said, by the time of the file, and else as it is', async () => {
  const { ogg } = await openRecording(deskKey, await recorded(), recordId);
  const secret = { kind: 'card-number', leg: 'customer', startMs: 60_500, endMs: 61_000 };
  const silenced = await exported([secret]);
  // The numbers of streams are made up by chance: what is compared is what stands behind the head of each page.
  const sound = (file: Uint8Array) =>
    Buffer.from(file)
      .toString('latin1')
      .split('OggS')
      .map((page) => page.slice(24));
  expect(sound(silenced)).toEqual(sound(withSilence(ogg, [{ leg: 'customer', startMs: 1_500, endMs: 2_000 }])));
  expect(sound(silenced)).not.toEqual(sound(ogg));
  expect(sound(await exported([]))).toEqual(sound(ogg));
});
