import { readFile } from 'node:fs/promises';
import libsamplerate from '@alexanderolsen/libsamplerate-js';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import wavefile from 'wavefile';
import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import { SidetoneError } from '../../contracts/errors';

export interface AudioFile {
  sampleRateHz: number;
  /** One array a channel, samples in [-1, 1]. */
  channels: Float32Array[];
}

/** Decodes a wav or FLAC file by its content. Throws SidetoneError `file-unreadable` or `not-audio`. */
export async function readAudioFile(file: string): Promise<AudioFile> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new SidetoneError('file-unreadable', `${file} cannot be read.`, { cause: error });
  });
  const magic = bytes.toString('latin1', 0, 4);
  try {
    if (magic === 'fLaC') return await decodeFlac(bytes);
    if (magic === 'RIFF' || magic === 'RIFX' || magic === 'RF64') return decodeWav(bytes);
  } catch (error) {
    throw new SidetoneError('not-audio', `${file} is damaged: its audio cannot be decoded.`, { cause: error });
  }
  throw new SidetoneError('not-audio', `${file} is neither a wav nor a FLAC file.`);
}

function decodeWav(bytes: Uint8Array): AudioFile {
  const wav = new wavefile.WaveFile(bytes);
  if (wav.bitDepth === '8a') wav.fromALaw();
  if (wav.bitDepth === '8m') wav.fromMuLaw();
  if (wav.bitDepth === '4') wav.fromIMAADPCM();
  const { sampleRate: sampleRateHz } = wav.fmt as { sampleRate: number };
  wav.toBitDepth('32f');
  const samples: unknown = wav.getSamples(false, Float32Array);
  const channels = Array.isArray(samples) ? samples.filter(isFloat32Array) : [samples].filter(isFloat32Array);
  if (channels.length === 0 || !(sampleRateHz > 0)) throw new Error('no samples');
  return { sampleRateHz, channels };
}

async function decodeFlac(bytes: Uint8Array): Promise<AudioFile> {
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    const { channelData, sampleRate } = await decoder.decodeFile(bytes);
    if (channelData.length === 0 || !channelData[0]?.length) throw new Error('no samples');
    return { sampleRateHz: sampleRate, channels: channelData };
  } finally {
    decoder.free();
  }
}

function isFloat32Array(value: unknown): value is Float32Array {
  return value instanceof Float32Array;
}

/** Brings samples to the ears' 16 kHz with a sinc converter. */
export async function toEarRate(pcm: Float32Array, sampleRateHz: number): Promise<Float32Array> {
  return resample(pcm, sampleRateHz, EAR_SAMPLE_RATE_HZ);
}

export async function resample(pcm: Float32Array, fromHz: number, toHz: number): Promise<Float32Array> {
  if (fromHz === toHz) return pcm;
  const converter = await libsamplerate.create(1, fromHz, toHz, {
    converterType: libsamplerate.ConverterType.SRC_SINC_MEDIUM_QUALITY,
  });
  try {
    return Float32Array.from(converter.full(pcm));
  } finally {
    converter.destroy();
  }
}
