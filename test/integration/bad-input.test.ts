import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../bench/random';
import { EAR_SAMPLE_RATE_HZ, FRAME_MS, FRAME_SAMPLES, type Leg } from '../../contracts/audio';
import type { SpeechEvent } from '../../contracts/speech';
import { readAudioFile, toEarRate } from '../../main/copilot/audio-file';
import { throughTelephone } from '../../main/copilot/band-repair/telephone-band';
import type { CarefulEar } from '../../main/copilot/careful-ear';
import { loadEars, type LoadedEars } from '../../main/copilot/load-ears';
import { createEarsPipeline } from '../../main/copilot/pipeline';
import { locateModels, modelSearchPath } from '../../models/locate';

const audio = path.resolve(import.meta.dirname, '../../../shared/audio');
const located = await locateModels({ searchPath: modelSearchPath() });
const complete = ['vad', 'fast-ear', 'careful-ear'].every((role) =>
  located.some((model) => model.role === role && model.state === 'found'),
);

const samplesOf = (seconds: number) => Math.round(seconds * EAR_SAMPLE_RATE_HZ);
const sounding = (seconds: number, at: (seconds: number) => number) =>
  Float32Array.from({ length: samplesOf(seconds) }, (_, sample) => at(sample / EAR_SAMPLE_RATE_HZ));
const noise = (seconds: number, amplitude: number) => {
  const random = seededRandom(1);
  return sounding(seconds, () => amplitude * (2 * random() - 1));
};
/** A bass drum, a snare drum and a bass: of what was tried, what the voice detector most often takes for a voice. */
function drumsAndBass(seconds: number): Float32Array {
  const random = seededRandom(3);
  const beatSeconds = 0.6;
  return sounding(seconds, (t) => {
    const beat = Math.floor(t / beatSeconds);
    const since = t % beatSeconds;
    const drum =
      beat % 2 === 0
        ? Math.sin(2 * Math.PI * (50 + 80 * Math.exp(-since * 30)) * t) * Math.exp(-since * 12)
        : 0.7 * (2 * random() - 1) * Math.exp(-since * 18);
    const bassHz = [55, 43.65, 65.4, 49][Math.floor(beat / 3) % 4] ?? 55;
    const bass = [1, 2, 3].reduce((sum, h) => sum + Math.sin(2 * Math.PI * bassHz * h * t) / h, 0);
    return 0.25 * drum + 0.15 * bass * Math.exp(-since * 2);
  });
}
/** Three notes of an organ at a time. */
const organ = (seconds: number) =>
  sounding(seconds, (t) => {
    const root = [220, 175, 262, 196][Math.floor(t / 2.4) % 4] ?? 220;
    return [1, 1.26, 1.5].reduce(
      (sum, ratio) =>
        sum + [1, 2, 3, 4].reduce((part, h) => part + (0.06 / h) * Math.sin(2 * Math.PI * root * ratio * h * t), 0),
      0,
    );
  });
const congestion = (seconds: number) =>
  sounding(seconds, (t) => (t % 0.2 < 0.1 ? 0.06 * Math.sin(2 * Math.PI * 450 * t) : 0));

async function clip(name: string): Promise<Float32Array> {
  const { channels, sampleRateHz } = await readAudioFile(path.join(audio, 'telesales/zh', `${name}.wav`));
  const pcm = await toEarRate(channels[0] ?? new Float32Array(0), sampleRateHz);
  const padded = new Float32Array(pcm.length + samplesOf(2));
  padded.set(pcm, samplesOf(1));
  return padded;
}

