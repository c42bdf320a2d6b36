import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import libsamplerate from '@alexanderolsen/libsamplerate-js';
import { SidetoneError } from '../contracts/errors';

/** One recorded line of practice/voices. Its id is its file without `.flac`: `zh/c01_zf_xiaobei`. */
export interface VoiceClip {
  readonly id: string;
  readonly language: string;
  readonly role: string;
  readonly voice: string;
  readonly text: string;
  readonly seconds: number;
}

export const VOICES_FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'voices');

/** The clips that customers speak with, decoded when first needed and kept. */
export interface VoiceLibrary {
  readonly clips: ReadonlyMap<string, VoiceClip>;
  /**
   * A clip as int16 at a rate.
   * @throws SidetoneError `voice-missing` for an unknown id, `voice-broken` for a file that does not decode
   */
  samples(id: string, sampleRateHz: number): Promise<Int16Array>;
}

/** Reads the manifest of a voices folder. @throws SidetoneError `voices-missing` */
export async function openVoices(folder: string = VOICES_FOLDER): Promise<VoiceLibrary> {
  const manifest = await readFile(join(folder, 'MANIFEST.tsv'), 'utf8').catch((cause: unknown) => {
    throw new SidetoneError('voices-missing', 'The practice voices have no readable MANIFEST.tsv.', { cause });
  });
  const clips = new Map(parseManifest(manifest).map((clip) => [clip.id, clip]));
  const cache = new Map<string, Promise<Int16Array>>();
  return {
    clips,
    samples(id, sampleRateHz) {
      if (!clips.has(id)) {
        return Promise.reject(new SidetoneError('voice-missing', `There is no practice voice clip "${id}".`));
      }
      const key = `${id}@${sampleRateHz}`;
      const cached = cache.get(key) ?? decode(join(folder, `${id}.flac`), id, sampleRateHz);
      cache.set(key, cached);
      return cached;
    },
  };
}

function parseManifest(text: string): VoiceClip[] {
  const [head = '', ...rows] = text.trim().split(/\r?\n/);
  const names = head.split('\t');
  return rows.map((row) => {
    const cells = row.split('\t');
    const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
    return {
      id: cell('file').replace(/\.flac$/, ''),
      language: cell('language'),
      role: cell('role'),
      voice: cell('voice'),
      text: cell('text'),
      seconds: Number(cell('seconds')),
    };
  });
}

async function decode(file: string, id: string, sampleRateHz: number): Promise<Int16Array> {
  const decoder = new FLACDecoder();
  try {
    const bytes = await readFile(file);
    await decoder.ready;
    const { channelData, sampleRate, samplesDecoded } = await decoder.decodeFile(bytes);
    const mono = channelData[0];
    if (!mono || samplesDecoded === 0) throw new Error('no samples');
    return toInt16(await resample(mono, sampleRate, sampleRateHz));
  } catch (cause) {
    throw new SidetoneError('voice-broken', `The practice voice clip "${id}" could not be decoded.`, { cause });
  } finally {
    decoder.free();
  }
}

/** Band-limited conversion (libsamplerate's medium sinc: 121 dB SNR, 90 % bandwidth). */
async function resample(mono: Float32Array, fromHz: number, toHz: number): Promise<Float32Array> {
  if (fromHz === toHz) return mono;
  const { create, ConverterType } = libsamplerate;
  const converter = await create(1, fromHz, toHz, { converterType: ConverterType.SRC_SINC_MEDIUM_QUALITY });
  try {
    // The converter returns a view of its own memory, which the next clip overwrites.
    return converter.simple(mono).slice();
  } finally {
    converter.destroy();
  }
}

function toInt16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
}
