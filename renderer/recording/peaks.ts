import { EAR_SAMPLE_RATE_HZ } from '../../contracts/audio';
import { PEAKS_PER_SECOND } from '../../domain/recording-file';

const SAMPLES_A_PEAK = EAR_SAMPLE_RATE_HZ / PEAKS_PER_SECOND;

/** The waveform of both legs, so coarse that a whole call of it can be drawn without decoding anything. */
export class PeakMeter {
  #done: number[] = [];
  #agent = 0;
  #customer = 0;
  #samples = 0;

  add(agent: Float32Array, customer: Float32Array): void {
    for (let index = 0; index < agent.length; index += 1) {
      this.#agent = Math.max(this.#agent, Math.abs(agent[index] ?? 0));
      this.#customer = Math.max(this.#customer, Math.abs(customer[index] ?? 0));
      this.#samples += 1;
      if (this.#samples < SAMPLES_A_PEAK) continue;
      this.#done.push(Math.min(255, Math.round(this.#agent * 255)), Math.min(255, Math.round(this.#customer * 255)));
      this.#agent = this.#customer = this.#samples = 0;
    }
  }

  /** Those that are finished, agent and customer by turns. */
  take(): Uint8Array {
    return Uint8Array.from(this.#done.splice(0));
  }
}
