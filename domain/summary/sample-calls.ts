import type { Language } from '../../contracts/cues';
import type { TranscriptLine } from '../../contracts/transcript';

function call(...said: [TranscriptLine['leg'], string][]): TranscriptLine[] {
  return said.map(([leg, text], index) => ({ leg, text, startMs: index * 3000, endMs: index * 3000 + 2500 }));
}

/** Short made-up calls, to try a language model with. */
export const SAMPLE_CALLS: Readonly<Record<Language, readonly TranscriptLine[]>> = {
  zh: call(
    ['agent', '您好，我们的千兆宽带套餐一年九百六十元，包含安装。'],
    ['customer', '有点贵，我再想想。'],
    ['agent', '那我明天下午三点再给您回电，可以吗？'],
    ['customer', '可以，你先把资料发给我。'],
  ),
  en: call(
    ['agent', 'Our plan is seventy nine dollars a month, with the installation.'],
    ['customer', 'That is a little expensive, let me think about it.'],
    ['agent', 'May I call you back tomorrow afternoon at three?'],
    ['customer', 'Yes, and send me the details first.'],
  ),
};
