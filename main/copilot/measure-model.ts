import { open } from 'node:fs/promises';
import { EAR_SAMPLE_RATE_HZ, FRAME_SAMPLES } from '../../contracts/audio';
import { SidetoneError, toFailure } from '../../contracts/errors';
import type { ModelJob, ModelMeasurement, RecogniserKind, TestClip } from '../../contracts/models';
import { useFlac } from './flac-reader';
import { createFsmnFastEar, loadFsmnCtc } from './fsmn-fast-ear';
import { heardShare } from './heard-share';
import { joined } from './joined';
import { loadSherpaCarefulEar } from './sherpa-careful-ear';
import { loadSileroVoiceDetector } from './silero-voice-detector';

type TestJob = Extract<ModelJob, { kind: 'test' }>;
/** Hears a clip; gives the share of it that was understood. */
type Listen = (clip: TestClip, pcm: Float32Array) => Promise<number>;

/** An ear that understands less than this of a plain sentence is no ear. */
const LEAST_SHARE = 0.4;
const SPEECH_PROBABILITY = 0.5;
const KEYWORD_THRESHOLD = 0.15;

const loaders: Record<TestJob['role'], (files: TestJob['files'], recogniser: RecogniserKind) => Promise<Listen>> = {
  vad: async ({ network = '' }) => {
    const detector = await loadSileroVoiceDetector(network);
    return async (_clip, pcm) => {
      const state = detector.createState();
      let [frames, speech] = [0, 0];
      for (let at = 0; at + FRAME_SAMPLES <= pcm.length; at += FRAME_SAMPLES) {
        const [probability = 0] = await detector.detect([{ state, pcm: pcm.subarray(at, at + FRAME_SAMPLES) }]);
        frames += 1;
        if (probability > SPEECH_PROBABILITY) speech += 1;
      }
      return frames === 0 ? 0 : speech / frames;
    };
  },
  'fast-ear': async ({ network = '', normalisation = '', tokens = '' }) => {
    const ear = createFsmnFastEar(await loadFsmnCtc({ network, normalisation, tokens }));
    return async ({ phrases }, pcm) => {
      const wanted = phrases.map((phrase) => ({ phrase, threshold: KEYWORD_THRESHOLD }));
      const stream = ear.listen(wanted, ear.createMemory());
      const hits = [...(await stream.push(pcm)), ...(await stream.finish())];
      const heard = phrases.filter((each) => hits.some(({ phrase }) => phrase === each));
      return heard.length / phrases.length;
    };
  },
  'careful-ear': async (files, recogniser) => {
    // A change of language would count as work: what is changed by loading anew finds out by itself.
    const ear = await loadSherpaCarefulEar(recogniser, files, recogniser === 'sense-voice' ? 'auto' : 'zh');
    return async ({ text, language }, pcm) => {
      const told = recogniser === 'sense-voice' ? 'auto' : language;
      return heardShare(text, (await ear.transcribe(pcm, told)).text, language);
    };
  },
};

const KILOBYTE = 1024;
const peakBytes = () => process.resourceUsage().maxRSS * KILOBYTE;

/**
 * Loads a model as the ears do and lets it hear the clips it is for. Throws SidetoneError `model-hears-nothing`,
 * `model-damaged` or `model-wrong-kind`.
 */
export async function measureModel(job: TestJob, loaded: () => void): Promise<ModelMeasurement> {
  try {
    return await measure(job, loaded);
  } catch (error) {
    if (error instanceof SidetoneError) throw error;
    const [first = ''] = toFailure(error).message.split('\n', 1);
    throw new SidetoneError('model-wrong-kind', `The engine cannot work with this model: ${first}`, { cause: error });
  }
}

async function measure(
  { role, recogniser = 'whisper', files, clips }: TestJob,
  loaded: () => void,
): Promise<ModelMeasurement> {
  // The fast ear spots phrases; a clip without any is not for it.
  const heard = clips.filter(({ phrases }) => role !== 'fast-ear' || phrases.length > 0);
  const sounds = await Promise.all(heard.map(async (clip) => ({ clip, pcm: await samplesOf(clip.file) })));
  const [residentBefore, peakBefore] = [process.memoryUsage.rss(), peakBytes()];
  const startedMs = performance.now();
  const listen = await loaders[role](files, recogniser);
  const loadMs = performance.now() - startedMs;
  loaded();
  let resident = process.memoryUsage.rss();
  let [workMs, audioMs] = [0, 0];
  const shares: ModelMeasurement['heardShare'] = {};
  for (const { clip, pcm } of sounds) {
    const fromMs = performance.now();
    shares[clip.language] = await listen(clip, pcm);
    workMs += performance.now() - fromMs;
    audioMs += (1000 * pcm.length) / EAR_SAMPLE_RATE_HZ;
    resident = Math.max(resident, process.memoryUsage.rss());
  }
  if (Math.max(0, ...Object.values(shares)) < LEAST_SHARE) {
    throw new SidetoneError(
      'model-hears-nothing',
      'The model can be loaded but does not understand the test sentences: it is for something else.',
    );
  }
  // The system keeps the highest peak of the whole life of the process: it is the model's only when it grew since.
  const peak = peakBytes() > peakBefore ? peakBytes() : resident;
  return {
    measuredAt: new Date().toISOString(),
    loadMs: Math.round(loadMs),
    audioMs: Math.round(audioMs),
    realTimeFactor: workMs / audioMs,
    memoryBytes: Math.max(0, Math.round(peak - residentBefore)),
    heardShare: shares,
  };
}

/** The clips are at the ears' rate already. */
async function samplesOf(file: string): Promise<Float32Array> {
  const handle = await open(file).catch((error: unknown) => {
    throw new SidetoneError('file-unreadable', `The test sentence ${file} cannot be read.`, { cause: error });
  });
  try {
    return await useFlac(handle, file, async ({ sampleRateHz, blocks }) => {
      if (sampleRateHz !== EAR_SAMPLE_RATE_HZ) throw new SidetoneError('not-audio', `${file} has another rate.`);
      const parts: Float32Array[] = [];
      for await (const [first = new Float32Array(0)] of blocks()) parts.push(first);
      return joined(parts);
    });
  } finally {
    await handle.close();
  }
}
