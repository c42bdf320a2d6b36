import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { EAR_SAMPLE_RATE_HZ, FRAME_MS, type Leg } from '../../contracts/audio';
import type { CarefulEar } from '../../main/copilot/careful-ear';
import { joined } from '../../main/copilot/joined';
import { createEarsPipeline } from '../../main/copilot/pipeline';
import type { VoiceDetector } from '../../main/copilot/voice-detector';
import type { Comparison, Measure } from '../measure';
import { interleave } from '../statistics';
import { conversation, type Conversation } from './audio';
import { bookKeywords, openCarefulEar, openVoiceDetector, processorMs } from './models';

const REPETITIONS = 3;
const LEGS: readonly Leg[] = ['agent', 'customer'];
/** What a recogniser is given that is not told who speaks when. */
const PIECE_SAMPLES = 5 * EAR_SAMPLE_RATE_HZ;
const BYTES_PER_MB = 1_000_000;

interface Parts {
  vad: VoiceDetector;
  ear: CarefulEar;
  talk: Conversation;
}

/** The product's own way: utterances, each read once, by one recogniser for both legs. */
async function byUtterance({ vad, ear, talk }: Parts): Promise<number> {
  let lines = 0;
  const pipeline = createEarsPipeline({
    vad,
    carefulEar: ear,
    emit: ({ type }) => {
      if (type === 'transcript') lines += 1;
    },
  });
  pipeline.startCall({ callId: 'a', language: 'zh', keywords: await bookKeywords() });
  for (let sequence = 0; sequence < talk.customer.length; sequence += 1) {
    for (const leg of LEGS) {
      const pcm = talk[leg][sequence] ?? new Float32Array(0);
      pipeline.frame({ type: 'frame', callId: 'a', leg, sequence, captureTimeMs: sequence * FRAME_MS, pcm });
    }
    if (sequence % 30 === 0) await pipeline.drained();
  }
  await pipeline.endCall('a');
  return lines;
}

async function byPieces({ ear, talk }: Parts): Promise<void> {
  for (const leg of LEGS) {
    const whole = joined(talk[leg]);
    for (let at = 0; at < whole.length; at += PIECE_SAMPLES)
      await ear.transcribe(whole.subarray(at, at + PIECE_SAMPLES), 'zh');
  }
}

async function work(): Promise<Comparison> {
  const parts: Parts = {
    vad: await openVoiceDetector(),
    ear: await openCarefulEar(),
    talk: await conversation(),
  };
  if ((await byUtterance(parts)) === 0) throw new Error('Nothing was written down.');
  const callMs = parts.talk.customer.length * FRAME_MS;
  const share = (ms: number) => (100 * ms) / callMs;
  const samples = await interleave(REPETITIONS, {
    ours: async () => share(await processorMs(async () => void (await byUtterance(parts)))),
    alternative: async () => share(await processorMs(() => byPieces(parts))),
  });
  return {
    what: 'writing down both sides of a call, voice detector included',
    alternativeIs: 'each side in pieces of 5 s, speech or not',
    unit: '% of a core',
    better: 'lower',
    ...samples,
  };
}

async function megabytes(recognisers: number): Promise<number> {
  const script = path.join(import.meta.dirname, 'recogniser-memory.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, String(recognisers)]);
  return Number(stdout.trim().split('\n').at(-1)) / BYTES_PER_MB;
}

async function memory(): Promise<Comparison> {
  const samples = await interleave(REPETITIONS, { ours: () => megabytes(1), alternative: () => megabytes(2) });
  return {
    what: 'memory of the recogniser, after its first sentence',
    alternativeIs: 'a recogniser for each side',
    unit: 'MB',
    better: 'lower',
    ...samples,
  };
}

export const recogniser: Measure = {
  name: 'recogniser',
  title: 'recognition: work for both sides of a call, and memory',
  run: async () => [await work(), await memory()],
};
