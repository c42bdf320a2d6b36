import { createRequire } from 'node:module';
import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import type { Language } from '../../contracts/cues';
import { toSimplified } from '../../domain/spoken/simplified';
import type { CarefulEar } from './careful-ear';
import { decodeByteLevel, looksInvented, withoutSounds } from './whisper-text';

export interface WhisperFiles {
  encoder: string;
  decoder: string;
  tokens: string;
}

/** The part of sherpa-onnx-node that is used; the package has no types of its own that fit. */
interface SherpaModule {
  OfflineRecognizer: {
    createAsync(config: RecognizerConfig): Promise<Recognizer>;
  };
}
interface Recognizer {
  createStream(): { acceptWaveform(wave: { sampleRate: number; samples: Float32Array }): void };
  setConfig(config: RecognizerConfig): void;
  decodeAsync(stream: ReturnType<Recognizer['createStream']>): Promise<{ text: string }>;
}
type RecognizerConfig = ReturnType<typeof configFor>;

function configFor(files: WhisperFiles, language: Language) {
  return {
    featConfig: { sampleRate: EAR_SAMPLE_RATE_HZ, featureDim: 80 },
    modelConfig: {
      whisper: { encoder: files.encoder, decoder: files.decoder, language, task: 'transcribe', tailPaddings: -1 },
      tokens: files.tokens,
      numThreads: 1,
      provider: 'cpu',
    },
  };
}

/**
 * The careful ear: Whisper through sherpa-onnx, on a thread of the library's own. A damaged model file makes
 * sherpa-onnx end the whole process, so the files must have been checked before.
 */
export async function loadSherpaCarefulEar(files: WhisperFiles): Promise<CarefulEar> {
  // Required when wanted, not imported: its native library is large and a desk without the model never needs it.
  const sherpa = createRequire(import.meta.url)('sherpa-onnx-node') as SherpaModule;
  let loadedLanguage: Language = 'zh';
  const recognizer = await sherpa.OfflineRecognizer.createAsync(configFor(files, loadedLanguage));
  let last: Promise<unknown> = Promise.resolve();

  async function transcribe(pcm: Float32Array, language: Language) {
    if (language !== loadedLanguage) {
      recognizer.setConfig(configFor(files, language));
      loadedLanguage = language;
    }
    const stream = recognizer.createStream();
    stream.acceptWaveform({ sampleRate: EAR_SAMPLE_RATE_HZ, samples: pcm });
    const { text } = await recognizer.decodeAsync(stream);
    const decoded = withoutSounds(decodeByteLevel(text));
    const written = language === 'zh' ? toSimplified(decoded) : decoded;
    return { text: looksInvented(written, pcm.length / EAR_SAMPLE_RATE_HZ) ? '' : written };
  }

  return {
    transcribe(pcm, language) {
      // One utterance after another: the recogniser's language is a setting of the whole recogniser.
      const result = last.then(() => transcribe(pcm, language));
      last = result.catch(() => undefined);
      return result;
    },
  };
}
