/**
 * Cuts the two legs of a call, agent on input 0 and customer on input 1, into frames of 512 samples (32 ms at the
 * context's 16 kHz). Both legs share one clock; an input with nothing connected is silence.
 */
const FRAME_SAMPLES = 512;

/** What the worklet posts for each 32 ms of the call. `captureTimeMs`: audio clock, from the first frame of the tap. */
export interface TapMessage {
  sequence: number;
  captureTimeMs: number;
  agent: Float32Array;
  customer: Float32Array;
}

declare const sampleRate: number;
declare const currentFrame: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class TapProcessor extends AudioWorkletProcessor {
  #agent = new Float32Array(FRAME_SAMPLES);
  #customer = new Float32Array(FRAME_SAMPLES);
  #filled = 0;
  #firstFrame = -1;
  #sequence = -1;

  process(inputs: Float32Array[][]): boolean {
    if (this.#firstFrame < 0) this.#firstFrame = currentFrame;
    const agent = inputs[0]?.[0];
    const customer = inputs[1]?.[0];
    const length = agent?.length ?? customer?.length ?? 128;
    for (let index = 0; index < length; index += 1) {
      this.#agent[this.#filled] = agent?.[index] ?? 0;
      this.#customer[this.#filled] = customer?.[index] ?? 0;
      this.#filled += 1;
      if (this.#filled === FRAME_SAMPLES) this.#post(currentFrame + index + 1 - FRAME_SAMPLES);
    }
    return true;
  }

  #post(startFrame: number): void {
    // The number follows the audio clock, so render quanta the system dropped show as a gap, not as shorter audio.
    const elapsed = startFrame - this.#firstFrame;
    this.#sequence = Math.max(this.#sequence + 1, Math.round(elapsed / FRAME_SAMPLES));
    const message: TapMessage = {
      sequence: this.#sequence,
      captureTimeMs: (elapsed / sampleRate) * 1000,
      agent: this.#agent.slice(),
      customer: this.#customer.slice(),
    };
    this.port.postMessage(message);
    this.#filled = 0;
  }
}

registerProcessor('sidetone-tap', TapProcessor);
