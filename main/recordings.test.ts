import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordingSettingsSchema } from '../contracts/recording';
import { Recordings } from './recordings';

const id = (number: number) => `0199c0de-0000-7000-8000-00000000000${String(number)}`;
const bytes = (length: number) => new Uint8Array(length).fill(1);
const DAY_MS = 86_400_000;

describe('the files of the recordings', () => {
  let folder: string;
  let recordings: Recordings;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-recordings-'));
    recordings = new Recordings(path.join(folder, 'recordings'));
  });
  afterEach(async () => {
    for (const number of [1, 2, 3, 4]) await recordings.end(id(number));
    await rm(folder, { recursive: true, force: true });
  });

  const file = (number: number) => path.join(folder, 'recordings', `${id(number)}.sidetone-recording`);

  async function recorded(number: number, length: number, ageDays: number) {
    await recordings.begin(id(number), bytes(length));
    await recordings.end(id(number));
    const then = (Date.now() - ageDays * DAY_MS) / 1000;
    await utimes(file(number), then, then);
  }

  it('only grow, and tell how far the disk has them', async () => {
    expect(await recordings.begin(id(1), bytes(10))).toBe(10);
    expect(await recordings.append(id(1), 10, bytes(5))).toBe(15);
    expect((await stat(file(1))).size).toBe(15);
    expect((await stat(file(1))).mode & 0o777).toBe(0o600);
    expect(await recordings.read(id(1), 0, 10)).toEqual({ fileBytes: 15, bytes: bytes(5) });
  });

  it('take bytes again that were written half way and never acknowledged', async () => {
    await recordings.begin(id(1), bytes(10));
    await recordings.append(id(1), 10, bytes(5));
    expect(await recordings.append(id(1), 10, bytes(7))).toBe(17);
    await expect(recordings.append(id(1), 99, bytes(1))).rejects.toMatchObject({ code: 'recording-shortened' });
  });

  it('are never written over when their call goes on after a crash, and take nothing after their end', async () => {
    await recorded(1, 10, 0);
    expect(await recordings.begin(id(1), bytes(3))).toBe(3);
    await recordings.end(id(1));
    expect(await recordings.read(id(1), 0, 0)).toEqual({ fileBytes: 10, bytes: bytes(10) });
    expect(await recordings.read(id(1), 1, 0)).toEqual({ fileBytes: 3, bytes: bytes(3) });
    await expect(recordings.append(id(1), 10, bytes(3))).rejects.toMatchObject({ code: 'recording-not-open' });
    expect(await recordings.read(id(9), 0, 0)).toMatchObject({ fileBytes: null });
  });

  it('go when their time is over, and the oldest when there are too many bytes; one being written stays', async () => {
    await recorded(1, 100, 40);
    await recorded(2, 9_000_000, 3);
    await recorded(3, 6_000_000, 2);
    await recordings.begin(id(4), bytes(10));
    await utimes(file(4), 0, 0);
    const settings = recordingSettingsSchema.parse({ keepDays: 30, maxMegabytes: 10 });
    expect(await recordings.tidy(settings, Date.now())).toBe(2);
    expect((await readdir(path.join(folder, 'recordings'))).sort()).toEqual(
      [file(3), file(4)].map((name) => path.basename(name)),
    );
  });
});
