import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bench/random';
import { readAudioFile, toEarRate } from './audio-file';
import { throughTelephone } from './band-repair/telephone-band';
import { soundOf } from './sound-measure';

const RATE_HZ = 16_000;
const sounding = (seconds: number, at: (seconds: number) => number) =>
  Float32Array.from({ length: seconds * RATE_HZ }, (_, sample) => at(sample / RATE_HZ));
const sines = (pitches: readonly number[], seconds: number) =>
  pitches.reduce((sum, hz) => sum + Math.sin(2 * Math.PI * hz * seconds), 0) / Math.max(1, pitches.length);
const cadence = (pitches: readonly number[], onSeconds: number, offSeconds: number) =>
  sounding(4, (t) => (t % (onSeconds + offSeconds) < onSeconds ? 0.2 * sines(pitches, t) : 0));
const noise = (amplitude: number) => {
  const random = seededRandom(1);
  return sounding(4, () => amplitude * (2 * random() - 1));
};
/** Three notes of a piano at a time, and others after 1.2 s. */
const chords = sounding(4, (t) => {
  const root = [220, 175, 262, 196][Math.floor(t / 1.2) % 4] ?? 220;
  const since = t % 1.2;
  const note = (hz: number) =>
    [1, 2, 3, 4, 5].reduce((sum, h) => sum + (Math.sin(2 * Math.PI * hz * h * t) / h) * Math.exp(-since * h * 0.7), 0);
  return 0.05 * [1, 1.26, 1.5].reduce((sum, ratio) => sum + note(root * ratio), 0);
});
/** The harmonics of a voice whose pitch never rests, four syllables a second. */
const gliding = sounding(4, (t) => {
  const phase = 2 * Math.PI * (140 * t - (30 / (2 * Math.PI * 1.5)) * Math.cos(2 * Math.PI * 1.5 * t));
  const syllable = Math.max(0, Math.sin(2 * Math.PI * 2 * t)) ** 0.5;
  return 0.02 * syllable * Array.from({ length: 20 }, (_, h) => Math.sin((h + 1) * phase)).reduce((a, b) => a + b, 0);
});

describe('what a line carries', () => {
  it.each([
    ['ringing in China', [450], 1, 4],
    ['busy in China', [450], 0.35, 0.35],
    ['congestion in China', [450], 0.1, 0.1],
    ['ringing in America', [440, 480], 2, 4],
    ['busy in America', [480, 620], 0.5, 0.5],
    ['dial tone in America', [350, 440], 4, 0],
    ['a key', [852, 1_336], 0.3, 0.3],
    ['keys pressed by a machine', [697, 1_209], 0.08, 0.08],
    ['a fax', [1_100], 0.5, 3],
  ])('%s is a tone, through the telephone as well', async (_, pitches, on, off) => {
    const pcm = cadence(pitches, on, off);
    expect(soundOf({ pcm, voicedMs: 3_000 })).toBe('tone');
    expect(soundOf({ pcm: await throughTelephone(pcm), voicedMs: 3_000 })).toBe('tone');
  });

  it('is music where the notes rest and the voice detector was sure for a moment only', async () => {
    expect(soundOf({ pcm: chords, voicedMs: 300 })).toBe('music');
    expect(soundOf({ pcm: await throughTelephone(chords), voicedMs: 300 })).toBe('music');
  });

  it('is speech where the pitch never rests, over music too, and in noise', () => {
    expect(soundOf({ pcm: gliding, voicedMs: 300 })).toBe('speech');
    expect(soundOf({ pcm: gliding.map((sample, at) => sample + 0.3 * (chords[at] ?? 0)), voicedMs: 2_000 })).toBe(
      'speech',
    );
    expect(soundOf({ pcm: noise(0.1), voicedMs: 300 })).toBe('speech');
  });

  it('is speech when only a part of it is a tone', () => {
    const pcm = new Float32Array(8 * RATE_HZ);
    pcm.set(cadence([450], 4, 0));
    pcm.set(gliding, 4 * RATE_HZ);
    expect(soundOf({ pcm, voicedMs: 3_000 })).toBe('speech');
  });

  it('is quiet where there is comfort noise or nothing, and speech where there is too little to tell', () => {
    expect(soundOf({ pcm: noise(0.0005), voicedMs: 300 })).toBe('quiet');
    expect(soundOf({ pcm: new Float32Array(RATE_HZ), voicedMs: 300 })).toBe('quiet');
    expect(soundOf({ pcm: new Float32Array(0), voicedMs: 0 })).toBe('quiet');
    expect(soundOf({ pcm: sounding(0.05, () => 0.5), voicedMs: 30 })).toBe('speech');
  });
});

const shared = path.resolve(import.meta.dirname, '../../../shared/audio');
describe.skipIf(!existsSync(shared))('the shared clips', () => {
  const clipsOf = (folder: string) =>
    readdirSync(path.join(shared, folder))
      .filter((name) => name.endsWith('.wav'))
      .map((name) => path.join(shared, folder, name));
  async function read(file: string) {
    const { channels, sampleRateHz } = await readAudioFile(file);
    return toEarRate(channels[0] ?? new Float32Array(0), sampleRateHz);
  }

  it('of speech are all speech, however little the voice detector heard of them', async () => {
    const files = ['zh', 'zh8k', 'en', 'telesales/zh', 'telesales/en'].flatMap(clipsOf);
    const lost = [];
    for (const file of files) if (soundOf({ pcm: await read(file), voicedMs: 300 }) !== 'speech') lost.push(file);
    expect(files.length).toBeGreaterThan(100);
    expect(lost).toEqual([]);
  });

  it('of tones are all tones', async () => {
    const tones = clipsOf('tones').filter((file) => !/silence|comfort/.test(file));
    const sounds = [];
    for (const file of tones) sounds.push(soundOf({ pcm: await read(file), voicedMs: 3_000 }));
    expect(new Set(sounds)).toEqual(new Set(['tone']));
  });
});
