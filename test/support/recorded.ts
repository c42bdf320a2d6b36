import { createDecipheriv } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { OggOpusDecoder } from 'ogg-opus-decoder';

/** A recording as its file's description tells (docs/recording.md), read with nothing of the product's own code. */
export interface Recorded {
  recordId: string;
  /** The file has its last chunk. */
  complete: boolean;
  ogg: Buffer;
}

const OPUS_HZ = 48_000;
/** What the legs are compared at: enough for a voice, and quick. */
export const COMPARED_HZ = 4_000;

/** The files of the desk's recordings, oldest first. */
export async function recordingFiles(dataFolder: string): Promise<string[]> {
  const folder = path.join(dataFolder, 'recordings');
  return (await readdir(folder).catch(() => [])).sort().map((name) => path.join(folder, name));
}

/** The desk's key, from the file where a desk without a keyring has it. */
async function deskKey(dataFolder: string): Promise<Buffer> {
  const [kind, value = ''] = (await readFile(path.join(dataFolder, 'desk-key'), 'utf8')).trim().split(':');
  if (kind !== 'file') throw new Error('This desk has its key in a keyring.');
  return Buffer.from(value, 'base64');
}

function open(key: Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

export async function readRecording(dataFolder: string, file: string): Promise<Recorded> {
  const bytes = await readFile(file);
  const magic = 'SIDETONE-REC-1\n';
  if (bytes.toString('latin1', 0, magic.length) !== magic) throw new Error('This is no recording.');
  const headLength = magic.length + 4 + bytes.readUInt32BE(magic.length);
  const head = bytes.subarray(0, headLength);
  const header = JSON.parse(head.toString('utf8', magic.length + 4)) as { recordId: string; wrappedKey: string };
  const wrapped = Buffer.from(header.wrappedKey, 'base64');
  const aad = Buffer.from(`sidetone-recording-key ${header.recordId}`);
  const key = open(await deskKey(dataFolder), wrapped.subarray(0, 12), aad, wrapped.subarray(12));
  const pages: Buffer[] = [];
  let complete = false;
  let sequence = 0;
  for (let at = headLength; at + 5 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (at + 5 + length > bytes.length) break;
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(sequence, 7);
    nonce[11] = bytes[at + 4] ?? 0;
    const content = open(key, nonce, head, bytes.subarray(at + 5, at + 5 + length));
    pages.push(content.subarray(2 + 2 * content.readUInt16BE(0)));
    complete = bytes[at + 4] === 1;
    sequence += 1;
    at += 5 + length;
  }
  return { recordId: header.recordId, complete, ogg: Buffer.concat(pages) };
}

export interface DecodedLegs {
  seconds: number;
  agent: Float32Array;
  customer: Float32Array;
}

/** Decoded by libopus (as WebAssembly), brought to {@link COMPARED_HZ}. */
export async function decodeLegs(ogg: Uint8Array): Promise<DecodedLegs> {
  const decoder = new OggOpusDecoder();
  await decoder.ready;
  const { channelData, samplesDecoded, errors } = await decoder.decodeFile(ogg);
  decoder.free();
  const [agent, customer] = channelData;
  if (errors.length > 0 || !agent || !customer) throw new Error(`Not decoded: ${JSON.stringify(errors)}`);
  return {
    seconds: samplesDecoded / OPUS_HZ,
    agent: decimate(agent, OPUS_HZ / COMPARED_HZ),
    customer: decimate(customer, OPUS_HZ / COMPARED_HZ),
  };
}

/** Means of so many samples: a crude low pass, the same for everything that is compared. */
export function decimate(samples: Float32Array, by: number): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / by) }, (_, index) => {
    let sum = 0;
    for (let offset = 0; offset < by; offset += 1) sum += samples[index * by + offset] ?? 0;
    return sum / by;
  });
}

/** How alike the loudest second of `voice` is to some second of `leg`: the largest correlation coefficient, 0 to 1. */
export function likeness(voice: Float32Array, leg: Float32Array): number {
  const length = Math.min(COMPARED_HZ, voice.length);
  const template = loudest(voice, length);
  const norm = Math.sqrt(template.reduce((sum, sample) => sum + sample * sample, 0));
  let best = 0;
  let power = 0;
  for (let index = 0; index < length; index += 1) power += (leg[index] ?? 0) ** 2;
  for (let at = 0; at + length <= leg.length; at += 1) {
    let dot = 0;
    if (power > 1e-4) {
      for (let index = 0; index < length; index += 1) dot += (template[index] ?? 0) * (leg[at + index] ?? 0);
      best = Math.max(best, Math.abs(dot) / (norm * Math.sqrt(power)));
    }
    power += (leg[at + length] ?? 0) ** 2 - (leg[at] ?? 0) ** 2;
  }
  return best;
}

function loudest(voice: Float32Array, length: number): Float32Array {
  let best = 0;
  let bestAt = 0;
  for (let at = 0; at + length <= voice.length; at += length / 8) {
    const power = voice.subarray(at, at + length).reduce((sum, sample) => sum + sample * sample, 0);
    if (power > best) [best, bestAt] = [power, at];
  }
  return voice.subarray(bestAt, bestAt + length);
}

/** Loudness in dBFS of each half second; -100 for silence. */
export function halfSeconds(leg: Float32Array): number[] {
  const length = COMPARED_HZ / 2;
  return Array.from({ length: Math.floor(leg.length / length) }, (_, index) => {
    const part = leg.subarray(index * length, (index + 1) * length);
    const power = part.reduce((sum, sample) => sum + sample * sample, 0) / length;
    return Math.max(-100, 10 * Math.log10(power));
  });
}
