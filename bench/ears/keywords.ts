import type { EarHit } from '../../main/copilot/fast-ear';
import { Fbank } from '../../main/copilot/fbank';
import { createFsmnFastEar } from '../../main/copilot/fsmn-fast-ear';
import { PinyinClasses } from '../../domain/spoken/pinyin-classes';
import type { Measure } from '../measure';
import { interleave } from '../statistics';
import { speech } from './audio';
import { FrameByFrameEar } from './frame-by-frame-ear';
import { bookKeywords, openKeywordModel, processorMs } from './models';

const REPETITIONS = 7;

type Hit = Pick<EarHit, 'phrase' | 'again'>;

interface Listening {
  push(pcm: Float32Array): Promise<Hit[]>;
  finish(): Promise<Hit[]>;
}

async function hear(listening: Listening, frames: readonly Float32Array[]): Promise<string[]> {
  const hits: Hit[] = [];
  for (const frame of frames) hits.push(...(await listening.push(frame)));
  hits.push(...(await listening.finish()));
  return hits.filter(({ again }) => !again).map(({ phrase }) => phrase);
}

export const keywords: Measure = {
  name: 'keywords',
  title: 'keyword spotting per frame',
  async run() {
    const ctc = await openKeywordModel();
    const phrases = await bookKeywords();
    const frames = await speech();
    const ear = createFsmnFastEar(ctc);
    const parts = { fbank: new Fbank(), classes: new PinyinClasses(ctc.tokens) };
    const ours = () => hear(ear.listen(phrases, ear.createMemory()), frames);
    const simple = () => hear(new FrameByFrameEar(ctc, parts, phrases), frames);
    const [heard, expected] = [(await ours()).sort(), (await simple()).sort()];
    if (heard.length === 0 || heard.join() !== expected.join()) {
      throw new Error(`The chunks hear ${heard.length} phrases, the single calls ${expected.length}: not comparable.`);
    }
    const perFrameUs = async (work: () => Promise<string[]>) =>
      (1000 * (await processorMs(async () => void (await work())))) / frames.length;
    const samples = await interleave(REPETITIONS, {
      ours: () => perFrameUs(ours),
      alternative: () => perFrameUs(simple),
    });
    return [
      {
        what: `keyword ear, a frame of speech, ${phrases.length} phrases`,
        alternativeIs: 'one model call per frame, same context',
        unit: 'µs',
        better: 'lower',
        ...samples,
      },
    ];
  },
};
