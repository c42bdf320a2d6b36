import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { samplesOfGrowingWav } from './wav';

const RATE_HZ = 8_000;
const LIMIT_MS = 60_000;

interface Hearing {
  readonly cli: (command: string) => Promise<string>;
  readonly channel: string;
  readonly seconds: number;
  /** The recordings' folder, as seen here and from inside the chroot. */
  readonly recordings: string;
  readonly inside: string;
}

let count = 0;

/** The samples, at 8 kHz, that Asterisk receives by a channel in the seconds to come. */
export async function hearChannel({ cli, channel, seconds, recordings, inside }: Hearing): Promise<Float32Array> {
  const list = await cli('core show channels concise');
  const name = list.split('\n').find((line) => line.startsWith(channel));
  const channelName = name?.split('!')[0];
  if (channelName === undefined) throw new Error(`There is no channel ${channel}: ${list}`);
  count += 1;
  const file = `heard-${String(count)}.wav`;
  const heard = path.join(recordings, file);
  // MixMonitor writes what is received into the file after `r`.
  const said = await cli(`mixmonitor start ${channelName} ${inside}/mixed-${file},r(${inside}/${file})`);
  const deadlineMs = Date.now() + LIMIT_MS;
  const wanted = seconds * RATE_HZ;
  while ((await sampleCount(heard)) < wanted) {
    if (Date.now() > deadlineMs) throw new Error(`Nothing was heard on ${channelName}: ${said}`);
    await sleep(100);
  }
  await cli(`mixmonitor stop ${channelName}`);
  const samples = samplesOfGrowingWav(await readFile(heard)).slice(0, wanted);
  await rm(heard, { force: true });
  return samples;
}

async function sampleCount(file: string): Promise<number> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return 0;
  const { size } = await handle.stat();
  await handle.close();
  return (size - 44) / 2;
}
