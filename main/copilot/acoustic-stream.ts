import type { OnnxModel } from './onnxruntime';
import { FEATURE_VALUES } from './feature-stream';

/** Stacked frames (30 ms each) that a chunk scores, and what it must see before and after to be exact. */
const CHUNK_FRAMES = 10;
const LEFT_CONTEXT_FRAMES = 40;
const RIGHT_CONTEXT_FRAMES = 8;

/**
 * Feeds the FSMN network chunk by chunk; logits come out as if the whole utterance had been given at once. Frames are
 * cut into chunks by their number, never by when they came, so results do not depend on arrival.
 */
export class AcousticStream {
  #features: Float32Array[] = [];
  #dropped = 0;
  #scored = 0;

  constructor(
    private readonly model: OnnxModel,
    private readonly tokens: number,
  ) {}

  /** Adds frames; returns the logits (one array of `tokens` a frame) of every chunk that is now complete. */
  async push(frames: readonly Float32Array[]): Promise<Float32Array[]> {
    this.#features.push(...frames);
    const logits: Float32Array[] = [];
    while (this.#total - this.#scored >= CHUNK_FRAMES + RIGHT_CONTEXT_FRAMES) {
      logits.push(...(await this.#score(CHUNK_FRAMES)));
    }
    return logits;
  }

  async finish(): Promise<Float32Array[]> {
    const logits: Float32Array[] = [];
    while (this.#scored < this.#total) {
      logits.push(...(await this.#score(Math.min(CHUNK_FRAMES, this.#total - this.#scored))));
    }
    return logits;
  }

  get #total(): number {
    return this.#dropped + this.#features.length;
  }

  async #score(count: number): Promise<Float32Array[]> {
    const first = Math.max(0, this.#scored - LEFT_CONTEXT_FRAMES);
    const end = Math.min(this.#total, this.#scored + count + RIGHT_CONTEXT_FRAMES);
    const input = new Float32Array((end - first) * FEATURE_VALUES);
    for (let frame = first; frame < end; frame += 1) {
      input.set(
        this.#features[frame - this.#dropped] ?? new Float32Array(FEATURE_VALUES),
        (frame - first) * FEATURE_VALUES,
      );
    }
    const { logits } = await this.model.run({ speech: { data: input, shape: [1, end - first, FEATURE_VALUES] } });
    const skip = this.#scored - first;
    const rows = Array.from({ length: count }, (_, row) =>
      (logits ?? new Float32Array(0)).slice((skip + row) * this.tokens, (skip + row + 1) * this.tokens),
    );
    this.#scored += count;
    const needless = Math.max(0, this.#scored - LEFT_CONTEXT_FRAMES) - this.#dropped;
    if (needless > 0) {
      this.#features = this.#features.slice(needless);
      this.#dropped += needless;
    }
    return rows;
  }
}
