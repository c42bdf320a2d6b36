import { describe, expect, it } from 'vitest';
import { FRAME_MS, FRAME_SAMPLES } from '../../contracts/audio';
import { unpackChunk } from '../../domain/recording-file';
import { openFakeOpus } from './fake-opus';
import { FakeRecordingDisk } from './fake-disk';
import { Recorder } from './recorder';
import { createSealer, openSealed } from './sealing';

const recordId = '0199c0de-0000-7000-8000-000000000001';
const deskKey = new Uint8Array(32).fill(9);
const HEAD_BYTES = 47 + 47;

async function recorderOn(disk: FakeRecordingDisk, holdBackMs = 0) {
  const sealer = await createSealer(deskKey, recordId);
  const troubles: unknown[] = [];
  const trouble = (error: unknown) => troubles.push(error);
  return {
    recorder: new Recorder({ recordId, sealer, disk, openEncoder: openFakeOpus, holdBackMs, trouble }),
    troubles,
  };
}

const frame = (index: number, agent = 0.5, customer = 0.2) => ({
  captureTimeMs: index * FRAME_MS,
  agent: new Float32Array(FRAME_SAMPLES).fill(agent),
  customer: new Float32Array(FRAME_SAMPLES).fill(customer),
});

/** Loudness in percent of each 20 ms, as the fake encoder wrote it, of agent and customer. */
async function loudness(disk: FakeRecordingDisk) {
  const { contents, complete } = await openSealed(deskKey, (await disk.read(recordId)) ?? new Uint8Array());
  const chunks = contents.map(unpackChunk);
  const pairs: [number, number][] = [];
  const ogg = Buffer.concat(chunks.map((chunk) => chunk.ogg));
  // Each pair of the fake's packets: configuration, length 1, the agent's figure; configuration, the customer's.
  for (let at = HEAD_BYTES; at + 4 < ogg.length; at += 1) {
    if (ogg[at] !== 72 || ogg[at + 1] !== 1 || ogg[at + 3] !== 72) continue;
    pairs.push([ogg[at + 2] ?? 0, ogg[at + 4] ?? 0]);
  }
  const numbers: number[] = [];
  for (let at = ogg.indexOf('OggS'); at >= 0; at = ogg.indexOf('OggS', at + 1)) numbers.push(ogg.readUInt32LE(at + 18));
  expect(numbers).toEqual(numbers.map((_, index) => index));
  return { pairs, complete, peaks: Buffer.concat(chunks.map((chunk) => chunk.peaks)) };
}

describe('the recorder', () => {
  it('writes each leg into a stream of its own, and a waveform', async () => {
    const disk = new FakeRecordingDisk();
    const { recorder } = await recorderOn(disk);
    for (let index = 0; index < 50; index += 1) recorder.frame(frame(index));
    await recorder.tick();
    expect(recorder.reading.audioMs).toBe(1600);
    expect(recorder.reading.bytes).toBe((await disk.read(recordId))?.length);
    await recorder.stop();
    const { pairs, complete, peaks } = await loudness(disk);
    expect(complete).toBe(true);
    expect(disk.ended.has(recordId)).toBe(true);
    expect(pairs).toHaveLength(80);
    expect(new Set(pairs.map(String))).toEqual(new Set(['50,20']));
    expect([...peaks]).toEqual(Array.from({ length: 16 }, () => [128, 51]).flat());
  });

  it('leaves a file that opens when it is killed between two seconds', async () => {
    const disk = new FakeRecordingDisk();
    const { recorder } = await recorderOn(disk);
    for (let index = 0; index < 100; index += 1) {
      recorder.frame(frame(index));
      if (index % 25 !== 24) continue;
      await recorder.tick();
    }
    const { pairs, complete } = await loudness(disk);
    expect(complete).toBe(false);
    expect(pairs).toHaveLength(160);
  });

  it('drops what was said before somebody knew that it must not be kept, and keeps the time', async () => {
    const disk = new FakeRecordingDisk();
    const { recorder } = await recorderOn(disk, 15_000);
    for (let index = 0; index < 100; index += 1) recorder.frame(frame(index));
    await recorder.tick();
    expect(recorder.reading.audioMs).toBe(0);
    expect(recorder.reading.bytes).toBeGreaterThan(0);
    recorder.dropFrom(1600);
    recorder.pause(true);
    for (let index = 100; index < 150; index += 1) recorder.frame(frame(index));
    recorder.pause(false);
    for (let index = 150; index < 200; index += 1) recorder.frame(frame(index));
    await recorder.stop();
    const { pairs } = await loudness(disk);
    expect(pairs).toHaveLength(320);
    expect(pairs.map(([agent]) => agent)).toEqual([
      ...Array<number>(80).fill(50),
      ...Array<number>(160).fill(0),
      ...Array<number>(80).fill(50),
    ]);
  });

  it('keeps what a full disk does not take, and writes it when there is room', async () => {
    const disk = new FakeRecordingDisk();
    const { recorder, troubles } = await recorderOn(disk);
    for (let index = 0; index < 50; index += 1) recorder.frame(frame(index));
    await recorder.tick();
    const { bytes } = recorder.reading;
    disk.full = true;
    for (let index = 50; index < 100; index += 1) recorder.frame(frame(index));
    await recorder.tick();
    expect(recorder.reading.bytes).toBe(bytes);
    expect(troubles).not.toEqual([]);
    disk.full = false;
    await recorder.stop();
    expect((await loudness(disk)).pairs).toHaveLength(160);
  });

  it('leaps over the time in which another line was in front, and says so', async () => {
    const disk = new FakeRecordingDisk();
    const { recorder } = await recorderOn(disk);
    for (let index = 10; index < 15; index += 1) recorder.frame(frame(index));
    for (let index = 1_000; index < 1_005; index += 1) recorder.frame(frame(index));
    expect(recorder.missing).toEqual([{ fromMs: 15 * FRAME_MS, toMs: 1_000 * FRAME_MS }]);
    expect(recorder.takenMs).toBe(10 * FRAME_MS);
    await recorder.stop();
    expect((await loudness(disk)).pairs).toHaveLength(16);
  });

  it('fills frames that were lost with silence, and keeps the notice that the customer heard', async () => {
    const disk = new FakeRecordingDisk();
    const { recorder } = await recorderOn(disk);
    for (let index = 0; index < 5; index += 1) recorder.frame(frame(index));
    recorder.instead(new Float32Array(FRAME_SAMPLES * 5).fill(0.9));
    for (let index = 10; index < 15; index += 1) recorder.frame(frame(index));
    recorder.instead(null);
    for (let index = 15; index < 20; index += 1) recorder.frame(frame(index));
    await recorder.stop();
    const { pairs } = await loudness(disk);
    expect(pairs.map(([agent]) => agent)).toEqual([50, 0, 90, 50].flatMap((value) => Array<number>(8).fill(value)));
  });
});
