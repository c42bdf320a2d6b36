import { SidetoneError } from '../contracts/errors';

/**
 * Ogg Opus (RFC 3533, RFC 7845) with the two legs of a call as two mono streams that share nothing: mapping family 1,
 * two streams, none of them coupled, the first to the left and the second to the right. Coupled stereo would let one
 * leg be heard in the other's channel (docs/adr/0004).
 */
const OPUS_CLOCK_HZ = 48_000;
const LEGS = 2;
const MAX_SEGMENTS = 255;
const BEGIN_OF_STREAM = 2;
const END_OF_STREAM = 4;
/** `OggS`, version, flags, granule position, serial, sequence, checksum, count of segments. */
const PAGE_HEADER_BYTES = 27;
const CHECKSUM_AT = 22;

/** CRC-32 of Ogg: polynomial 04c11db7, not reflected, from 0. */
const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value;
});
export function oggChecksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = (crc << 8) ^ (crcTable[((crc >>> 24) ^ byte) & 0xff] ?? 0);
  return crc >>> 0;
}

/** One packet of a multistream: every stream's but the last in the self-delimiting framing of RFC 6716, appendix B. */
export function joinPackets(packets: readonly Uint8Array[]): Uint8Array {
  return concat(packets.flatMap((packet, index) => (index === packets.length - 1 ? [packet] : delimited(packet))));
}

function delimited(packet: Uint8Array): Uint8Array[] {
  const toc = packet[0];
  // The lowest two bits tell how many frames: the encoder makes one of 20 ms a packet.
  if (toc === undefined || (toc & 3) !== 0) {
    throw new SidetoneError('opus-packet-unexpected', 'The encoder made a packet of more than one frame.');
  }
  const frame = packet.subarray(1);
  return [Uint8Array.of(toc), frameLength(frame.length), frame];
}

function frameLength(length: number): Uint8Array {
  if (length < 252) return Uint8Array.of(length);
  const first = 252 + (length & 3);
  return Uint8Array.of(first, (length - first) >> 2);
}

export interface OggOpusOptions {
  /** Tells this stream from others in a file; any number. */
  serial: number;
  /** Samples at 48 kHz that the encoder puts before the first one of the call. */
  preSkip: number;
  inputSampleRateHz: number;
}

/** Writes the pages of one file in order. */
export class OggOpusWriter {
  readonly #options: OggOpusOptions;
  #sequence = 0;
  #samples = 0;

  constructor(options: OggOpusOptions) {
    this.#options = options;
  }

  /** The two pages every file begins with. */
  head(): Uint8Array {
    const { preSkip, inputSampleRateHz } = this.#options;
    const head = new DataView(new ArrayBuffer(21 + LEGS));
    text(head, 0, 'OpusHead');
    head.setUint8(8, 1);
    head.setUint8(9, LEGS);
    head.setUint16(10, preSkip, true);
    head.setUint32(12, inputSampleRateHz, true);
    head.setUint8(18, 1);
    head.setUint8(19, LEGS);
    head.setUint8(20, 0);
    for (let leg = 0; leg < LEGS; leg += 1) head.setUint8(21 + leg, leg);
    const vendor = 'Sidetone';
    const tags = new DataView(new ArrayBuffer(8 + 4 + vendor.length + 4));
    text(tags, 0, 'OpusTags');
    tags.setUint32(8, vendor.length, true);
    text(tags, 12, vendor);
    return concat([
      this.#page([new Uint8Array(head.buffer)], BEGIN_OF_STREAM),
      this.#page([new Uint8Array(tags.buffer)], 0),
    ]);
  }

  /** Pages with these packets, each of `packetMs`; `last` closes the stream. */
  pages(packets: readonly Uint8Array[], packetMs: number, last = false): Uint8Array {
    const pages: Uint8Array[] = [];
    let waiting: Uint8Array[] = [];
    let segments = 0;
    const close = (flags: number) => {
      this.#samples += (waiting.length * packetMs * OPUS_CLOCK_HZ) / 1000;
      pages.push(this.#page(waiting, flags));
      waiting = [];
      segments = 0;
    };
    for (const packet of packets) {
      const needed = Math.floor(packet.length / 255) + 1;
      if (segments + needed > MAX_SEGMENTS) close(0);
      waiting.push(packet);
      segments += needed;
    }
    if (last) close(END_OF_STREAM);
    else if (waiting.length > 0) close(0);
    return concat(pages);
  }

  #page(packets: readonly Uint8Array[], flags: number): Uint8Array {
    const lacing = lacingOf(packets);
    const header = new DataView(new ArrayBuffer(PAGE_HEADER_BYTES + lacing.length));
    text(header, 0, 'OggS');
    header.setUint8(5, flags);
    header.setBigUint64(6, BigInt(Math.round(this.#samples)), true);
    header.setUint32(14, this.#options.serial >>> 0, true);
    header.setUint32(18, this.#sequence, true);
    header.setUint8(26, lacing.length);
    lacing.forEach((segment, index) => header.setUint8(PAGE_HEADER_BYTES + index, segment));
    this.#sequence += 1;
    const page = concat([new Uint8Array(header.buffer), ...packets]);
    new DataView(page.buffer).setUint32(CHECKSUM_AT, oggChecksum(page), true);
    return page;
  }
}

/** The lengths of a page's packets as Ogg writes them (RFC 3533, section 5). */
export function lacingOf(packets: readonly Uint8Array[]): number[] {
  return packets.flatMap(({ length }) => [...Array<number>(Math.floor(length / 255)).fill(255), length % 255]);
}

function text(view: DataView, at: number, words: string): void {
  for (let index = 0; index < words.length; index += 1) view.setUint8(at + index, words.charCodeAt(index));
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
