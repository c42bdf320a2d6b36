import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FLACDecoderWebWorker } from '@wasm-audio-decoders/flac';
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

/** Input that the converter takes at a time: about 3 ms of work, so that calls keep their 20 ms beat meanwhile. */
const RESAMPLE_CHUNK_MS = 250;
/** Silence that pushes the last samples out of the converter's filter. */
const RESAMPLE_FLUSH_MS = 20;

/** The decoder's thread ends after so long without work. */
const IDLE_MS = 500;

/** Decodes one clip at a time: FLAC in the decoder's own thread, the rate conversion in small bites on this one. */
class ClipDecoder {
  private flac: FLACDecoderWebWorker | null = null;
  private waiting = 0;
  private idleTimer: NodeJS.Timeout | null = null;
  private last: Promise<unknown> = Promise.resolve();

  /** @throws SidetoneError `voice-broken` */
  decode(file: string, id: string, sampleRateHz: number): Promise<Int16Array> {
    this.waiting += 1;
    if (this.idleTimer) clearTimeout(this.idleTimer);
    const turn = this.last.then(() => this.decodeNow(file, id, sampleRateHz));
    this.last = turn.catch(() => undefined).then(() => this.rest());
    return turn;
  }

  private async decodeNow(file: string, id: string, sampleRateHz: number): Promise<Int16Array> {
    try {
      const bytes = await readFile(file);
      this.flac ??= new FLACDecoderWebWorker();
      await this.flac.ready;
      await this.flac.reset();
      const { channelData, sampleRate, samplesDecoded } = await this.flac.decodeFile(bytes);
      const mono = channelData[0];
      if (!mono || samplesDecoded === 0) throw new SidetoneError('voice-broken', 'It has no samples.');
      return toInt16(sampleRate === sampleRateHz ? mono : await resample(mono, sampleRate, sampleRateHz));
    } catch (cause) {
      throw new SidetoneError('voice-broken', `The practice voice clip "${id}" could not be decoded.`, { cause });
    }
  }

  /** A thread with nothing to do would keep the process alive. */
  private rest(): void {
    this.waiting -= 1;
    if (this.waiting > 0) return;
    this.idleTimer = setTimeout(() => {
      const idle = this.flac;
      this.flac = null;
      void idle?.free();
    }, IDLE_MS);
  }
}

/** Band-limited conversion: libsamplerate's medium sinc (121 dB signal to noise, 90 % of the band). */
async function resample(mono: Float32Array, fromHz: number, toHz: number): Promise<Float32Array> {
  const { create, ConverterType } = libsamplerate;
  const converter = await create(1, fromHz, toHz, { converterType: ConverterType.SRC_SINC_MEDIUM_QUALITY });
  try {
    const input = new Float32Array(mono.length + Math.round((fromHz * RESAMPLE_FLUSH_MS) / 1000));
    input.set(mono);
    const output = new Float32Array(Math.round((mono.length * toHz) / fromHz));
    const chunkSamples = Math.round((fromHz * RESAMPLE_CHUNK_MS) / 1000);
    let filled = 0;
    for (let offset = 0; offset < input.length; offset += chunkSamples) {
      const converted = converter.full(input.subarray(offset, offset + chunkSamples));
      const wanted = converted.subarray(0, output.length - filled);
      output.set(wanted, filled);
      filled += wanted.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return output;
  } finally {
    converter.destroy();
  }
}

function toInt16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
}
