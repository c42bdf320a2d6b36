import { CtcSearch, type PhraseHit } from '../../main/copilot/ctc-search';
import type { Fbank } from '../../main/copilot/fbank';
import { FEATURE_VALUES, FeatureStream } from '../../main/copilot/feature-stream';
import type { FsmnCtc } from '../../main/copilot/fsmn-fast-ear';
import type { PinyinClasses } from '../../domain/spoken/pinyin-classes';
import type { Keyword } from '../../contracts/speech';

/** What the network must see before and after a frame to score it as in the whole: as the fast ear gives it. */
const LEFT_CONTEXT_FRAMES = 40;
const RIGHT_CONTEXT_FRAMES = 8;

/** The simple keyword ear: the same front end, network and search, and one model call for each 30 ms frame. */
export class FrameByFrameEar {
  readonly #ctc: FsmnCtc;
  readonly #features: FeatureStream;
  readonly #search: CtcSearch;
  #window: Float32Array[] = [];
  /** Place in the window of the frame to score next. */
  #next = 0;

  constructor(ctc: FsmnCtc, parts: { fbank: Fbank; classes: PinyinClasses }, keywords: readonly Keyword[]) {
    this.#ctc = ctc;
    this.#features = new FeatureStream(parts.fbank, ctc.normalisation);
    this.#search = new CtcSearch(parts.classes, keywords);
  }

  async push(pcm: Float32Array): Promise<PhraseHit[]> {
    const hits: PhraseHit[] = [];
    this.#window.push(...this.#features.push(pcm));
    while (this.#window.length > this.#next + RIGHT_CONTEXT_FRAMES) hits.push(...(await this.#score()));
    return hits;
  }

  async finish(): Promise<PhraseHit[]> {
    const hits: PhraseHit[] = [];
    this.#window.push(...this.#features.finish());
    while (this.#next < this.#window.length) hits.push(...(await this.#score()));
    return [...hits, ...this.#search.finish()];
  }

  async #score(): Promise<PhraseHit[]> {
    const frames = this.#window.slice(0, this.#next + 1 + RIGHT_CONTEXT_FRAMES);
    const input = new Float32Array(frames.length * FEATURE_VALUES);
    frames.forEach((frame, index) => input.set(frame, index * FEATURE_VALUES));
    const shape = [1, frames.length, FEATURE_VALUES];
    const { logits = new Float32Array(0) } = await this.#ctc.model.run({ speech: { data: input, shape } });
    const tokens = this.#ctc.tokens.length;
    const row = logits.slice(this.#next * tokens, (this.#next + 1) * tokens);
    if (this.#next < LEFT_CONTEXT_FRAMES) this.#next += 1;
    else this.#window.shift();
    return this.#search.push({ exact: [row], ahead: [] });
  }
}
