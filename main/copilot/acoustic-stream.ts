import type { OnnxModel } from './onnxruntime';
import { FEATURE_VALUES } from './feature-stream';

/**
 * Stacked frames (30 ms each) that a chunk scores, and what it must see before and after to be exact. The smaller the
 * chunk, the sooner a word is heard and the more often its surroundings are computed again.
 */
const CHUNK_FRAMES = 3;
const LEFT_CONTEXT_FRAMES = 40;
const RIGHT_CONTEXT_FRAMES = 8;
/** A frame that has seen so many of those after it is scored nearly as in the end; see `ctc-search.ts`. */
const ENOUGH_RIGHT_FRAMES = 1;

/** Logits of one chunk, an array for each frame. */
export interface ScoredChunk {
  /** As if the whole utterance had been given at once. Those of all chunks together are the utterance. */
  exact: Float32Array[];
  /**
   * Of the frames that follow, which have not yet seen all that comes after them: a later chunk scores them again. The
   * last has seen one frame, the one before it two, and so on.
   */
  ahead: Float32Array[];
}

/**
 * Feeds the FSMN network chunk by chunk. Frames are cut into chunks by their number, never by when they came, so results
 * do not depend on arrival.
 */
export class AcousticStream {
  #features: Float32Array[] = [];
  #dropped = 0;
  #scored = 0;

  constructor(
    private readonly model: OnnxModel,
    private readonly tokens: number,
  ) {}

  /** Adds frames; returns every chunk that is now complete. */
  async push(frames: readonly Float32Array[]): Promise<ScoredChunk[]> {
    this.#features.push(...frames);
    const chunks: ScoredChunk[] = [];
    while (this.#total - this.#scored >= CHUNK_FRAMES + RIGHT_CONTEXT_FRAMES) {
      chunks.push(await this.#score(CHUNK_FRAMES, RIGHT_CONTEXT_FRAMES));
    }
    return chunks;
  }

  /** No more frames follow: the rest at once. */
  async finish(): Promise<ScoredChunk[]> {
    const rest = this.#total - this.#scored;
    return rest > 0 ? [await this.#score(rest, 0)] : [];
  }

  get #total(): number {
    return this.#dropped + this.#features.length;
  }

  async #score(count: number, after: number): Promise<ScoredChunk> {
    const first = Math.max(0, this.#scored - LEFT_CONTEXT_FRAMES);
    const end = this.#scored + count + after;
    const input = new Float32Array((end - first) * FEATURE_VALUES);
    for (let frame = first; frame < end; frame += 1) {
      input.set(
        this.#features[frame - this.#dropped] ?? new Float32Array(FEATURE_VALUES),
        (frame - first) * FEATURE_VALUES,
      );
    }
    const { logits } = await this.model.run({ speech: { data: input, shape: [1, end - first, FEATURE_VALUES] } });
    const skip = this.#scored - first;
    const rows = Array.from({ length: count + Math.max(0, after - ENOUGH_RIGHT_FRAMES) }, (_, row) =>
      (logits ?? new Float32Array(0)).subarray((skip + row) * this.tokens, (skip + row + 1) * this.tokens),
    );
    this.#scored += count;
    const needless = Math.max(0, this.#scored - LEFT_CONTEXT_FRAMES) - this.#dropped;
    if (needless > 0) {
      this.#features = this.#features.slice(needless);
      this.#dropped += needless;
    }
    return { exact: rows.slice(0, count), ahead: rows.slice(count) };
  }
}
