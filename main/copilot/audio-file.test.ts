import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import wavefile from 'wavefile';
import { readAudioFile, resample } from './audio-file';

const samples = Float32Array.from({ length: 4000 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 440 * n) / 16_000));
const other = samples.map((sample) => -sample / 2);

/** Written by a library, so that the reader is not checked against itself. */
function wavBytes(bitDepth: string, channels: Float32Array[], container = 'RIFF'): Uint8Array {
  const wav = new wavefile.WaveFile();
  const bits = Number.parseInt(bitDepth);
  const whole = ['8', '16', '24', '32'].includes(bitDepth);
  const scaled = whole
    ? channels.map((channel) => [...channel].map((n) => Math.round(n * (2 ** (bits - 1) - 1)) + (bits === 8 ? 128 : 0)))
    : channels;
  wav.fromScratch(channels.length, 16_000, whole || bitDepth === '64' ? bitDepth : '32f', scaled, { container });
  if (bitDepth === '8a') wav.toALaw();
  if (bitDepth === '8m') wav.toMuLaw();
  return wav.toBuffer();
}

describe('an audio file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-audio-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function read(bytes: Uint8Array) {
    const file = path.join(folder, 'a.wav');
    await writeFile(file, bytes);
    return readAudioFile(file);
  }
  const furthest = (have: Float32Array | undefined, want: Float32Array) =>
    Math.max(...want.map((sample, at) => Math.abs(sample - (have?.[at] ?? 9))));

  it.each([
    ['8', 0.01],
    ['16', 0.0001],
    ['24', 0.0001],
    ['32', 0.0001],
    ['32f', 0],
    ['64', 0.0001],
    ['8a', 0.02],
    ['8m', 0.02],
  ])('of %s bits is read channel by channel', async (bitDepth, tolerance) => {
    const { sampleRateHz, channels } = await read(wavBytes(bitDepth, [samples, other]));
    expect(sampleRateHz).toBe(16_000);
    expect(channels.map(({ length }) => length)).toEqual([4000, 4000]);
    expect(furthest(channels[0], samples)).toBeLessThanOrEqual(tolerance);
    expect(furthest(channels[1], other)).toBeLessThanOrEqual(tolerance);
  });

  it('with its bytes the other way round is read', async () => {
    for (const bitDepth of ['16', '24', '32f']) {
      const { channels } = await read(wavBytes(bitDepth, [samples], 'RIFX'));
      expect(furthest(channels[0], samples)).toBeLessThanOrEqual(0.0001);
    }
  });

  it.each([0, 0xffffffff])('whose recorder left %d as the length of its data is read to the end', async (length) => {
    const bytes = Buffer.from(wavBytes('16', [samples]));
    bytes.writeUInt32LE(length, bytes.indexOf('data') + 4);
    expect((await read(bytes)).channels[0]).toHaveLength(4000);
  });

  it('that was cut off gives what it has', async () => {
    const bytes = wavBytes('16', [samples]);
    expect((await read(bytes.subarray(0, bytes.length - 2001))).channels[0]?.length).toBe(2999);
  });

  it('with samples that are no numbers has silence there', async () => {
    const broken = samples.slice();
    broken.fill(NaN, 100, 200);
    const [channel] = (await read(wavBytes('32f', [broken]))).channels;
    expect(channel?.slice(100, 200).every((sample) => sample === 0)).toBe(true);
    expect(channel?.[300]).toBe(samples[300]);
  });

  it('without samples is read as empty', async () => {
    expect((await read(wavBytes('16', [samples]).subarray(0, 44))).channels[0]).toHaveLength(0);
  });

  it('in an encoding that is not read is refused by its name', async () => {
    const bytes = Buffer.from(wavBytes('16', [samples]));
    bytes.writeUInt16LE(49, 20);
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'not-audio',
      message: expect.stringContaining('GSM 6.10') as unknown,
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'is empty'],
    ['text', Buffer.from('hello there'), 'neither a wav nor a FLAC'],
    ['half a header', Buffer.from('RIFF0000WAVEfmt '), 'damaged'],
    ['a FLAC of rubbish', Buffer.from('fLaC' + 'x'.repeat(500)), 'damaged'],
  ])('that holds %s is refused', async (_what, bytes, sentence) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'not-audio',
      message: expect.stringContaining(sentence) as unknown,
    });
  });
});

describe('a change of rate', () => {
  it.each([8000, 22_050, 44_100, 48_000])('from %d Hz keeps length, place and the last samples', async (fromHz) => {
    const tone = Float32Array.from({ length: fromHz }, (_, n) => Math.sin((2 * Math.PI * 440 * n) / fromHz));
    const made = await resample(tone, fromHz, 16_000);
    expect(made).toHaveLength(16_000);
    const middle = made.slice(4000, 15_900);
    const want = Float32Array.from(middle, (_, n) => Math.sin((2 * Math.PI * 440 * (n + 4000)) / 16_000));
    expect(Math.max(...middle.map((sample, at) => Math.abs(sample - (want[at] ?? 9))))).toBeLessThan(0.05);
  });
});
