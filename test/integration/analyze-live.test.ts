import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import wavefile from 'wavefile';
import { FRAME_MS, FRAME_SAMPLES } from '../../contracts/audio';
import type { SpeechEvent } from '../../contracts/speech';
import { FileAnalyzer, type Analysis } from '../../main/copilot/analyze-file';
import { readAudioFile, toEarRate } from '../../main/copilot/audio-file';
import { loadEars } from '../../main/copilot/load-ears';
import { createEarsPipeline, type EarsPipeline } from '../../main/copilot/pipeline';
import { locateModels, modelSearchPath } from '../../models/locate';

const clips = path.resolve(import.meta.dirname, '../../../shared/audio/telesales/zh');
const located = await locateModels({ searchPath: modelSearchPath() });
const ready = existsSync(clips) && located.every(({ state }) => state === 'found');
const phrases = ['好的可以', '多少钱', '发票', '退款', '微信', '太贵', '优惠'];
const keywords = phrases.map((phrase) => ({ phrase, threshold: 0.15 }));

async function samplesOf(name: string): Promise<Float32Array> {
  const { channels, sampleRateHz } = await readAudioFile(path.join(clips, `${name}.wav`));
  return toEarRate(channels[0] ?? new Float32Array(0), sampleRateHz);
}

describe.skipIf(!ready)('a recording (needs the models and the shared clips)', { timeout: 300_000 }, () => {
  let folder: string;
  let makePipeline: (emit: (event: SpeechEvent) => void) => EarsPipeline;
  let analyzer: FileAnalyzer;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-analyze-live-'));
    const { vad, fastEar, carefulEar } = await loadEars(modelSearchPath());
    const careful = await carefulEar;
    if (!vad || !fastEar || !careful) throw new Error('an ear did not load');
    makePipeline = (emit) => createEarsPipeline({ vad, fastEar, carefulEar: careful, emit });
    analyzer = new FileAnalyzer(makePipeline);
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function write(name: string, bitDepth: string, channels: Float32Array[], rateHz = 16_000): Promise<string> {
    const wav = new wavefile.WaveFile();
    wav.fromScratch(channels.length, rateHz, '32f', channels);
    wav.toBitDepth(bitDepth);
    const file = path.join(folder, name);
    await writeFile(file, wav.toBuffer());
    return file;
  }
  const analyze = (file: string, customerChannel: 0 | 1 = 1) =>
    analyzer.analyze(file, { customerChannel, language: 'zh', keywords, book: null });
  const words = ({ keywords: found }: Analysis) => found.map(({ leg, phrase }) => `${leg} ${phrase}`);

  /** As the window gives it: a frame at a time, never waiting for the ears. */
  async function hearLive(pcm: Float32Array) {
    const events: SpeechEvent[] = [];
    const pipeline = makePipeline((event) => events.push(event));
    pipeline.startCall({ callId: 'live', language: 'zh', keywords });
    for (let sequence = 0; sequence * FRAME_SAMPLES < pcm.length; sequence += 1) {
      const frame = new Float32Array(FRAME_SAMPLES);
      frame.set(pcm.subarray(sequence * FRAME_SAMPLES, (sequence + 1) * FRAME_SAMPLES));
      const captureTimeMs = sequence * FRAME_MS;
      pipeline.frame({ type: 'frame', callId: 'live', leg: 'customer', sequence, captureTimeMs, pcm: frame });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await pipeline.endCall('live');
    return events;
  }

  it('gives the same keywords and speech as the same audio on a call', async () => {
    const name = 'l10_zm_yunxi';
    const events = await hearLive(await samplesOf(name));
    const withdrawn = new Set(events.flatMap((event) => (event.type === 'keyword-withdrawn' ? [event.id] : [])));
    const confirmed = new Set(events.flatMap((event) => (event.type === 'keyword-confirmed' ? [event.id] : [])));
    const live = events
      .flatMap((event) => (event.type === 'keyword' && !withdrawn.has(event.id) ? [event] : []))
      .map((event) => ({
        leg: event.leg,
        phrase: event.phrase,
        startMs: Math.round(event.startMs),
        endMs: Math.round(event.endMs),
        ear: event.ear,
        confirmed: event.confirmed || confirmed.has(event.id),
      }))
      .sort((a, b) => a.startMs - b.startMs);
    const analysis = await analyze(path.join(clips, `${name}.wav`));
    expect(live.map(({ phrase }) => phrase)).toEqual(['好的可以', '多少钱', '发票', '退款']);
    expect(analysis.keywords.map(({ score, ...keyword }) => (expect(score).toBeGreaterThan(0), keyword))).toEqual(live);
    expect(analysis.speech).toEqual(
      events.flatMap((event) =>
        event.type === 'speech-end' ? [{ leg: event.leg, startMs: event.startMs, endMs: event.endMs }] : [],
      ),
    );
  });

  it('in stereo is heard on both legs, either way round', async () => {
    const [agent, customer] = await Promise.all([samplesOf('a11_zm_yunxi'), samplesOf('c01_zf_xiaobei')]);
    const length = Math.max(agent.length, customer.length) + 8000;
    const [left, right] = [agent, customer].map((pcm) => {
      const padded = new Float32Array(length);
      padded.set(pcm, 4000);
      return padded;
    });
    if (!left || !right) throw new Error('no channels');
    const file = await write('stereo.wav', '24', [left, right]);
    expect(words(await analyze(file)).sort()).toEqual(['agent 微信', 'customer 太贵']);
    expect(words(await analyze(file, 0)).sort()).toEqual(['agent 太贵', 'customer 微信']);
  });

  it('that begins and ends with its words, without any silence, loses none', async () => {
    const pcm = await samplesOf('c14_zm_yunxi');
    const loud = (sample: number) => Math.abs(sample) > 0.01;
    const cut = pcm.slice(pcm.findIndex(loud), pcm.findLastIndex(loud) + 1);
    const found = await analyze(await write('cut.wav', '16', [cut]));
    expect(words(found)).toEqual(['customer 微信']);
    expect(found.keywords[0]?.endMs).toBeLessThanOrEqual(found.seconds * 1000);
  });

  it('in which a word is said twice has it twice', async () => {
    const pcm = await samplesOf('c01_zf_xiaobei');
    const twice = new Float32Array(2 * pcm.length + 48_000);
    twice.set(pcm);
    twice.set(pcm, pcm.length + 48_000);
    const { keywords: found } = await analyze(await write('twice.wav', '16', [twice]));
    expect(found.map(({ phrase, confirmed }) => ({ phrase, confirmed }))).toEqual([
      { phrase: '太贵', confirmed: true },
      { phrase: '太贵', confirmed: true },
    ]);
    const apartMs = (found[1]?.startMs ?? 0) - (found[0]?.startMs ?? 0);
    expect(Math.abs(apartMs - (pcm.length + 48_000) / 16)).toBeLessThan(100);
  });

  it('with a homophone across two words holds no keyword in the end', async () => {
    expect(words(await analyze(path.join(clips, 'n19_zf_xiaobei.wav')))).toEqual([]);
  });

  it('without a sample is an analysis of nothing', async () => {
    const file = await write('empty.wav', '16', [new Float32Array(0)]);
    expect(await analyze(file)).toMatchObject({
      file,
      seconds: 0,
      speech: [],
      keywords: [],
      cues: [],
      transcript: [],
      intents: [],
      score: null,
      realTimeFactor: 0,
    });
  });
});
