import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import libsamplerate from '@alexanderolsen/libsamplerate-js';
import { SidetoneError } from '../contracts/errors';

/** One recorded line of practice/voices. Its id is its file without `.flac`: `zh/c01_zf_xiaobei`. */
interface VoiceClip {
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
  const decoder = new ClipDecoder();
  const cache = new Map<string, Promise<Int16Array>>();
  return {
    clips,
    samples(id, sampleRateHz) {
      if (!clips.has(id)) {
        return Promise.reject(new SidetoneError('voice-missing', `There is no practice voice clip "${id}".`));
      }
      const key = `${id}@${sampleRateHz}`;
      const cached = cache.get(key) ?? decoder.decode(join(folder, `${id}.flac`), id, sampleRateHz);
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

/**
 * Decodes one clip at a time with one FLAC decoder and one converter a rate pair: making them costs ten times what using
 * them does (about 40 ms for a clip of 3 s, on one shared core).
 */
class ClipDecoder {
  private readonly flac = new FLACDecoder();
  private readonly converters = new Map<string, Promise<Converter>>();
  private last: Promise<unknown> = Promise.resolve();

  /** @throws SidetoneError `voice-broken` */
  decode(file: string, id: string, sampleRateHz: number): Promise<Int16Array> {
    const turn = this.last.then(() => this.decodeNow(file, id, sampleRateHz));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async decodeNow(file: string, id: string, sampleRateHz: number): Promise<Int16Array> {
    try {
      const bytes = await readFile(file);
      await this.flac.ready;
      await this.flac.reset();
      const { channelData, sampleRate, samplesDecoded } = await this.flac.decodeFile(bytes);
      const mono = channelData[0];
      if (!mono || samplesDecoded === 0) throw new SidetoneError('voice-broken', 'It has no samples.');
      if (sampleRate === sampleRateHz) return toInt16(mono);
      const converter = await this.converter(sampleRate, sampleRateHz);
      return toInt16(converter.simple(mono));
    } catch (cause) {
      throw new SidetoneError('voice-broken', `The practice voice clip "${id}" could not be decoded.`, { cause });
    }
  }

  /** Band-limited conversion: libsamplerate's medium sinc (121 dB signal to noise, 90 % of the band). */
  private converter(fromHz: number, toHz: number): Promise<Converter> {
    const key = `${fromHz}>${toHz}`;
    const { create, ConverterType } = libsamplerate;
    const made =
      this.converters.get(key) ?? create(1, fromHz, toHz, { converterType: ConverterType.SRC_SINC_MEDIUM_QUALITY });
    this.converters.set(key, made);
    return made;
  }
}

type Converter = Awaited<ReturnType<typeof libsamplerate.create>>;

function toInt16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
}
