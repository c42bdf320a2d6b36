import { describe, expect, it } from 'vitest';
import { openVoices } from '../../practice/voice-library';
import { measureVoice } from './voice-measure';

/** A buzz with the harmonics of a voice. */
const buzz = (pitchHz: number, level: number, samples = 16_000) =>
  Float32Array.from({ length: samples }, (_, at) =>
    [1, 2, 3, 4].reduce(
      (sum, part) => sum + (level / part) * Math.sin((2 * Math.PI * pitchHz * part * at) / 16_000),
      0,
    ),
  );

describe('measuring a voice', () => {
  it.each([90, 140, 220, 410])('finds a pitch of %i Hz', (pitchHz) => {
    expect(measureVoice(buzz(pitchHz, 0.2)).pitchHz).toBeCloseTo(pitchHz, 0);
  });

  it('finds how much louder one is than another', () => {
    const [soft, loud] = [measureVoice(buzz(150, 0.05)), measureVoice(buzz(150, 0.2))];
    expect(loud.levelDb - soft.levelDb).toBeCloseTo(20 * Math.log10(4), 1);
  });

  it('counts no pause as voice, so that a slow speaker is no quieter', () => {
    const spoken = buzz(150, 0.1);
    const paused = new Float32Array(64_000);
    paused.set(spoken);
    expect(measureVoice(paused).levelDb).toBeCloseTo(measureVoice(spoken).levelDb, 0);
  });

  it('tells no pitch of noise, of silence, and of next to nothing', () => {
    let seed = 1;
    const noise = Float32Array.from({ length: 16_000 }, () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 1_073_741_823 - 1;
    });
    expect(measureVoice(noise).pitchHz).toBeNull();
    expect(measureVoice(new Float32Array(16_000))).toEqual({ levelDb: -100, pitchHz: null });
    expect(measureVoice(new Float32Array(10))).toEqual({ levelDb: -100, pitchHz: null });
  });

  it('finds a woman higher than a man saying the same', async () => {
    const voices = await openVoices();
    const pitchOf = async (id: string) =>
      measureVoice(Float32Array.from(await voices.samples(id, 16_000), (sample) => sample / 32_768)).pitchHz ?? 0;
    const [man, woman] = [await pitchOf('zh/c01_zm_yunxi'), await pitchOf('zh/c01_zf_xiaobei')];
    expect(man).toBeGreaterThan(80);
    expect(woman).toBeGreaterThan(man * 1.2);
    expect(woman).toBeLessThan(400);
  });
});
