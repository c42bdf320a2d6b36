import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { joinPackets, OggOpusWriter } from '../../domain/ogg-opus';
import { withSilence } from '../../domain/ogg-opus-silence';
import { openVoices } from '../../practice/voice-library';
import { COMPARED_HZ, decimate, decodeLegs, likeness } from '../support/recorded';

const fixtures = path.resolve(import.meta.dirname, '../fixtures/recording');
const HEAD_PACKETS = 2;
const PACKET_MS = 20;

/** The sound packets of an Ogg Opus file (RFC 3533, section 6). */
function packetsOf(file: string): Uint8Array[] {
  const bytes = readFileSync(path.join(fixtures, file));
  const packets: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const segments = bytes[at + 26] ?? 0;
    const lacing = [...bytes.subarray(at + 27, at + 27 + segments)];
    at += 27 + segments;
    for (const length of lacing) {
      parts.push(bytes.subarray(at, at + length));
      at += length;
      if (length === 255) continue;
      packets.push(new Uint8Array(Buffer.concat(parts)));
      parts = [];
    }
  }
  return packets.slice(HEAD_PACKETS);
}

/** The file of a call in which both sides speak at once, in pages of a second. */
function recordedCall(): { ogg: Uint8Array; seconds: number } {
  const agent = packetsOf('agent.opus');
  const customer = packetsOf('customer.opus');
  const writer = new OggOpusWriter({ serial: 1, preSkip: 312, inputSampleRateHz: 16_000 });
  const pairs = agent.flatMap((packet, index) => {
    const other = customer[index];
    return other ? [joinPackets([packet, other])] : [];
  });
  const pages = [writer.head()];
  for (let at = 0; at < pairs.length; at += 50) {
    pages.push(writer.pages(pairs.slice(at, at + 50), PACKET_MS, at + 50 >= pairs.length));
  }
  return { ogg: new Uint8Array(Buffer.concat(pages)), seconds: (pairs.length * PACKET_MS) / 1000 };
}

async function voice(id: string): Promise<Float32Array> {
  const voices = await openVoices();
  const samples = Float32Array.from(await voices.samples(id, 48_000), (sample) => sample / 32_768);
  return decimate(samples, 48_000 / COMPARED_HZ);
}

describe('two legs in one file, read by libopus', () => {
  it('are each in their own channel, whole, and not in the other’s though both speak at once', async () => {
    const { ogg, seconds } = recordedCall();
    const legs = await decodeLegs(ogg);
    expect(Math.abs(legs.seconds - seconds)).toBeLessThan(PACKET_MS / 1000);
    const agent = await voice('zh/a01_zm_yunxi');
    const customer = await voice('zh/c01_zf_xiaobei');
    const own = [likeness(agent, legs.agent), likeness(customer, legs.customer)];
    const other = [likeness(agent, legs.customer), likeness(customer, legs.agent)];
    const figures = [...own, ...other].map((value) => value.toFixed(2)).join(' ');
    process.stdout.write(`legs apart: agent, customer in their own channel and in the other's: ${figures}\n`);
    expect(Math.min(...own)).toBeGreaterThan(0.9);
    expect(Math.max(...other)).toBeLessThan(0.2);
  });

  it('are silent where a secret was said, and as they were everywhere else', async () => {
    const { ogg, seconds } = recordedCall();
    const before = await decodeLegs(ogg);
    const [startMs, endMs] = [400, 1000];
    const after = await decodeLegs(withSilence(ogg, [{ leg: 'customer', startMs, endMs }]));
    expect(Math.abs(after.seconds - seconds)).toBeLessThan(PACKET_MS / 1000);
    const level = (pcm: Float32Array, fromMs: number, toMs: number) => {
      const part = pcm.subarray((fromMs * COMPARED_HZ) / 1000, (toMs * COMPARED_HZ) / 1000);
      return 10 * Math.log10(part.reduce((sum, sample) => sum + sample * sample, 1e-12) / part.length);
    };
    // The decoder rings on for some milliseconds.
    expect(level(before.customer, startMs + 20, endMs)).toBeGreaterThan(-40);
    expect(level(after.customer, startMs + 20, endMs)).toBeLessThan(-90);
    const start = (pcm: Float32Array) => pcm.subarray(0, 0.38 * COMPARED_HZ);
    expect(start(after.customer)).toEqual(start(before.customer));
    const rest = (pcm: Float32Array) => pcm.subarray(1.2 * COMPARED_HZ);
    // The same packets, but the decoder has other sound to go on from.
    expect(likeness(rest(before.customer), rest(after.customer))).toBeGreaterThan(0.8);
    expect(after.agent).toEqual(before.agent);
    expect(withSilence(ogg, [])).toEqual(ogg);
  });

  it('that go on after a crash are silent in all of the rest of a leg with a secret', async () => {
    const { ogg } = recordedCall();
    const chained = new Uint8Array([...ogg, ...ogg]);
    const silent = withSilence(chained, [{ leg: 'agent', startMs: 0, endMs: 10 }]);
    const first = silent.subarray(
      0,
      silent.length - (silent.length - Buffer.from(silent).lastIndexOf('OpusHead') + 28),
    );
    const second = await decodeLegs(silent.subarray(first.length));
    expect(Math.max(...second.agent.subarray(0.05 * COMPARED_HZ).map(Math.abs))).toBeLessThan(1e-4);
    expect(Math.max(...second.customer.map(Math.abs))).toBeGreaterThan(0.05);
  });

  it('that are no recording of ours are refused', () => {
    expect(() => withSilence(Uint8Array.of(1, 2, 3), [])).toThrow(/not a recording/);
  });

  it('can be heard up to the last page that a crash left', async () => {
    const { ogg } = recordedCall();
    const lastPageAt = Buffer.from(ogg).lastIndexOf('OggS');
    const { seconds } = await decodeLegs(ogg.subarray(0, lastPageAt));
    expect(Math.abs(seconds - 1)).toBeLessThan(PACKET_MS / 1000);
  });
});
