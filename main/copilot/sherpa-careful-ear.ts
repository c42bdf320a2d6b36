import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import type { RecogniserKind } from '../../contracts/models';
import type { SpokenLanguage } from '../../contracts/transcript';
import type { CarefulEar } from './careful-ear';
import { loadSherpa } from './recognisers/sherpa';
import { isStreaming, sherpaConfig, takesLanguage, type RecogniserFiles } from './recognisers/sherpa-config';
import { readResult } from './recognisers/sherpa-result';
import { loadStreamingEar } from './recognisers/streaming-ear';
import { spellInBytes, spellsBytes } from './whisper-text';

/**
 * The careful ear, of any kind, through sherpa-onnx. A damaged model file, or one of another kind, makes sherpa-onnx end
 * the whole process, so the files must have been checked before. `firstLanguage`: what will be spoken, as far as is
 * known; another costs SenseVoice a second loading.
 */
export async function loadSherpaCarefulEar(
  kind: RecogniserKind,
  files: RecogniserFiles,
  firstLanguage: SpokenLanguage = 'zh',
): Promise<CarefulEar> {
  return isStreaming(kind) ? loadStreamingEar(kind, files) : loadOfflineEar(kind, files, firstLanguage);
}

/** Whole utterances, decoded on a thread of the library's own. */
async function loadOfflineEar(
  kind: RecogniserKind,
  files: RecogniserFiles,
  firstLanguage: SpokenLanguage,
): Promise<CarefulEar> {
  const { OfflineRecognizer } = loadSherpa();
  let loadedLanguage = firstLanguage;
  const create = (from: RecogniserFiles) => OfflineRecognizer.createAsync(sherpaConfig(kind, from, loadedLanguage));
  let recognizer = await (kind === 'whisper' ? withSpelledTokens(files, create) : create(files));
  let last: Promise<unknown> = Promise.resolve();

  async function speak(language: SpokenLanguage): Promise<void> {
    if (language === loadedLanguage || !takesLanguage(kind)) return;
    const config = sherpaConfig(kind, files, language);
    // Given to SenseVoice in use, a new setting puts the scale of its features back to what Whisper's is.
    if (kind === 'whisper') recognizer.setConfig(config);
    else recognizer = await OfflineRecognizer.createAsync(config);
    loadedLanguage = language;
  }

  async function transcribe(pcm: Float32Array, language: SpokenLanguage) {
    await speak(language);
    const stream = recognizer.createStream();
    stream.acceptWaveform({ sampleRate: EAR_SAMPLE_RATE_HZ, samples: pcm });
    const result = await recognizer.decodeAsync(stream);
    return readResult(result, { kind, language, samples: pcm.length });
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

/** Whisper's list of tokens spelled in bytes, as the product's own is; that of a public release is not. */
async function withSpelledTokens<Result>(
  files: RecogniserFiles,
  load: (files: RecogniserFiles) => Promise<Result>,
): Promise<Result> {
  const list = await readFile(files.tokens ?? '', 'utf8');
  if (spellsBytes(list)) return load(files);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-tokens-'));
  try {
    const tokens = path.join(folder, 'tokens.txt');
    await writeFile(tokens, spellInBytes(list));
    return await load({ ...files, tokens });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
