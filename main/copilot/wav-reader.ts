import type { FileHandle } from 'node:fs/promises';
import wavefile from 'wavefile';
import { SidetoneError } from '../../contracts/errors';

/** Decoded audio as it comes off the disk: only a block of it is in memory. */
export interface AudioSource {
  sampleRateHz: number;
  channelCount: number;
  /** Blocks of any length: an array a channel, all of the same length, samples in [-1, 1]. To be read once. */
  blocks(): AsyncIterable<Float32Array[]>;
}

const PCM = 1;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;
const IMA_ADPCM = 17;
const EXTENSIBLE = 0xfffe;
const NAMES: Readonly<Record<number, string>> = {
  2: 'MS ADPCM',
  49: 'GSM 6.10',
  85: 'MP3',
};
/** A recorder that died or wrote into a pipe leaves one of these as the length of the data. */
const UNKNOWN_LENGTHS = [0, 0xffffffff];
const BLOCK_FRAMES = 32_768;

type Decode = (view: DataView, at: number) => number;

interface Format {
  tag: number;
  channelCount: number;
  sampleRateHz: number;
  bits: number;
}

/**
 * Reads a wav file (RIFF, RIFX or RF64) of PCM, float, G.711 or IMA ADPCM samples. One that ends early gives what it has.
 * Throws SidetoneError `not-audio` when it is damaged or in another encoding. `name` is for messages only.
 */
export async function openWav(handle: FileHandle, name: string): Promise<AudioSource> {
  const { size: fileBytes } = await handle.stat();
  const damaged = () => new SidetoneError('not-audio', `${name} is damaged: its audio cannot be decoded.`);
  const riff = await readView(handle, 0, 12);
  const littleEndian = text(riff, 0) !== 'RIFX';
  let format: Format | null = null;
  for (let at = 12; at + 8 <= fileBytes;) {
    const head = await readView(handle, at, 8);
    const kind = text(head, 0);
    const length = head.getUint32(4, littleEndian);
    at += 8;
    if (kind === 'fmt ') format = parseFormat(await readView(handle, at, Math.min(length, 40)), littleEndian);
    if (kind === 'data') {
      if (!format) throw damaged();
      if (format.tag === IMA_ADPCM) return decodeAdpcm(await readView(handle, 0, fileBytes), format);
      const end = UNKNOWN_LENGTHS.includes(length) ? fileBytes : Math.min(fileBytes, at + length);
      return sourceOf(handle, format, littleEndian, at, end, name);
    }
    at += length + (length % 2);
  }
  throw damaged();
}

async function readView(handle: FileHandle, at: number, bytes: number): Promise<DataView> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(bytes), 0, bytes, at);
  return new DataView(buffer.buffer, 0, bytesRead);
}

function text(view: DataView, at: number): string {
  return view.byteLength < at + 4 ? '' : String.fromCharCode(...new Uint8Array(view.buffer, at, 4));
}

function parseFormat(view: DataView, littleEndian: boolean): Format | null {
  if (view.byteLength < 16) return null;
  const tag = view.getUint16(0, littleEndian);
  return {
    // The extensible form names the encoding at the head of its sub-format.
    tag: tag === EXTENSIBLE && view.byteLength >= 26 ? view.getUint16(24, littleEndian) : tag,
    channelCount: view.getUint16(2, littleEndian),
    sampleRateHz: view.getUint32(4, littleEndian),
    bits: view.getUint16(14, littleEndian),
  };
}

function sourceOf(
  handle: FileHandle,
  { tag, channelCount, sampleRateHz, bits }: Format,
  littleEndian: boolean,
  start: number,
  end: number,
  name: string,
): AudioSource {
  const decode = decoderFor(tag, bits, littleEndian);
  if (!decode || channelCount === 0 || sampleRateHz === 0) {
    const encoding = NAMES[tag] ?? `encoding ${String(tag)} with ${String(bits)} bits`;
    throw new SidetoneError('not-audio', `${name} is in ${encoding}, which is not read. Convert it to 16-bit PCM.`);
  }
  const sampleBytes = bits / 8;
  const frameBytes = sampleBytes * channelCount;
  async function* blocks() {
    for (let at = start; at + frameBytes <= end; at += BLOCK_FRAMES * frameBytes) {
      const wanted = Math.min(BLOCK_FRAMES, Math.floor((end - at) / frameBytes)) * frameBytes;
      const view = await readView(handle, at, wanted);
      const frames = Math.floor(view.byteLength / frameBytes);
      yield Array.from({ length: channelCount }, (_, channel) =>
        Float32Array.from({ length: frames }, (_, frame) => {
          const sample = decode?.(view, frame * frameBytes + channel * sampleBytes) ?? 0;
          // A recorder's NaN would silence the voice detector for the rest of the recording.
          return Number.isFinite(sample) ? sample : 0;
        }),
      );
    }
  }
  return { sampleRateHz, channelCount, blocks };
}

/** Rare enough to be decoded at once, by a library. */
function decodeAdpcm(file: DataView, { sampleRateHz }: Format): AudioSource {
  const wav = new wavefile.WaveFile(new Uint8Array(file.buffer, 0, file.byteLength));
  wav.fromIMAADPCM();
  wav.toBitDepth('32f');
  const samples: unknown = wav.getSamples(false, Float32Array);
  const channels = (Array.isArray(samples) ? samples : [samples]).filter((array) => array instanceof Float32Array);
  async function* blocks() {
    yield channels;
  }
  return { sampleRateHz, channelCount: channels.length, blocks };
}

function decoderFor(tag: number, bits: number, littleEndian: boolean): Decode | null {
  switch (`${String(tag)}/${String(bits)}`) {
    case `${String(PCM)}/8`:
      return (view, at) => (view.getUint8(at) - 128) / 128;
    case `${String(PCM)}/16`:
      return (view, at) => view.getInt16(at, littleEndian) / 2 ** 15;
    case `${String(PCM)}/24`:
      return littleEndian
        ? (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 2 ** 23
        : (view, at) => ((view.getInt8(at) << 16) | view.getUint16(at + 1, false)) / 2 ** 23;
    case `${String(PCM)}/32`:
      return (view, at) => view.getInt32(at, littleEndian) / 2 ** 31;
    case `${String(FLOAT)}/32`:
      return (view, at) => view.getFloat32(at, littleEndian);
    case `${String(FLOAT)}/64`:
      return (view, at) => view.getFloat64(at, littleEndian);
    case `${String(A_LAW)}/8`:
      return (view, at) => aLawToLinear(view.getUint8(at));
    case `${String(MU_LAW)}/8`:
      return (view, at) => muLawToLinear(view.getUint8(at));
    default:
      return null;
  }
}

/** ITU-T G.711, µ-law: inverted bits; sign, segment, step. */
function muLawToLinear(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((2 * (bits & 15) + 33) << ((bits >> 4) & 7)) - 33;
  return (bits & 0x80 ? -magnitude : magnitude) / 8192;
}

/** ITU-T G.711, A-law: even bits inverted; sign, segment, step. */
function aLawToLinear(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = 2 * (bits & 15) + 1;
  const magnitude = segment === 0 ? step : (step + 32) << (segment - 1);
  return (bits & 0x80 ? magnitude : -magnitude) / 4096;
}