describe.skipIf(!complete || !existsSync(audio))(
  'the ears on bad input (needs their models and the shared clips)',
  () => {
    let ears: LoadedEars;
    let careful: CarefulEar;
    beforeAll(async () => {
      ears = await loadEars(modelSearchPath());
      const loaded = await ears.carefulEar;
      if (!loaded) throw new Error('The careful ear was found and did not load.');
      careful = loaded;
    });

    /** What is told of a call; `sequenceOf` says what number each frame has, counted from 0. */
    async function hear(legs: Partial<Record<Leg, Float32Array>>, sequenceOf = (frame: number) => frame) {
      const events: SpeechEvent[] = [];
      const troubles: string[] = [];
      const pipeline = createEarsPipeline({
        vad: ears.vad ?? expect.fail('The voice detector did not load.'),
        fastEar: ears.fastEar ?? undefined,
        carefulEar: careful,
        emit: (event) => events.push(event),
        trouble: ({ message }) => troubles.push(message),
      });
      const phrases = ['太贵', '不要再打', '微信', '商量', '退款', '便宜', '优惠'];
      const keywords = phrases.map((phrase) => ({ phrase, threshold: 0.15 }));
      pipeline.startCall({ callId: 'a', language: 'zh', keywords });
      const both = Object.entries(legs) as [Leg, Float32Array][];
      const frames = Math.ceil(Math.max(...both.map(([, pcm]) => pcm.length)) / FRAME_SAMPLES);
      for (let frame = 0; frame < frames; frame += 1) {
        const sequence = sequenceOf(frame);
        for (const [leg, pcm] of both) {
          const samples = new Float32Array(FRAME_SAMPLES);
          samples.set(pcm.subarray(frame * FRAME_SAMPLES, (frame + 1) * FRAME_SAMPLES));
          pipeline.frame({
            type: 'frame',
            callId: 'a',
            leg,
            sequence,
            captureTimeMs: sequence * FRAME_MS,
            pcm: samples,
          });
        }
        if (frame % 100 === 99) await pipeline.drained();
      }
      await pipeline.endCall('a');
      const written = events.flatMap((event) => (event.type === 'transcript' ? [event] : []));
      const stands = new Map<string, { leg: Leg; phrase: string; endMs: number }>();
      for (const event of events) {
        if (event.type === 'keyword' || event.type === 'keyword-confirmed') stands.set(event.id, event);
        if (event.type === 'keyword-withdrawn') stands.delete(event.id);
      }
      const keywordsOf = (leg: Leg) =>
        [...stands.values()].filter((word) => word.leg === leg).map(({ phrase }) => phrase);
      return { events, troubles, written, stands: [...stands.values()], keywordsOf };
    }

    it('say nothing of ten minutes of silence on one leg and comfort noise on the other', async () => {
      const { events, troubles } = await hear({
        agent: new Float32Array(samplesOf(600)),
        customer: noise(600, 0.0017),
      });
      expect(events).toEqual([]);
      expect(troubles).toEqual([]);
    });

    it.each([
      ['drums and bass', drumsAndBass],
      ['an organ', organ],
      ['the tone of a busy network', congestion],
    ])('write nothing of a minute of %s, and show no word of it', async (_, make) => {
      const pieces = [await throughTelephone(make(60))];
      // At 16 kHz a bass drum is sometimes taken for a voice; a telephone does not carry its deep notes.
      if (make !== drumsAndBass) pieces.push(make(60));
      for (const pcm of pieces) {
        const { written, stands } = await hear({ customer: pcm });
        expect(written).toEqual([]);
        expect(stands).toEqual([]);
      }
    });

    it('read what is said over music', async () => {
      const said = await clip('c05_zf_xiaobei');
      const music = organ(said.length / EAR_SAMPLE_RATE_HZ);
      const { keywordsOf } = await hear({ customer: said.map((sample, at) => sample + 0.15 * (music[at] ?? 0)) });
      expect(keywordsOf('customer')).toEqual(['不要再打']);
    });

    it('keep two apart who talk at once', async () => {
      const [agent, customer] = [await clip('c01_zm_yunxi'), await clip('c05_zf_xiaobei')];
      const { keywordsOf } = await hear({ agent, customer });
      expect(keywordsOf('agent')).toEqual(['太贵']);
      expect(keywordsOf('customer')).toEqual(['不要再打']);
    });

    it('go on after a clock that jumped an hour ahead, and after one that jumped back', async () => {
      const customer = await clip('c05_zf_xiaobei');
      const hourFrames = Math.round(3_600_000 / FRAME_MS);
      const ahead = await hear({ customer }, (frame) => (frame < 15 ? frame : frame + hourFrames));
      expect(ahead.stands).toMatchObject([{ phrase: '不要再打' }]);
      expect(ahead.stands[0]?.endMs).toBeGreaterThan(3_600_000);
      expect(ahead.events).toContainEqual(expect.objectContaining({ type: 'gap', lostFrames: hourFrames }));
      // Frames that are older than the last are no frames of now.
      const back = await hear({ customer }, (frame) => (frame < 15 ? frame + 10 : frame));
      expect(back.stands).toMatchObject([{ phrase: '不要再打' }]);
      expect(back.troubles).toEqual([]);
    });

    it.each([
      ['is no number', NaN],
      ['has no end', Infinity],
      ['is far too loud', 1e30],
      ['is far too loud, the other way', -3e38],
    ])('hear a voice after a second of audio that %s', async (_, value) => {
      const customer = await clip('c05_zf_xiaobei');
      const broken = new Float32Array(samplesOf(1)).fill(value);
      const { troubles, stands } = await hear({ customer: Float32Array.from([...broken, ...customer]) });
      expect(troubles).toEqual([]);
      expect(stands).toMatchObject([{ phrase: '不要再打' }]);
    });
  },
);
