import { SidetoneError } from '../contracts/errors';
import type { Leg } from '../contracts/audio';
import { concat, joinPackets, lacingOf, oggChecksum } from './ogg-opus';

/** A stretch of one leg, ms from the file's first sample. */
export interface SilentSpan {
  leg: Leg;
  startMs: number;
  endMs: number;
}

const PAGE_HEADER_BYTES = 27;
const FLAGS_AT = 5;
const CHECKSUM_AT = 22;
const BEGIN_OF_STREAM = 2;
const HEAD_PAGES = 2;
const PRE_SKIP_AT = 10;
const PACKET_MS = 20;
const OPUS_SAMPLES_PER_MS = 48;
/** 20 ms of silence: one mono frame of the CELT layer that holds nothing (RFC 6716, section 3.1, configuration 31). */
const SILENT_PACKET = Uint8Array.of(0xf8, 0xff, 0xfe);
const LEGS: readonly Leg[] = ['agent', 'customer'];

interface Page {
  header: Uint8Array;
  packets: Uint8Array[];
}

/**
 * A recording of ours with these stretches silenced, packet by packet: nothing of their sound is left in the file, and
 * every other packet is as it was. A decoder may ring on for a few milliseconds where it begins. Where a crash broke the
 * call, the file goes on as a further stream whose place in time it does not know: of a leg that has anything to be
 * silenced there, all of that is.
 *
 * @param file Ogg Opus as `OggOpusWriter` makes it. @throws SidetoneError `recording-damaged`
 */
export function withSilence(file: Uint8Array, spans: readonly SilentSpan[]): Uint8Array<ArrayBuffer> {
  const pages: Uint8Array[] = [];
  let stream = 0;
  let pagesOfStream = 0;
  let packets = 0;
  let preSkipMs = 0;
  for (const { header, packets: own } of pagesIn(file)) {
    if ((header[FLAGS_AT] ?? 0) & BEGIN_OF_STREAM) {
      stream += 1;
      pagesOfStream = 0;
      packets = 0;
      preSkipMs = preSkipOf(own[0]) / OPUS_SAMPLES_PER_MS;
    }
    pagesOfStream += 1;
    if (pagesOfStream <= HEAD_PAGES) {
      pages.push(page(header, own));
      continue;
    }
    const changed = own.map((packet, index) => {
      const startMs = (packets + index) * PACKET_MS - preSkipMs;
      const silent = (leg: Leg) =>
        spans.some((span) => span.leg === leg && (stream > 1 || overlaps(span, startMs, startMs + PACKET_MS)));
      return silenced(packet, silent);
    });
    packets += own.length;
    pages.push(page(header, changed));
  }
  return concat(pages);
}

function overlaps(span: SilentSpan, startMs: number, endMs: number): boolean {
  return span.startMs < endMs && span.endMs > startMs;
}

function silenced(packet: Uint8Array, silent: (leg: Leg) => boolean): Uint8Array {
  const [agent, customer] = LEGS.map(silent);
  if (!agent && !customer) return packet;
  const [left, right] = splitPacket(packet);
  return joinPackets([agent ? SILENT_PACKET : left, customer ? SILENT_PACKET : right]);
}

/** The legs' packets; the first is in the self-delimiting framing of RFC 6716, appendix B. */
function splitPacket(packet: Uint8Array): [Uint8Array, Uint8Array] {
  const [toc = 0, first = 0, second = 0] = packet;
  const isLong = first >= 252;
  const length = isLong ? first + 4 * second : first;
  const start = isLong ? 3 : 2;
  if (packet.length < start + length + 1) throw damaged();
  const left = new Uint8Array(1 + length);
  left[0] = toc;
  left.set(packet.subarray(start, start + length), 1);
  return [left, packet.subarray(start + length)];
}

/** Pages whose packets all begin and end in them, as ours do. */
function* pagesIn(file: Uint8Array): Generator<Page> {
  for (let at = 0; at < file.length;) {
    const segments = file[at + PAGE_HEADER_BYTES - 1] ?? 0;
    const lacing = file.subarray(at + PAGE_HEADER_BYTES, at + PAGE_HEADER_BYTES + segments);
    const header = file.slice(at, at + PAGE_HEADER_BYTES);
    const isPage = new TextDecoder().decode(header.subarray(0, 4)) === 'OggS';
    if (!isPage || lacing.length < segments || lacing.at(-1) === 255) throw damaged();
    at += PAGE_HEADER_BYTES + segments;
    const packets: Uint8Array[] = [];
    let length = 0;
    for (const segment of lacing) {
      length += segment;
      if (segment === 255) continue;
      packets.push(file.subarray(at, at + length));
      at += length;
      length = 0;
    }
    if (at > file.length) throw damaged();
    yield { header, packets };
  }
}

/** The page with these packets: its place in the stream stays, its lengths and checksum are made anew. */
function page(header: Uint8Array, packets: readonly Uint8Array[]): Uint8Array {
  const lacing = lacingOf(packets);
  const head = new Uint8Array(PAGE_HEADER_BYTES + lacing.length);
  head.set(header);
  head[PAGE_HEADER_BYTES - 1] = lacing.length;
  head.set(lacing, PAGE_HEADER_BYTES);
  const whole = concat([head, ...packets]);
  const view = new DataView(whole.buffer);
  view.setUint32(CHECKSUM_AT, 0);
  view.setUint32(CHECKSUM_AT, oggChecksum(whole), true);
  return whole;
}

function preSkipOf(head: Uint8Array | undefined): number {
  if (!head || head.length < PRE_SKIP_AT + 2) throw damaged();
  return new DataView(head.buffer, head.byteOffset).getUint16(PRE_SKIP_AT, true);
}

function damaged(): SidetoneError {
  return new SidetoneError('recording-damaged', 'This is not a recording as this product writes it.');
}
