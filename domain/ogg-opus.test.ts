import { describe, expect, it } from 'vitest';
import { joinPackets, oggChecksum, OggOpusWriter } from './ogg-opus';

/** A packet of one frame with this many bytes in it. */
const packet = (length: number, toc = 72) => Uint8Array.of(toc, ...Array<number>(length).fill(7));

interface Page {
  flags: number;
  granule: number;
  sequence: number;
  checksumRight: boolean;
  packets: Uint8Array[];
}

/** Reads pages by RFC 3533, section 6. */
function pagesOf(file: Uint8Array): Page[] {
  const pages: Page[] = [];
  for (let at = 0; at < file.length;) {
    const view = new DataView(file.buffer, file.byteOffset + at);
    expect(new TextDecoder().decode(file.subarray(at, at + 4))).toBe('OggS');
    const segments = view.getUint8(26);
    const lacing = [...file.subarray(at + 27, at + 27 + segments)];
    const length = 27 + segments + lacing.reduce((sum, value) => sum + value, 0);
    const page = file.slice(at, at + length);
    const packets: Uint8Array[] = [];
    let from = 27 + segments;
    let size = 0;
    for (const value of lacing) {
      size += value;
      if (value === 255) continue;
      packets.push(page.subarray(from, from + size));
      from += size;
      size = 0;
    }
    const checksum = view.getUint32(22, true);
    new DataView(page.buffer).setUint32(22, 0);
    pages.push({
      flags: view.getUint8(5),
      granule: Number(view.getBigUint64(6, true)),
      sequence: view.getUint32(18, true),
      checksumRight: oggChecksum(page) === checksum,
      packets,
    });
    at += length;
  }
  return pages;
}

const writer = () => new OggOpusWriter({ serial: 7, preSkip: 312, inputSampleRateHz: 16_000 });

describe('Ogg Opus with two legs apart', () => {
  it('has the checksum of Ogg', () => {
    // CRC-32 with polynomial 04c11db7, unreflected, initial value 0 (CRC-32/MPEG-2 family without its initial ones).
    expect(oggChecksum(new TextEncoder().encode('123456789'))).toBe(0x89a1897f);
  });

  it('says in its head: two streams, none coupled, left and right', () => {
    const [head, tags] = pagesOf(writer().head());
    expect(head).toMatchObject({ flags: 2, granule: 0, sequence: 0, checksumRight: true });
    const bytes = [...(head?.packets[0] ?? [])];
    expect(String.fromCharCode(...bytes.slice(0, 8))).toBe('OpusHead');
    expect(bytes.slice(8)).toEqual([1, 2, 0x38, 0x01, 0x80, 0x3e, 0, 0, 0, 0, 1, 2, 0, 0, 1]);
    expect(tags).toMatchObject({ flags: 0, granule: 0, sequence: 1, checksumRight: true });
    expect(new TextDecoder().decode(tags?.packets[0]?.subarray(0, 8))).toBe('OpusTags');
  });

  it('puts packets into pages whose position is that of the last sample', () => {
    const ogg = writer();
    ogg.head();
    const [first] = pagesOf(ogg.pages([packet(10), packet(254), packet(255)], 20));
    expect(first).toMatchObject({ flags: 0, granule: 2880, sequence: 2, checksumRight: true });
    expect(first?.packets.map(({ length }) => length)).toEqual([11, 255, 256]);
    const [second] = pagesOf(ogg.pages([packet(1)], 20, true));
    expect(second).toMatchObject({ flags: 4, granule: 3840, sequence: 3, checksumRight: true });
  });

  it('begins another page when one is full, and closes with an empty one if nothing is left', () => {
    const ogg = writer();
    const pages = pagesOf(ogg.pages(Array<Uint8Array>(300).fill(packet(3)), 20));
    expect(pages.map(({ packets, granule }) => [packets.length, granule])).toEqual([
      [255, 255 * 960],
      [45, 300 * 960],
    ]);
    expect(pagesOf(ogg.pages([], 20, true))).toEqual([expect.objectContaining({ flags: 4, granule: 300 * 960 })]);
    expect(ogg.pages([], 20)).toHaveLength(0);
  });

  it('frames every packet but the last so that it tells its own length', () => {
    expect([...joinPackets([packet(3), packet(2)])]).toEqual([72, 3, 7, 7, 7, 72, 7, 7]);
    expect([...joinPackets([packet(0), packet(0)])]).toEqual([72, 0, 72]);
    const long = joinPackets([packet(300), packet(1)]);
    // RFC 6716, section 3.2.1: 300 = 4 * 12 + 252.
    expect([...long.subarray(0, 3)]).toEqual([72, 252, 12]);
    expect(long).toHaveLength(3 + 300 + 2);
  });

  it('takes no packet of more than one frame for one', () => {
    expect(() => joinPackets([packet(3, 73), packet(3)])).toThrow('more than one frame');
  });
});
