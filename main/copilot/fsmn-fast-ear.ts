import { readFile } from 'node:fs/promises';
import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import { SidetoneError } from '../../contracts/errors';
import { LegBandDetector, type LegBand } from '../../domain/leg-band';
import { AcousticStream, type ScoredChunk } from './acoustic-stream';
import { fittedRepairs, type BandRepair } from './band-repair/band-repair';
import { MelMender } from './band-repair/mel-mender';
import { CtcSearch, type PhraseHit } from './ctc-search';
import type { EarHit, FastEar, LegMemory } from './fast-ear';
import { Fbank } from './fbank';
import { FEATURE_SHIFT_SAMPLES, FeatureStream, parseNormalisation, type Normalisation } from './feature-stream';
import { loadOnnxModel, type OnnxModel } from './onnxruntime';
import { PinyinClasses, spokenCharacters, syllablesOf } from '../../domain/spoken/pinyin-classes';

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

/** The fast ear: kaldi features, repaired by the leg's band, FSMN-CTC every 90 ms, phrase search over pinyin classes. Mandarin only. */
export function createFsmnFastEar(
  { model, tokens, normalisation }: FsmnCtc,
  repairs: ReadonlyMap<LegBand, BandRepair> = fittedRepairs(),
): FastEar {
  const fbank = new Fbank();
  const classes = new PinyinClasses(tokens);
  /** Fast ears make no other memory. */
  const bandOf = (memory: LegMemory) => (memory instanceof LegBandDetector ? memory : new LegBandDetector());
  return {
    createMemory: () => new LegBandDetector(),
    deafTo: (phrase) => whyDeaf(classes, phrase),
    listen(keywords, memory, timing) {
      const features = new FeatureStream(fbank, normalisation, new MelMender(bandOf(memory), repairs));
      const acoustics = new AcousticStream(model, tokens.length);
      const search = new CtcSearch(classes, keywords, timing);
      const heard = (chunks: ScoredChunk[]) => chunks.flatMap((chunk) => search.push(chunk)).map(toHit);
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

function whyDeaf(classes: PinyinClasses, phrase: string): string | null {
  if (/\p{Script=Latin}/u.test(phrase))
    return 'has Latin letters: the fast ear knows Mandarin only, the careful ear hears it';
  const syllables = syllablesOf(phrase);
  if (syllables.length === 0) return 'has no Chinese character';
  const unknown = syllables.findIndex((readings) =>
    readings.every((reading) => classes.classOf(reading) === undefined),
  );
  const character = spokenCharacters(phrase)[unknown];
  return character === undefined ? null : `nothing that the fast ear knows sounds like ${character}`;
}

function toHit({ phrase, startFrame, endFrame, ...rest }: PhraseHit): EarHit {
  return { phrase, startMs: startFrame * MS_PER_FRAME, endMs: (endFrame + 1) * MS_PER_FRAME, ...rest };
}
