import { FRAME_MS, type Leg } from '../../contracts/audio';
import type { Keyword } from '../../contracts/speech';
import { Fbank } from '../../main/copilot/fbank';
import { createFsmnFastEar, type FsmnCtc } from '../../main/copilot/fsmn-fast-ear';
import { createEarsPipeline } from '../../main/copilot/pipeline';
import { PinyinClasses } from '../../domain/spoken/pinyin-classes';
import type { VoiceDetector } from '../../main/copilot/voice-detector';
import type { Comparison, Measure } from '../measure';
import { interleave } from '../statistics';
import { conversation, type Conversation } from './audio';
import { FrameByFrameEar } from './frame-by-frame-ear';
import { bookKeywords, openKeywordModel, openVoiceDetector, processorMs } from './models';

const REPETITIONS = 5;
const LEGS: readonly Leg[] = ['agent', 'customer'];

interface Parts {
  vad: VoiceDetector;
  ctc: FsmnCtc;
  keywords: readonly Keyword[];
  talk: Conversation;
}

/** The frame that a leg of a call hears at a step; every call is at another place of the conversation. */
function frameOf({ talk }: Parts, call: number, leg: Leg, step: number): Float32Array {
  const frames = talk[leg];
  return frames[(step + call * 101) % frames.length] ?? new Float32Array(0);
}

/** The product's own pipeline: frames come as in calls, those of one moment together. */
async function throughPipeline(parts: Parts, calls: number, steps: number): Promise<void> {
  let trouble: string | null = null;
  const pipeline = createEarsPipeline({
    vad: parts.vad,
    fastEar: createFsmnFastEar(parts.ctc),
    emit: () => undefined,
    trouble: ({ message }) => (trouble = message),
  });
  for (let call = 0; call < calls; call += 1) {
    pipeline.startCall({ callId: String(call), language: 'zh', keywords: parts.keywords });
  }
  for (let sequence = 0; sequence < steps; sequence += 1) {
    for (let call = 0; call < calls; call += 1) {
      for (const leg of LEGS) {
        const pcm = frameOf(parts, call, leg, sequence);
        const captureTimeMs = sequence * FRAME_MS;
        pipeline.frame({ type: 'frame', callId: String(call), leg, sequence, captureTimeMs, pcm });
      }
    }
    await pipeline.drained();
  }
  for (let call = 0; call < calls; call += 1) await pipeline.endCall(String(call));
  if (trouble !== null) throw new Error(trouble);
}

/** The simple way: for each leg and frame one call of the voice model and one of the keyword model. */
async function simply(parts: Parts, calls: number, steps: number): Promise<void> {
  const shared = { fbank: new Fbank(), classes: new PinyinClasses(parts.ctc.tokens) };
  const legs = Array.from({ length: calls }, (_, call) =>
    LEGS.map((leg) => ({
      call,
      leg,
      state: parts.vad.createState(),
      ear: new FrameByFrameEar(parts.ctc, shared, parts.keywords),
    })),
  ).flat();
  for (let step = 0; step < steps; step += 1) {
    for (const { call, leg, state, ear } of legs) {
      const pcm = frameOf(parts, call, leg, step);
      await parts.vad.detect([{ state, pcm }]);
      await ear.push(pcm);
    }
  }
  for (const { ear } of legs) await ear.finish();
}

async function compare(parts: Parts, calls: number, steps: number): Promise<Comparison> {
  const perCore = (ms: number) => (calls * steps * FRAME_MS) / ms;
  const samples = await interleave(REPETITIONS, {
    ours: async () => perCore(await processorMs(() => throughPipeline(parts, calls, steps))),
    alternative: async () => perCore(await processorMs(() => simply(parts, calls, steps))),
  });
  return {
    what: `calls that a core can hear, ${calls === 1 ? 'one call' : `${calls} calls`} at a time`,
    alternativeIs: 'both models once per leg and frame',
    unit: 'calls',
    better: 'higher',
    ...samples,
  };
}

export const calls: Measure = {
  name: 'calls',
  title: 'calls per core, voice detector and keyword ear on both legs',
  async run() {
    const parts: Parts = {
      vad: await openVoiceDetector(),
      ctc: await openKeywordModel(),
      keywords: await bookKeywords(),
      talk: await conversation(),
    };
    return [await compare(parts, 1, 300), await compare(parts, 8, 50), await compare(parts, 64, 24)];
  },
};
