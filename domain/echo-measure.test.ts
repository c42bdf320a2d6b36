import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openVoices } from '../practice/voice-library';
import { EchoMeter, type EchoFinding } from './echo-measure';

const RATE_HZ = 16_000;
const FRAME = 512;
const recordings = path.resolve(import.meta.dirname, '../../shared/audio/zh');
const absent = existsSync(recordings) ? '' : ' (no recordings here)';

/** A repeatable noise in place of Math.random. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Loudspeaker to microphone: the direct path at `delayMs`, then a room that dies away within a fifth of a second. */
function echoOf(far: Float32Array, delayMs: number, lossDb: number): Float32Array {
  const next = noise(7);
  const delay = Math.round((delayMs * RATE_HZ) / 1000);
  const taps: [number, number][] = [[delay, 1]];
  for (let index = 1; index <= 60; index += 1) {
    const after = Math.round(index * 53 + 20 * next());
    taps.push([delay + after, 0.35 * next() * Math.exp(-after / (0.05 * RATE_HZ))]);
  }
  const gain = 10 ** (-lossDb / 20);
  const out = new Float32Array(far.length);
  for (const [at, tap] of taps) {
    for (let index = at; index < out.length; index += 1)
      out[index] = (out[index] ?? 0) + gain * tap * (far[index - at] ?? 0);
  }
  return out;
}

function plus(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((sample, index) => sample + (b[index] ?? 0));
}

function roomNoise(length: number): Float32Array {
  const next = noise(3);
  return Float32Array.from({ length }, () => 0.0003 * next());
}

function measure(near: Float32Array, far: Float32Array): { found: EchoFinding[]; windows: number } {
  const meter = new EchoMeter();
  const found: EchoFinding[] = [];
  let windows = 0;
  for (let at = 0; at + FRAME <= Math.min(near.length, far.length); at += FRAME) {
    const result = meter.add(near.subarray(at, at + FRAME), far.subarray(at, at + FRAME));
    if (result === null) continue;
    windows += 1;
    if (result !== 'none') found.push(result);
  }
  return { found, windows };
}

describe('echo of the far end in the near signal', () => {
  let customer: Float32Array;
  let agent: Float32Array;

  beforeAll(async () => {
    const voices = await openVoices();
    const ids = [...voices.clips.values()].filter(({ language }) => language === 'zh');
    const speech = async (role: (voice: string) => boolean, count: number) =>
      joined(
        await Promise.all(
          ids
            .filter(({ voice }) => role(voice))
            .slice(0, count)
            .map(async ({ id }) => Float32Array.from(await voices.samples(id, RATE_HZ), (sample) => sample / 32_768)),
        ),
      );
    customer = await speech((voice) => voice.startsWith('zf'), 12);
    agent = await speech((voice) => !voice.startsWith('zf'), 12);
  });

  it('is found at any delay a desk can have, with its delay and its loss', () => {
    for (const delayMs of [10, 60, 180, 320, 450]) {
      const near = plus(echoOf(customer, delayMs, 20), roomNoise(customer.length));
      const { found, windows } = measure(near, customer);
      expect(found.length, `${delayMs} ms`).toBeGreaterThanOrEqual(windows - 2);
      for (const finding of found) {
        expect(finding.delayMs, `${delayMs} ms`).toBeGreaterThan(delayMs - 3);
        expect(finding.delayMs, `${delayMs} ms`).toBeLessThan(delayMs + 3);
        expect(finding.returnLossDb).toBeGreaterThan(14);
        expect(finding.returnLossDb).toBeLessThan(26);
      }
    }
  });

  it('is found while faint, and not when it is too faint to be heard', () => {
    const near = (lossDb: number) => plus(echoOf(customer, 120, lossDb), roomNoise(customer.length));
    expect(measure(near(35), customer).found.length).toBeGreaterThan(0);
    expect(measure(near(80), customer).found).toEqual([]);
  });

  it('is found while the agent speaks in between', () => {
    const quiet = new Float32Array(RATE_HZ * 3);
    const turns = joined([
      quiet,
      agent.subarray(0, RATE_HZ * 3),
      quiet,
      quiet,
      agent.subarray(RATE_HZ * 3, RATE_HZ * 6),
      quiet,
    ]);
    const far = customer.subarray(0, turns.length);
    const { found } = measure(plus(plus(echoOf(far, 90, 18), turns), roomNoise(far.length)), far);
    expect(found.length).toBeGreaterThan(0);
  });

  it('is not found between two people who both speak', () => {
    const length = Math.min(customer.length, agent.length);
    const { found, windows } = measure(agent.subarray(0, length), customer.subarray(0, length));
    expect(windows).toBeGreaterThan(8);
    expect(found).toEqual([]);
  });

  it('is not found without a far end that speaks', () => {
    expect(measure(agent, new Float32Array(agent.length)).windows).toBe(0);
  });

  it.skipIf(absent !== '')(`is found in recorded speech, and never between two recordings${absent}`, () => {
    const clips = ['kws_ws_0', 'kws_ws_1', 'kws_ws_2', 'kws_ws_3', 'funasr_asr_example', 'masr_test'].map((name) =>
      pcm16(path.join(recordings, `${name}.wav`)),
    );
    let falsely = 0;
    let windows = 0;
    for (const [index, far] of clips.entries()) {
      const echo = measure(plus(echoOf(far, 140, 22), roomNoise(far.length)), far);
      expect(echo.found.length, `clip ${index}`).toBeGreaterThan(0);
      for (const near of clips) {
        if (near === far) continue;
        const pair = measure(near, far);
        windows += pair.windows;
        falsely += pair.found.length;
      }
    }
    expect(windows).toBeGreaterThan(30);
    expect(falsely).toBe(0);
  });
});

/** Samples of a 16 kHz 16-bit mono wav file. */
function pcm16(file: string): Float32Array {
  const bytes = readFileSync(file);
  const at = bytes.indexOf('data', 12, 'latin1') + 8;
  return Float32Array.from(
    { length: (bytes.length - at) >> 1 },
    (_, index) => bytes.readInt16LE(at + 2 * index) / 32_768,
  );
}
