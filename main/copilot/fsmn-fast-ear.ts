import { readFile } from 'node:fs/promises';
import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import { SidetoneError } from '../../contracts/errors';
import { AcousticStream } from './acoustic-stream';
import { CtcSearch, type PhraseHit } from './ctc-search';
import type { EarHit, FastEar } from './fast-ear';
import { Fbank } from './fbank';
import { FEATURE_SHIFT_SAMPLES, FeatureStream, parseNormalisation, type Normalisation } from './feature-stream';
import { loadOnnxModel, type OnnxModel } from './onnxruntime';
import { PinyinClasses } from '../../domain/spoken/pinyin-classes';

const MS_PER_FRAME = (1000 * FEATURE_SHIFT_SAMPLES) / EAR_SAMPLE_RATE_HZ;

/** Parts of the keyword model, loaded once and shared by all calls. */
export interface FsmnCtc {
  model: OnnxModel;
  tokens: string[];
  normalisation: Normalisation;
}

/** Loads the keyword model from its three files. Throws SidetoneError `model-damaged`. */
export async function loadFsmnCtc(files: { network: string; normalisation: string; tokens: string }): Promise<FsmnCtc> {
  const [model, normalisation, tokenText] = await Promise.all([
    loadOnnxModel(files.network),
    readFile(files.normalisation, 'utf8').then(parseNormalisation),
    readFile(files.tokens, 'utf8'),
  ]);
  const tokens = tokenText.replace(/\n$/, '').split('\n');
  if (tokens[0] !== '<blank>')
    throw new SidetoneError('model-damaged', 'The keyword model has an unexpected token file.');
  return { model, tokens, normalisation };
}

/** The fast ear: kaldi features, FSMN-CTC in exact 300 ms chunks, phrase search over pinyin classes. Mandarin only. */
export function createFsmnFastEar({ model, tokens, normalisation }: FsmnCtc): FastEar {
  const fbank = new Fbank();
  const classes = new PinyinClasses(tokens);
  return {
    listen(keywords) {
      const features = new FeatureStream(fbank, normalisation);
      const acoustics = new AcousticStream(model, tokens.length);
      const search = new CtcSearch(classes, keywords);
      const heard = (logits: Float32Array[]) => logits.flatMap((row) => search.push(row)).map(toHit);
      return {
        async push(pcm) {
          return heard(await acoustics.push(features.push(pcm)));
        },
        async finish() {
          const last = heard([...(await acoustics.push(features.finish())), ...(await acoustics.finish())]);
          return [...last, ...search.finish().map(toHit)];
        },
      };
    },
  };
}

function toHit({ phrase, startFrame, endFrame, score }: PhraseHit): EarHit {
  return { phrase, startMs: startFrame * MS_PER_FRAME, endMs: (endFrame + 1) * MS_PER_FRAME, score };
}
