import { EAR_SAMPLE_RATE_HZ } from '../../../contracts/audio';
import type { RecogniserKind } from '../../../contracts/models';
import type { SpokenLanguage } from '../../../contracts/transcript';

/** Absolute paths by the keys of models/recogniser-kinds.ts. */
export type RecogniserFiles = Readonly<Record<string, string>>;

/** What sherpa-onnx's recognisers are made of: its own names, see types.js in sherpa-onnx-node. */
export interface SherpaConfig {
  featConfig: { sampleRate: number; featureDim: number };
  modelConfig: Readonly<Record<string, unknown>>;
}

const streamingKinds: readonly RecogniserKind[] = [
  'streaming-zipformer',
  'streaming-zipformer-ctc',
  'streaming-paraformer',
];

/** Whether it writes while one speaks: sherpa-onnx has other recognisers for such, online and offline ones. */
export const isStreaming = (kind: RecogniserKind) => streamingKinds.includes(kind);

/** Whether it is told a language at all; the others know one, or find out by themselves. */
export const takesLanguage = (kind: RecogniserKind) => kind === 'whisper' || kind === 'sense-voice';

/** How sherpa-onnx is told of a model: one thread, no settings beyond the model's own. */
export function sherpaConfig(kind: RecogniserKind, files: RecogniserFiles, language: SpokenLanguage): SherpaConfig {
  return {
    featConfig: { sampleRate: EAR_SAMPLE_RATE_HZ, featureDim: 80 },
    modelConfig: {
      ...networks(kind, files, language),
      tokens: files.tokens,
      numThreads: 1,
      provider: 'cpu',
    },
  };
}

function networks(
  kind: RecogniserKind,
  { network: model, encoder, decoder, joiner }: RecogniserFiles,
  language: SpokenLanguage,
): Record<string, unknown> {
  switch (kind) {
    case 'whisper':
      return {
        whisper: { encoder, decoder, language: whisperLanguage[language], task: 'transcribe', tailPaddings: -1 },
      };
    case 'sense-voice':
      // With the inverse normalization come punctuation and figures: 13800138000, not 一三八….
      return { senseVoice: { model, language, useInverseTextNormalization: 1 } };
    case 'paraformer':
      return { paraformer: { model } };
    case 'zipformer-transducer':
      return { transducer: { encoder, decoder, joiner }, modelType: 'transducer' };
    case 'zipformer-ctc':
      return { zipformerCtc: { model } };
    case 'dolphin':
      return { dolphin: { model } };
    case 'fire-red-asr':
      return { fireRedAsr: { encoder, decoder } };
    case 'streaming-zipformer':
      return { transducer: { encoder, decoder, joiner } };
    case 'streaming-zipformer-ctc':
      return { zipformer2Ctc: { model } };
    case 'streaming-paraformer':
      return { paraformer: { encoder, decoder } };
  }
}

/** Whisper finds out by itself when told nothing. Base and small know Cantonese only as Chinese; others end over `yue`. */
const whisperLanguage: Readonly<Record<SpokenLanguage, string>> = { zh: 'zh', en: 'en', yue: 'zh', auto: '' };
