import { describe, expect, it } from 'vitest';
import { FRAME_SAMPLES } from '../../contracts/audio';
import { throughTelephone } from '../../main/copilot/band-repair/telephone-band';
import { loadEars } from '../../main/copilot/load-ears';
import { modelSearchPath } from '../../models/locate';
import { openVoices } from '../../practice/voice-library';

const SILENCE_SAMPLES = 9 * 16_000;

/** The share of a line's frames that are taken for a voice, after nine seconds of digital silence on a telephone's leg. */
async function heardShare(clip: string): Promise<number> {
  const { vad } = await loadEars(modelSearchPath(), () => undefined);
  if (!vad) throw new Error('The voice detector comes with the packages and is not there.');
  const voices = await openVoices();
  const line = Float32Array.from(await voices.samples(clip, 16_000), (sample) => sample / 32_768);
  const leg = new Float32Array(SILENCE_SAMPLES + line.length);
  leg.set(line, SILENCE_SAMPLES);
  const pcm = await throughTelephone(leg);
  const state = vad.createState();
  let [voiced, frames] = [0, 0];
  for (let at = 0; at + FRAME_SAMPLES <= pcm.length; at += FRAME_SAMPLES) {
    const [probability = 0] = await vad.detect([{ state, pcm: pcm.slice(at, at + FRAME_SAMPLES) }]);
    if (at < SILENCE_SAMPLES) continue;
    frames += 1;
    if (probability >= 0.5) voiced += 1;
  }
  return voiced / frames;
}

describe('a voice on a telephone after a long silence', () => {
  it.each(['zh/c28_zm_yunxi', 'zh/c11_zf_xiaobei', 'en/c29_am_michael'])('%s is heard', async (clip) => {
    expect(await heardShare(clip)).toBeGreaterThan(0.5);
  });
});
