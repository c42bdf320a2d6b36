import { open } from 'node:fs/promises';
import { SidetoneError } from '../../contracts/errors';
import { useFlac } from './flac-reader';
import { joined } from './joined';
import { RateConverter } from './rate-converter';
import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import { openWav, type AudioSource } from './wav-reader';

export interface AudioFile {
  sampleRateHz: number;
  /** One array a channel, samples in [-1, 1]. */
  channels: Float32Array[];
}

/** Decodes a whole wav or FLAC file into memory. Errors as {@link withAudioFile}. */
export async function readAudioFile(file: string): Promise<AudioFile> {
  return withAudioFile(file, async ({ sampleRateHz, channelCount, blocks }) => {
    const parts: Float32Array[][] = [];
    for await (const block of blocks()) parts.push(block);
    const channels = Array.from({ length: channelCount }, (_, channel) =>
      joined(parts.map((block) => block[channel] ?? new Float32Array(0))),
    );
    return { sampleRateHz, channels };
  });
}

/**
 * Opens a wav or FLAC file, told by its content, lends it to `use`, and closes it. Throws SidetoneError
 * `file-unreadable` or `not-audio`, and whatever `use` throws.
 */
export async function withAudioFile<Result>(file: string, use: (source: AudioSource) => Promise<Result>) {
  const unreadable = (error: unknown) => {
    throw new SidetoneError('file-unreadable', `${file} cannot be read.`, { cause: error });
  };
  const handle = await open(file).catch(unreadable);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0).catch(unreadable);
    if (bytesRead === 0) throw new SidetoneError('not-audio', `${file} is empty.`);
    const magic = buffer.toString('latin1');
    if (['RIFF', 'RIFX', 'RF64'].includes(magic)) return await use(await openWav(handle, file));
    if (magic === 'fLaC') return await useFlac(handle, file, use);
    throw new SidetoneError('not-audio', `${file} is neither a wav nor a FLAC file.`);
  } finally {
    await handle.close();
  }
}

/** Brings samples to the ears' 16 kHz with a sinc converter. */
export async function toEarRate(pcm: Float32Array, sampleRateHz: number): Promise<Float32Array> {
  return resample(pcm, sampleRateHz, EAR_SAMPLE_RATE_HZ);
}

export async function resample(pcm: Float32Array, fromHz: number, toHz: number): Promise<Float32Array> {
  const converter = await RateConverter.create(fromHz, toHz);
  try {
    return joined([converter.push(pcm), converter.flush()]);
  } finally {
    converter.destroy();
  }
}
