import { z } from 'zod';
import { EAR_SAMPLE_RATE_HZ } from '../../../contracts/audio';
import type { RecogniserKind } from '../../../contracts/models';
import type { SpokenLanguage } from '../../../contracts/transcript';
import { toSimplified } from '../../../domain/spoken/simplified';
import type { Transcript } from '../careful-ear';
import { decodeByteLevel, looksInvented, withoutSounds } from '../whisper-text';
import { timedWords } from './timed-words';

/** The part of sherpa-onnx's result that is used. */
const resultSchema = z.object({
  text: z.string(),
  tokens: z.array(z.string()).default([]),
  /** s from the first sample, of each token; empty where the model has none. */
  timestamps: z.array(z.number()).default([]),
  lang: z.string().default(''),
});
type SherpaResult = z.infer<typeof resultSchema>;

export interface ReadingOf {
  kind: RecogniserKind;
  /** What the recogniser was told. */
  language: SpokenLanguage;
  /** Of what it was given. */
  samples: number;
}

/** What a recogniser's result says: its tags taken off, in simplified characters, with the times of its words. */
export function readResult(result: unknown, reading: ReadingOf): Transcript {
  const parsed = resultSchema.parse(result);
  return reading.kind === 'whisper' ? ofWhisper(parsed, reading) : ofOthers(parsed, reading);
}

function ofWhisper({ text, lang }: SherpaResult, { language, samples }: ReadingOf): Transcript {
  const decoded = withoutSounds(decodeByteLevel(text));
  const written = language === 'en' ? decoded : toSimplified(decoded);
  const isInvented = looksInvented(written, samples / EAR_SAMPLE_RATE_HZ);
  return { text: isInvented ? '' : written, ...tellLanguage(lang) };
}

/** SenseVoice's `<|zh|>`, `<|HAPPY|>`, `<|Speech|>`. */
const TAG = /<\|([^|]*)\|>/g;
/**
 * SenseVoice's word for what nobody said. Its events take nothing away: somebody may speak over music, and music alone has
 * no words to it, or was told by `domain/line-sounds.ts` before it was read.
 */
const NO_SPEECH = 'nospeech';

function ofOthers({ text, tokens, timestamps, lang }: SherpaResult, reading: ReadingOf): Transcript {
  const told = tellLanguage(bare(lang));
  if (bare(lang) === NO_SPEECH) return { text: '', ...told };
  const written = asWritten(text.replace(TAG, ''), reading.kind);
  if (!/[\p{L}\p{N}]/u.test(written)) return { text: '', ...told };
  const lengthMs = (1000 * reading.samples) / EAR_SAMPLE_RATE_HZ;
  const words = timedWords(tokens, timestamps, lengthMs).map((word) => ({
    ...word,
    text: asWritten(word.text, reading.kind),
  }));
  const letters = (parts: string) => parts.replace(/\s/g, '');
  // Where words and text differ, as after byte-level tokens, a time would stand at the wrong word.
  const areTheText = words.length > 0 && letters(words.map((word) => word.text).join('')) === letters(written);
  return { text: written, ...(areTheText ? { words } : {}), ...told };
}

const bare = (tag: string) => tag.replace(TAG, '$1');
const tellLanguage = (language: string) => (/^[a-z]{2,3}$/.test(language) ? { language } : {});

/** Models of icefall's bilingual recipes write English in capitals. */
function asWritten(text: string, kind: RecogniserKind): string {
  const simplified = toSimplified(text.trim());
  return kind.includes('zipformer') && !/\p{Ll}/u.test(simplified) ? simplified.toLowerCase() : simplified;
}
