import type { RnnoiseModule } from '@jitsi/rnnoise-wasm/dist/rnnoise-sync.js';
import { EAR_SAMPLE_RATE_HZ, FRAME_SAMPLES } from '../../contracts/audio';
import { joined } from './joined';
import type { LegNoiseFilter, NoiseFilter } from './noise-filter';
import { RateConverter } from './rate-converter';

const RNNOISE_RATE_HZ = 48_000;
const RNNOISE_SAMPLES = 480;
const INT16_SCALE = 32_768;
/** By how much RNNoise's output is late, found by correlation with its input: two of its frames. */
const LATE_SAMPLES = 960;
/** 20 ms of RNNoise, up to 10 ms that wait to fill its frame, and 6 ms of the two converters: more than one frame of 32. */
const DELAY_FRAMES = 2;
const BYTES_PER_SAMPLE = 4;

/** RNNoise 0.2 (Valin, "A Hybrid DSP/Deep Learning Approach to Real-Time Full-Band Speech Enhancement", 2018). */
export async function loadRnnoiseFilter(): Promise<NoiseFilter> {
  // Loaded when wanted: two megabytes that most desks never need.
  const { default: create } = await import('@jitsi/rnnoise-wasm/dist/rnnoise-sync.js');
  const rnnoise = create();
  await rnnoise.ready;
  return {
    delayFrames: DELAY_FRAMES,
    async openLeg() {
      const [up, down] = await Promise.all([
        RateConverter.create(EAR_SAMPLE_RATE_HZ, RNNOISE_RATE_HZ),
        RateConverter.create(RNNOISE_RATE_HZ, EAR_SAMPLE_RATE_HZ),
      ]);
      return new RnnoiseLeg(rnnoise, up, down);
    },
  };
}

class RnnoiseLeg implements LegNoiseFilter {
  readonly #state: number;
  readonly #buffer: number;
  #pushed = 0;
  #toDrop = LATE_SAMPLES;
  /** At 48 kHz, less than RNNoise takes at a time. */
  #waiting: Float32Array = new Float32Array(0);
  /** At 16 kHz, filtered. */
  #ready: Float32Array = new Float32Array(0);

  constructor(
    private readonly rnnoise: RnnoiseModule,
    private readonly up: RateConverter,
    private readonly down: RateConverter,
  ) {
    this.#state = rnnoise._rnnoise_create(0);
    this.#buffer = rnnoise._malloc(RNNOISE_SAMPLES * BYTES_PER_SAMPLE);
  }

  push(frame: Float32Array): Float32Array | null {
    this.#waiting = joined([this.#waiting, this.up.push(frame)]);
    const whole = this.#waiting.length - (this.#waiting.length % RNNOISE_SAMPLES);
    const filtered = new Float32Array(whole);
    for (let at = 0; at < whole; at += RNNOISE_SAMPLES) {
      filtered.set(this.#denoise(this.#waiting.subarray(at, at + RNNOISE_SAMPLES)), at);
    }
    this.#waiting = this.#waiting.slice(whole);
    const dropped = Math.min(this.#toDrop, filtered.length);
    this.#toDrop -= dropped;
    this.#ready = joined([this.#ready, this.down.push(filtered.subarray(dropped))]);
    this.#pushed += 1;
    if (this.#pushed <= DELAY_FRAMES) return null;
    const next = this.#ready.slice(0, FRAME_SAMPLES);
    this.#ready = this.#ready.slice(FRAME_SAMPLES);
    return next;
  }

  finish(): Float32Array[] {
    return Array.from({ length: DELAY_FRAMES }, () => this.push(new Float32Array(FRAME_SAMPLES))).filter(
      (frame) => frame !== null,
    );
  }

  close(): void {
    this.rnnoise._rnnoise_destroy(this.#state);
    this.rnnoise._free(this.#buffer);
    this.up.destroy();
    this.down.destroy();
  }

  #denoise(samples: Float32Array): Float32Array {
    const at = this.#buffer / BYTES_PER_SAMPLE;
    // Read anew each time: the memory moves when it grows.
    this.rnnoise.HEAPF32.set(
      samples.map((sample) => sample * INT16_SCALE),
      at,
    );
    this.rnnoise._rnnoise_process_frame(this.#state, this.#buffer, this.#buffer);
    return this.rnnoise.HEAPF32.slice(at, at + RNNOISE_SAMPLES).map((sample) => sample / INT16_SCALE);
  }
}
