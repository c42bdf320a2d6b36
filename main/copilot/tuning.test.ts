import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import wavefile from 'wavefile';
import { fakeVoiceDetector } from './fakes';
import type { FastEar } from './fast-ear';
import { recordingsIn } from './recordings';
import { tuneKeywords } from './tuning';

const RATE_HZ = 16_000;

/** Seconds of voice and of silence in turn, for the fake detector. */
function wav(channels: readonly (readonly [voice: number, silence: number])[]): Uint8Array {
  const file = new wavefile.WaveFile();
  const samples = channels.map(([voice, silence]) =>
    Array.from({ length: (voice + silence) * RATE_HZ }, (_, at) => (at < voice * RATE_HZ ? 29_000 : 0)),
  );
  file.fromScratch(channels.length, RATE_HZ, '16', samples);
  return file.toBuffer();
}

/** Rings in each utterance for every phrase that it was given a score for, where the threshold lets it. */
function ringingEar(scores: Readonly<Record<string, number>>): FastEar {
  return {
    createMemory: () => ({}),
    deafTo: (phrase) => (/^[a-z]/i.test(phrase) ? 'has Latin letters' : null),
    listen: (keywords) => ({
      push: async () => [],
      finish: async () =>
        keywords.flatMap(({ phrase, threshold }) => {
          const score = scores[phrase] ?? 0;
          return score >= threshold ? [{ phrase, startMs: 0, endMs: 500, score }] : [];
        }),
    }),
  };
}

describe('the thresholds of keywords', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-tuning-'));
    await writeFile(path.join(folder, 'a.wav'), wav([[3, 3]]));
    await writeFile(
      path.join(folder, 'b.wav'),
      wav([
        [3, 3],
        [2, 4],
      ]),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const skipped: string[] = [];
  async function tune(
    phrases: readonly string[],
    scores: Record<string, number>,
    files?: readonly string[],
    fastEar = ringingEar(scores),
  ) {
    return tuneKeywords({
      vad: fakeVoiceDetector(),
      fastEar,
      keywords: phrases.map((phrase) => ({ phrase, threshold: 0.15 })),
      files: files ?? (await recordingsIn(folder)),
      faPerHour: 0.1,
      lowest: 0.15,
      skipped: (file, error) => skipped.push(`${path.basename(file)} ${String((error as { code?: string }).code)}`),
    });
  }

  it('lie above what rang, and say where it rang and how much was heard', async () => {
    const tuning = await tune(['太贵', '经理', 'WeChat'], { 经理: 0.8 });
    expect(tuning.thresholds).toEqual({ 经理: 0.801, 太贵: 0.15 });
    expect(tuning.phrases[0]).toMatchObject({ phrase: '经理', heardFalsely: 3, falseAlarms: 0, keepsBudget: true });
    expect(tuning.falseAlarms.map(({ file, leg }) => `${path.basename(file)} ${leg}`)).toEqual([
      'a.wav customer',
      'b.wav agent',
      'b.wav customer',
    ]);
    expect(tuning.together).toBe(0);
    expect(tuning.notHeard).toEqual([{ phrase: 'WeChat', why: 'has Latin letters' }]);
    // Six seconds of one leg, and twice six of two.
    expect(tuning.hours * 3600).toBeCloseTo(18, 1);
    expect(tuning.speechHours * 3600).toBeGreaterThan(7);
    expect(tuning.speechHours * 3600).toBeLessThan(9);
    expect(tuning.hoursToVouch).toBeCloseTo(29.96, 1);
  });

  it('counts what still rings at them when all are heard again', async () => {
    const tuning = await tune(['经理'], { 经理: 1 });
    expect(tuning).toMatchObject({ together: 3, phrases: [{ threshold: 0.999, keepsBudget: false }] });
  });

  it('rise again where a higher one lets through what the first alarm had hidden', async () => {
    const hiding: FastEar = {
      ...ringingEar({}),
      listen: ([keyword]) => {
        const score = (keyword?.threshold ?? 0) > 0.5 ? 0.8 : 0.5;
        return ringingEar({ 经理: score }).listen(keyword ? [keyword] : [], {});
      },
    };
    const tuning = await tune(['经理'], {}, undefined, hiding);
    expect(tuning).toMatchObject({ thresholds: { 经理: 0.801 }, together: 0, phrases: [{ heardFalsely: 3 }] });
  });

  it('leaves out a file that is no audio, and says so', async () => {
    const broken = path.join(folder, 'broken.txt');
    await writeFile(broken, 'not audio');
    const tuning = await tune(['太贵'], {}, [broken, path.join(folder, 'a.wav')]);
    expect(skipped).toEqual(['broken.txt not-audio']);
    expect(tuning.hours * 3600).toBeCloseTo(6, 1);
    await expect(tune(['太贵'], {}, [broken])).rejects.toMatchObject({ code: 'not-audio' });
  });

  it('refuses phrases of which the ear can hear none', async () => {
    await expect(tune(['WeChat'], {})).rejects.toMatchObject({
      code: 'keywords-invalid',
      message: expect.stringContaining('"WeChat": has Latin letters') as unknown,
    });
  });
});

describe('a folder of recordings', () => {
  it('must be there, and hold some', async () => {
    await expect(recordingsIn('/nowhere/at/all')).rejects.toMatchObject({ code: 'file-unreadable' });
    const empty = await mkdtemp(path.join(os.tmpdir(), 'sidetone-empty-'));
    await expect(recordingsIn(empty)).rejects.toMatchObject({ code: 'not-audio' });
    await rm(empty, { recursive: true });
  });
});
