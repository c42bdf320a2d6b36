import libsamplerate from '@alexanderolsen/libsamplerate-js';

type Converter = Awaited<ReturnType<typeof libsamplerate.create>>;

/** The converter holds back as much as its filter is long; so much silence brings it out, at any rate in use. */
const FLUSH_SECONDS = 0.1;
/** The converter works in a buffer of fixed size; this much fits at any rate in use. */
const PIECE_SAMPLES = 65_536;

/** Changes the sample rate of one channel as it streams by, with a sinc filter and without a shift in time. */
export class RateConverter {
  #given = 0;
  #made = 0;

  private constructor(
    private readonly converter: Converter | null,
    private readonly fromHz: number,
    private readonly toHz: number,
  ) {}

  static async create(fromHz: number, toHz: number): Promise<RateConverter> {
    const converterType = libsamplerate.ConverterType.SRC_SINC_MEDIUM_QUALITY;
    const converter = fromHz === toHz ? null : await libsamplerate.create(1, fromHz, toHz, { converterType });
    return new RateConverter(converter, fromHz, toHz);
  }

  push(pcm: Float32Array): Float32Array {
    this.#given += pcm.length;
    return this.#convert(pcm);
  }

  /** The end of the last samples given: what came out then lasts as long as what went in. */
  flush(): Float32Array {
    const missing = Math.round((this.#given * this.toHz) / this.fromHz) - this.#made;
    if (missing <= 0) return new Float32Array(0);
    return this.#convert(new Float32Array(Math.ceil(FLUSH_SECONDS * this.fromHz))).slice(0, missing);
  }

  destroy(): void {
    this.converter?.destroy();
  }

  #convert(pcm: Float32Array): Float32Array {
    if (!this.converter) {
      this.#made += pcm.length;
      return pcm;
    }
    const made: Float32Array[] = [];
    for (let at = 0; at < pcm.length; at += PIECE_SAMPLES) {
      // What it returns lies in its own memory and is overwritten by the next piece.
      made.push(Float32Array.from(this.converter.full(pcm.subarray(at, at + PIECE_SAMPLES))));
    }
    const length = made.reduce((sum, part) => sum + part.length, 0);
    this.#made += length;
    const whole = new Float32Array(length);
    made.reduce((at, part) => {
      whole.set(part, at);
      return at + part.length;
    }, 0);
    return whole;
  }
}
