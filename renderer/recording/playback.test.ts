import { describe, expect, it } from 'vitest';
import { packChunk } from '../../domain/recording-file';
import { FakeRecordingDisk } from './fake-disk';
import { openRecording } from './playback';
import { createSealer } from './sealing';

const recordId = '0199c0de-0000-7000-8000-000000000001';
const otherId = '0199c0de-0000-7000-8000-000000000002';
const deskKey = new Uint8Array(32).fill(9);

async function written(asId: string, ended = true): Promise<FakeRecordingDisk> {
  const disk = new FakeRecordingDisk();
  const sealer = await createSealer(deskKey, recordId);
  let atByte = await disk.begin(asId, sealer.head);
  for (const last of [false, ended]) {
    const content = packChunk({ peaks: Uint8Array.of(255, 0, 51, 102), ogg: Uint8Array.of(79, last ? 2 : 1) });
    atByte = await disk.append(asId, atByte, await sealer.seal(content, last));
  }
  return disk;
}

describe('opening a recording', () => {
  it('gives the sound in order, the waveform of both legs, and whether its end is there', async () => {
    const opened = await openRecording(deskKey, await written(recordId), recordId);
    expect(opened.peaks).toEqual({ agent: [1, 0.2, 1, 0.2], customer: [0, 0.4, 0, 0.4] });
    expect([...opened.ogg]).toEqual([79, 1, 79, 2]);
    expect(opened).toMatchObject({ durationMs: 400, complete: true });
    expect((await openRecording(deskKey, await written(recordId, false), recordId)).complete).toBe(false);
  });

  it('says that there is none, and takes no other call’s for it', async () => {
    const missing = openRecording(deskKey, new FakeRecordingDisk(), recordId);
    await expect(missing).rejects.toMatchObject({ code: 'recording-missing' });
    const renamed = openRecording(deskKey, await written(otherId), otherId);
    await expect(renamed).rejects.toMatchObject({ code: 'recording-damaged' });
  });
});
