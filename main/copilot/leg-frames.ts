import { EAR_SAMPLE_RATE_HZ, FRAME_SAMPLES, type Leg } from '../../contracts/audio';
import { RateConverter } from './rate-converter';

/** One channel of a recording, cut into the ears' frames as it is read. */
export class LegFrames {
  #waiting = new Float32Array(0);

  private constructor(
    readonly leg: Leg,
    private readonly converter: RateConverter,
  ) {}

  static async create(leg: Leg, sampleRateHz: number): Promise<LegFrames> {
    return new LegFrames(leg, await RateConverter.create(sampleRateHz, EAR_SAMPLE_RATE_HZ));
  }

  get hasFrame(): boolean {
    return this.#waiting.length >= FRAME_SAMPLES;
  }

  push(pcm: Float32Array): void {
    this.#add(this.converter.push(pcm), 0);
  }

  /** No more samples follow: the last frame is filled with silence. */
  end(): void {
    const tail = this.converter.flush();
    const over = (this.#waiting.length + tail.length) % FRAME_SAMPLES;
    this.#add(tail, over === 0 ? 0 : FRAME_SAMPLES - over);
  }

  take(): Float32Array {
    const frame = this.#waiting.slice(0, FRAME_SAMPLES);
    this.#waiting = this.#waiting.subarray(FRAME_SAMPLES);
    return frame;
  }

  destroy(): void {
    this.converter.destroy();
  }

  #add(pcm: Float32Array, silence: number): void {
    const joined = new Float32Array(this.#waiting.length + pcm.length + silence);
    joined.set(this.#waiting);
    joined.set(pcm, this.#waiting.length);
    this.#waiting = joined;
  }
}
