import { SidetoneError } from '../contracts/errors';
import { recordingHeaderSchema, type RecordingHeader } from '../contracts/recording';

/**
 * A recording on the disk: `SIDETONE-REC-1` and a newline, the length of the header (u32), the header (JSON), then
 * chunks, each its length (u32), a byte that is 1 in the last chunk, and ciphertext with its tag. Numbers are big-endian.
 *
 * A chunk's nonce holds its place and whether it is the last (the STREAM construction: Hoang, Reyhanitabar, Rogaway and
 * Vizár, 2015), and the whole head is authenticated with each: a chunk that is moved, left out or brought from another
 * file does not open, and a file without its last chunk is known to be cut short.
 */
const MAGIC = new TextEncoder().encode('SIDETONE-REC-1\n');
const NONCE_BYTES = 12;
const CHUNK_HEAD_BYTES = 5;
const LONGEST_HEADER_BYTES = 4096;

/** One second or so of a recording, decrypted. */
export interface RecordingChunk {
  /** Loudest sample of each tenth of a second, 0 to 255, agent and customer by turns: the waveform. */
  peaks: Uint8Array;
  /** Whole pages of the Ogg stream. */
  ogg: Uint8Array;
}

export const PEAKS_PER_SECOND = 10;

export function headBytes(header: RecordingHeader): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const head = new Uint8Array(MAGIC.length + 4 + json.length);
  head.set(MAGIC);
  new DataView(head.buffer).setUint32(MAGIC.length, json.length);
  head.set(json, MAGIC.length + 4);
  return head;
}

/** @throws SidetoneError `recording-damaged` when this is the beginning of no recording. */
export function parseHead(file: Uint8Array): { header: RecordingHeader; head: Uint8Array<ArrayBuffer> } {
  const start = MAGIC.length + 4;
  const magic = MAGIC.every((byte, index) => file[index] === byte);
  const length = magic && file.length >= start ? viewOf(file).getUint32(MAGIC.length) : 0;
  if (length === 0 || length > LONGEST_HEADER_BYTES || file.length < start + length) throw damaged();
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(file.subarray(start, start + length)));
    return { header: recordingHeaderSchema.parse(json), head: file.slice(0, start + length) };
  } catch {
    throw damaged();
  }
}

export function chunkNonce(sequence: number, last: boolean): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(NONCE_BYTES);
  new DataView(nonce.buffer).setUint32(NONCE_BYTES - 5, sequence);
  nonce[NONCE_BYTES - 1] = last ? 1 : 0;
  return nonce;
}

export function frameChunk(sealed: Uint8Array, last: boolean): Uint8Array<ArrayBuffer> {
  const framed = new Uint8Array(CHUNK_HEAD_BYTES + sealed.length);
  new DataView(framed.buffer).setUint32(0, sealed.length);
  framed[4] = last ? 1 : 0;
  framed.set(sealed, CHUNK_HEAD_BYTES);
  return framed;
}

/** The sealed chunks after the head. What a crash left of a last one, half written, is not among them. */
export function* sealedChunks(file: Uint8Array, fromByte: number): Generator<{ sealed: Uint8Array; last: boolean }> {
  const view = viewOf(file);
  for (let at = fromByte; at + CHUNK_HEAD_BYTES <= file.length;) {
    const length = view.getUint32(at);
    const start = at + CHUNK_HEAD_BYTES;
    if (start + length > file.length) return;
    yield { sealed: file.subarray(start, start + length), last: file[at + 4] === 1 };
    at = start + length;
  }
}

/** A chunk's content: the count of peak pairs (u16), the peaks, the pages. */
export function packChunk({ peaks, ogg }: RecordingChunk): Uint8Array<ArrayBuffer> {
  const content = new Uint8Array(2 + peaks.length + ogg.length);
  new DataView(content.buffer).setUint16(0, peaks.length / 2);
  content.set(peaks, 2);
  content.set(ogg, 2 + peaks.length);
  return content;
}

export function unpackChunk(content: Uint8Array): RecordingChunk {
  const peakBytes = content.length < 2 ? 0 : 2 * viewOf(content).getUint16(0);
  return { peaks: content.subarray(2, 2 + peakBytes), ogg: content.subarray(2 + peakBytes) };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(): SidetoneError {
  return new SidetoneError('recording-damaged', 'This file does not begin as a recording does.');
}
